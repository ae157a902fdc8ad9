package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/table"
	"waterzones/geo/geojson"
	"waterzones/layers"
	"waterzones/layers/batch"
	"waterzones/layers/request"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

const (
	batchPath = "/screenings/batch"

	// batchIdle is how long a batch waits for its caller to send more, or to take
	// what was answered.
	batchIdle = time.Minute

	// batchRead is how much of a batch is read at once. What has come is answered
	// before more is waited for; more at once would only make others wait longer.
	batchRead = 32 << 10

	// batchMemory is how many conclusions a batch remembers, half a kilobyte each.
	batchMemory = 512
)

// Trailers of a batch's answer. Without them it is not whole.
const (
	trailerRows     = "Screening-Rows"
	trailerRejected = "Screening-Rejected"
)

// headerUnused has the names of the columns that say nothing of a site here, in percent
// encoding (RFC 3986, 2.1), commas between them.
const headerUnused = "Screening-Unused"

// rowForm is a form of rows that comes and goes as it is read.
type rowForm struct {
	media  string
	read   func(io.Reader, feature.Reading) (*feature.Source, error)
	output func(whole bool) batch.Output
}

func rowForms() []rowForm {
	return []rowForm{
		{"text/csv", table.ReadCSV, func(bool) batch.Output { return batch.CSV(false) }},
		{"application/x-ndjson", table.ReadJSONLines, func(whole bool) batch.Output {
			if whole {
				return batch.NDJSON()
			}
			return batch.JSONLines()
		}},
		{"application/geo+json-seq", geojson.ReadSeq, func(bool) batch.Output { return batch.GeoJSONSeq() }},
	}
}

// screenBatch answers POST /screenings/batch: rows come in and their results go
// out, in the same order, those of the first rows before the last are sent. A row
// that cannot be taken is a result that says why. Nothing is held: a caller who
// does not take the results is not read from. Where the rows end early the
// connection is cut, so that a part does not pass for the whole.
func (s *Server) screenBatch(c echo.Context) (err error) {
	defer func() {
		if err != nil { // rows may still come, which are no next request
			c.Response().Header().Set(echo.HeaderConnection, "close")
		}
	}()
	if !c.Request().ProtoAtLeast(1, 1) { // whose answers end where the connection does: a part would pass for the whole
		return problem(http.StatusHTTPVersionNotSupported, layers.Text{ZH: "批量核查需 HTTP/1.1", EN: "a batch needs HTTP/1.1"})
	}
	control := http.NewResponseController(c.Response())
	// At first, so that a refusal need not wait for the end of the rows.
	if err := control.EnableFullDuplex(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	b, err := s.understandBatch(c)
	if err != nil {
		return err
	}
	leave, err := s.streams.enter(c.RealIP())
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := s.streams.until(c.Request().Context())
	defer cancel()
	b.job.Points = s.batchPoints(ctx, b.served, b.job.Snapshot.AsOf)
	flow := &flow{turn: func() (func(), error) { return s.streams.waitToPass(ctx) }, body: c.Request().Body, response: c.Response(), control: control}
	src, err := b.in.read(flow, feature.Reading{Live: true, Declared: b.declared(), Packed: b.job.Placer.Packed})
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }() // nothing of it is kept
	// Of more features than one, the first would wait for the next. What a later one
	// has beside has no place in the answer, and nobody to be told that it was lost.
	src.NameProperties(1, func(string) bool { return true })
	read, err := b.columns(src)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	if len(read.Unused) > 0 {
		h.Set(headerUnused, inPercent(read.Unused))
	}
	h.Set(echo.HeaderContentType, b.out.media)
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set("X-Accel-Buffering", "no")
	h.Set("Trailer", trailerRows+", "+trailerRejected)
	b.job.Waits = func(handOn func()) { flow.beforeWaiting = handOn }
	counts, err := b.job.Run(ctx, src, flow, b.out.output(b.whole))
	if err != nil {
		flow.stop()
	}
	switch {
	case err != nil && !c.Response().Committed:
		return err
	case err != nil:
		s.config.Log.Warn("a batch ended early", "rows", counts.Rows, "error", err)
		return http.ErrAbortHandler
	}
	h.Set(trailerRows, strconv.Itoa(counts.Rows))
	h.Set(trailerRejected, strconv.Itoa(counts.Rejected))
	return nil
}

// batchAsked is a batch that was understood.
type batchAsked struct {
	in, out rowForm
	whole   bool // reports, not results
	served  *published
	job     *batch.Job
}

// columns refuses an input of which no row can be screened as it is meant.
func (b *batchAsked) columns(src *feature.Source) (*batch.Reading, error) {
	for _, f := range src.Fields {
		if strings.EqualFold(strings.TrimSpace(f.Name), "as_of") {
			return nil, badFields(http.StatusBadRequest, FieldIssue{Field: f.Name, ZH: "基准日对整批适用，请用参数 as_of，并改去此列的名称", EN: "the legal date holds for the whole batch: use the parameter as_of, and give this column another name"})
		}
	}
	read, err := b.job.Reading(src)
	switch {
	case errors.Is(err, batch.ErrNoKind):
		return nil, badFields(http.StatusBadRequest, FieldIssue{Field: "kind", ZH: "没有说明类型：请给参数 kind 或 kind 列", EN: "the kind of the sites is not told: give the parameter kind, or a column kind"})
	case err != nil:
		text := request.TextOf(err)
		return nil, badFields(http.StatusBadRequest, FieldIssue{Field: "columns", ZH: text.ZH, EN: text.EN})
	}
	return read, nil
}

// mostUnused bounds the header: a front end takes 8 KiB of all of them.
const mostUnused = 2 << 10

// inPercent writes names for a header, as many as there is room for and … behind them.
func inPercent(names []string) string {
	var list strings.Builder
	for i, name := range names {
		name = url.PathEscape(name)
		if list.Len()+len(name) > mostUnused {
			return list.String() + ",%E2%80%A6"
		}
		if i > 0 {
			list.WriteByte(',')
		}
		list.WriteString(strings.ReplaceAll(name, ",", "%2C"))
	}
	return list.String()
}

func (b *batchAsked) declared() bool { return b.job.Placer.Declared != 0 || b.job.Placer.Old != nil }

// understandBatch reads the query and the headers: what a row does not say of its
// site, the query says of all.
func (s *Server) understandBatch(c echo.Context) (*batchAsked, error) {
	q := newQuery(c, s.batchNames...)
	b := &batchAsked{}
	var err error
	if b.in, b.out, err = formsOf(c.Request()); err != nil {
		return nil, err
	}
	if b.whole = q.full(); b.whole && b.out.media != "application/x-ndjson" {
		q.wrong("view", "完整报告只能以 application/x-ndjson 给出", "whole reports are given as application/x-ndjson alone")
	}
	said := rules.Said{Kind: q.text("kind"), Stage: q.text("stage"), AccuracyM: q.text("accuracy_m"), Attributes: map[string]string{}}
	for _, a := range s.config.Rules.Attributes {
		if q.values.Has(a.ID) {
			said.Attributes[a.ID] = q.text(a.ID)
		}
	}
	_, wrong := s.config.Rules.Site(said)
	for _, w := range wrong {
		if w.Field != "kind" || said.Kind != "" { // a column may give it
			q.wrong(w.Field, w.ZH, w.EN)
		}
	}
	served := s.release.Load()
	day := q.day("as_of", s.today())
	placer := request.ReadCoordinates(q.text, &q.issues).Placer(served.extent, &q.issues)
	b.job = &batch.Job{
		Snapshot: served.On(day), Rules: s.config.Rules, Defaults: said, Placer: *placer, Lang: q.oneOf("lang", "zh", "en"),
		Nearest: q.oneOf("nearest", "false", "true") == "true", Workers: 1, Turn: s.streams.wait, Memory: batchMemory,
	}
	if err := q.err(); err != nil {
		return nil, err
	}
	b.served = served
	return b, nil
}

// batchPoints waits for what answers for points in great numbers today; on other
// days, and where it cannot be made, they are screened one by one.
func (s *Server) batchPoints(ctx context.Context, p *published, day layers.Date) *screening.Points {
	for {
		if ready := s.pointsOn(p, day); ready != nil {
			return ready.Index()
		}
		if !p.preparing.Load() || ctx.Err() != nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// flow is a batch's connection: its body, of which no more is waited for before
// all that has come was handed on, and its answer, which goes out as it is written.
type flow struct {
	turn          func() (done func(), err error)
	body          io.Reader
	response      *echo.Response
	control       *http.ResponseController
	beforeWaiting func() // may be nil
}

// Read reads what has come.
func (f *flow) Read(p []byte) (int, error) {
	if f.beforeWaiting != nil {
		f.beforeWaiting()
	}
	if err := f.control.SetReadDeadline(time.Now().Add(batchIdle)); err != nil {
		return 0, err
	}
	done, err := f.turn()
	if err != nil {
		return 0, err
	}
	n, err := f.body.Read(p[:min(len(p), batchRead)])
	done()
	if err == io.EOF { // nothing is waited for any more, while results may still be taken
		if late := f.control.SetReadDeadline(time.Time{}); late != nil {
			return n, late
		}
	}
	return n, err
}

// Write sends what is whole. A caller has batchIdle to take each piece of it.
func (f *flow) Write(p []byte) (n int, err error) {
	if len(p) == 0 {
		return 0, nil
	}
	done, err := f.turn()
	if err != nil {
		return 0, err
	}
	defer done()
	for len(p) > 0 {
		if err := f.control.SetWriteDeadline(time.Now().Add(batchIdle)); err != nil {
			return n, err
		}
		var m int
		m, err = f.response.Write(p[:min(len(p), batchRead)])
		if n, p = n+m, p[m:]; err != nil {
			return n, err
		}
	}
	return n, f.control.Flush()
}

// stop ends a Read that still waits: net/http would wait for it. The connection is
// of no use afterwards.
func (f *flow) stop() {
	_ = f.control.SetReadDeadline(time.Now()) // the connection may be gone already
}
