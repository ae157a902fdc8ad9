package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/geojson"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/request"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// screenPoint answers GET /screenings?lon=&lat=&kind=: the parameters are the
// site's, each attribute of the rule file by its own name. at= takes a coordinate
// as it was written, in any notation and system, in the place of lon and lat. The
// answer is the short form, or the report with view=full; nothing is kept.
func (s *Server) screenPoint(c echo.Context) error {
	q := newQuery(c, s.pointNames...)
	given, field := q.place()
	full := q.full()
	fields := request.Fields{AsOf: q.text("as_of"), Coordinates: request.ReadCoordinates(q.text, &q.issues), Said: rules.Said{
		Name: q.text("name"), Kind: q.text("kind"), Stage: q.text("stage"),
		AccuracyM: q.text("accuracy_m"), Attributes: map[string]string{},
	}}
	for _, id := range s.factNames() {
		if q.values.Has(id) {
			fields.Attributes[id] = q.text(id)
		}
	}
	served := s.release.Load()
	asked := fields.Understand(s.config.Rules, served.extent, s.today(), &q.issues)
	if err := q.err(); err != nil {
		return err
	}
	if err := put(&asked, &given, field); err != nil {
		return err
	}
	if full {
		return s.answerWhole(c, served, &asked)
	}
	return s.answerShort(c, served, &asked, q.values)
}

// place is where the query says that the site is, and the field that says it.
func (q *query) place() (f feature.Feature, field string) {
	if at := q.text("at"); at != "" {
		for _, name := range []string{"lon", "lat"} {
			if q.values.Has(name) {
				q.wrong(name, "at 与 lon、lat 只能给一种", "give at, or lon and lat, not both")
			}
		}
		return feature.Feature{Pair: at}, "at"
	}
	if packed := q.text("packed"); packed != "" && packed != "false" && packed != "0" {
		q.wrong("packed", "只用于 at 给出的坐标", "is for a coordinate given by at")
	}
	return feature.Feature{Geometry: orb.Point{q.degrees("lon", 180), q.degrees("lat", 90)}}, "lon"
}

// full reports whether the whole report was asked for.
func (q *query) full() bool {
	return q.oneOf("view", "short", "full") == "full"
}

// screenShape reads a GeoJSON Feature: the geometry is the site's shape, the
// properties say the rest.
func (s *Server) screenShape(c echo.Context, answer answering) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	limits := feature.DefaultLimits()
	limits.Bytes = s.config.MaxBytes
	given, err := geojson.ReadFeature(c.Request().Body, limits)
	if err != nil {
		return err
	}
	var issues request.Issues
	served := s.release.Load()
	fields := request.Describe(s.config.Rules, given.Properties, &issues)
	fields.Unused = append(fields.Unused, request.Misplaced(s.config.Rules, given.Foreign, &issues)...)
	asked := fields.Understand(s.config.Rules, served.extent, s.today(), &issues)
	if len(issues) > 0 {
		return refuse(http.StatusBadRequest, issues)
	}
	if _, point := given.Geometry.(orb.Point); !point {
		done, err := s.place(c.Request().Context())
		if err != nil {
			return err
		}
		defer done()
	}
	if err := put(&asked, &given, "geometry"); err != nil {
		return err
	}
	return s.screenParcels(c, served.On(asked.Day), parcelOf(&asked), answer)
}

// answering is what becomes of a report once it is made.
type answering func(echo.Context, *made) error

// made is a report as it is handed out.
type made struct {
	*report.Report
	snap layers.Snapshot
	text []byte
}

// post reads what POST /screenings and POST /reports bring: a form brings a file.
// Any other body is read as GeoJSON, whatever it says it is: curl calls its data a
// form unless told otherwise.
func (s *Server) post(c echo.Context, answer answering) error {
	if strings.HasPrefix(strings.ToLower(c.Request().Header.Get(echo.HeaderContentType)), "multipart/") {
		return s.screenUpload(c, answer)
	}
	return s.screenShape(c, answer)
}

// place waits for one of the places for areas and lines, of which there are as
// many as cores: such work is not divided, and more at once would only make all
// of it late.
func (s *Server) place(ctx context.Context) (done func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, placeWithin)
	defer cancel()
	select {
	case s.heavy <- struct{}{}:
		return func() { <-s.heavy }, nil
	case <-ctx.Done():
		return nil, problem(http.StatusServiceUnavailable, statusText(http.StatusServiceUnavailable))
	}
}

// placeWithin is how long a shape waits for its turn before it is told to come
// again.
const placeWithin = 5 * time.Second

// put places the site where a single feature says.
func put(asked *request.Asked, f *feature.Feature, field string) error {
	invalid, issues := asked.Put(f, field)
	switch {
	case invalid:
		return refuse(http.StatusUnprocessableEntity, issues)
	case len(issues) > 0:
		return refuse(http.StatusBadRequest, issues)
	}
	return nil
}

// parcelOf is a site as the one parcel of its project.
func parcelOf(asked *request.Asked) []screening.Parcel {
	return []screening.Parcel{{Name: asked.Site.Name, Site: asked.Site}}
}

// screenParcels makes the whole report of one project that was posted.
func (s *Server) screenParcels(c echo.Context, snap layers.Snapshot, parcels []screening.Parcel, answer answering) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), screenWithin)
	defer cancel()
	r, err := report.Make(ctx, snap, s.config.Rules, parcels, report.Single())
	if err != nil {
		return err
	}
	return s.write(c, snap, r, answer)
}

// answerWhole answers with the report on one point; see report.Point.
func (s *Server) answerWhole(c echo.Context, served *published, asked *request.Asked) error {
	ctx := c.Request().Context()
	snap := served.On(asked.Day)
	var r *report.Report
	var err error
	if points := s.pointsOn(served, asked.Day); points != nil {
		r, err = points.Whole(ctx, asked.Site)
	} else {
		r, err = report.Make(ctx, snap, s.config.Rules, parcelOf(asked), report.Point())
	}
	if err != nil {
		return err
	}
	return s.write(c, snap, r, s.answer)
}

// write signs a report and answers.
func (s *Server) write(c echo.Context, snap layers.Snapshot, r *report.Report, answer answering) (err error) {
	buffer := s.buffer()
	defer s.buffers.Put(buffer)
	if *buffer, err = r.AppendSigned((*buffer)[:0]); err != nil {
		return err
	}
	s.metrics.count(r.Verdict, r.Complete)
	return answer(c, &made{r, snap, *buffer})
}

// screenWithin bounds one screening: an ordinary site takes milliseconds, and
// one of the largest size whose edges cross everything is refused by then.
const screenWithin = 10 * time.Second
