package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waterzones/layers"
	"waterzones/layers/print"
	"waterzones/layers/report"
	"waterzones/layers/request"
	"waterzones/layers/store"
)

// answer writes a report that is not kept.
func (s *Server) answer(c echo.Context, m *made) error {
	return send(c, http.StatusOK, m.text)
}

// answerKept keeps a report and writes it.
func (s *Server) answerKept(c echo.Context, m *made) error {
	if s.config.Reports == nil {
		return send(c, http.StatusOK, m.text)
	}
	id, err := s.keep(m)
	if err != nil {
		// The officer gets the answer whatever the disk does; what is not kept has no
		// address.
		s.config.Log.Error("report not kept", "error", err)
		return send(c, http.StatusOK, m.text)
	}
	c.Response().Header().Set(echo.HeaderLocation, "/reports/"+id)
	return send(c, http.StatusCreated, m.text)
}

// keep writes the report to the archive, with what its map shows.
func (s *Server) keep(m *made) (id string, err error) {
	picture, err := json.Marshal(print.Around(m.snap, m.Report))
	if err != nil {
		return "", err
	}
	entry, err := s.config.Reports.Keep(s.config.Now(), m.text, picture)
	return entry.ID, err
}

// answerShort writes the short form for one site, asked for by these values.
func (s *Server) answerShort(c echo.Context, served *published, asked *request.Asked, values url.Values) error {
	ctx := c.Request().Context()
	var short *report.Short
	var err error
	if points := s.pointsOn(served, asked.Day); points != nil {
		short, err = points.Short(ctx, asked.Site)
	} else {
		short, err = report.MakeShort(ctx, served.On(asked.Day), s.config.Rules, asked.Site)
	}
	if err != nil {
		return err
	}
	short.Links = []report.Link{{Href: s.wholeOf(c, values), Rel: "alternate", Type: typeJSON}}
	buffer := s.buffer()
	defer s.buffers.Put(buffer)
	if *buffer, err = short.Append((*buffer)[:0]); err != nil {
		return err
	}
	s.metrics.count(short.Verdict, short.Complete)
	return send(c, http.StatusOK, *buffer)
}

// wholeOf is where the whole report is of which this request asks the short form.
func (s *Server) wholeOf(c echo.Context, values url.Values) string {
	said := c.Request().URL.RawQuery
	if values.Has("view") {
		others := maps.Clone(values)
		others.Del("view")
		said = others.Encode()
	}
	return s.href(c, "/screenings?"+said+"&view=full")
}

// send writes an answer that nobody else may have. Its length is told, so that it
// goes out in one piece.
func send(c echo.Context, status int, text []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(text)))
	return c.Blob(status, typeJSON, text)
}

// buffer is room for an answer; it is put back when that is sent.
func (s *Server) buffer() *[]byte {
	if b, is := s.buffers.Get().(*[]byte); is {
		return b
	}
	return new([]byte)
}

// report answers GET /reports/{id}, as f= or the Accept header ask.
func (s *Server) report(c echo.Context) error {
	q := newQuery(c, "f", "lang")
	form := formOf(c.Request(), q)
	lang := languageOf(c.Request(), q)
	if err := q.err(); err != nil {
		return err
	}
	entry, err := s.find(c.Param("id"))
	if errors.Is(err, store.ErrNotFound) {
		return problem(http.StatusNotFound, layers.Text{ZH: "没有这份报告", EN: "there is no such report"})
	}
	if err != nil {
		return err
	}
	if !report.Intact(entry.Report) {
		return problem(http.StatusInternalServerError, layers.Text{ZH: "保存的报告已被改动，与其校验码不符，不予提供", EN: "the kept report was changed and is not what its hash says; it is not handed out"})
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "private, no-cache")
	h.Add(echo.HeaderVary, "Accept")
	h.Add(echo.HeaderVary, "Accept-Language")
	if form == "json" {
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, entry.Report)
	}
	printed, err := s.printed(c.Request(), &entry, lang)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	switch form {
	case "geojson":
		err = print.GeoJSON(&body, printed.report)
	case "pdf":
		h.Set("Content-Disposition", `inline; filename="`+entry.Number+`.pdf"`)
		err = print.PDF(&body, printed.report, printed.options)
	default:
		h.Set("Content-Security-Policy", print.Policy())
		err = print.HTML(&body, printed.report, printed.options)
	}
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, mediaTypes()[form], body.Bytes())
}

func (s *Server) find(id string) (store.Entry, error) {
	if s.config.Reports == nil {
		return store.Entry{}, store.ErrNotFound
	}
	return s.config.Reports.Find(id)
}

func mediaTypes() map[string]string {
	return map[string]string{
		"json": echo.MIMEApplicationJSON, "geojson": "application/geo+json",
		"html": "text/html; charset=utf-8", "pdf": "application/pdf",
	}
}

// printable is a kept report with what its print needs.
type printable struct {
	report  *report.Report
	options print.Options
}

func (s *Server) printed(r *http.Request, entry *store.Entry, lang string) (printable, error) {
	p := printable{report: &report.Report{}, options: print.Options{
		Number: entry.Number, PrintedAt: s.config.Now(), Lang: lang, Rules: s.config.Rules,
		URL: s.origin(r) + "/reports/" + entry.ID,
	}}
	if err := json.Unmarshal(entry.Report, p.report); err != nil {
		return p, err
	}
	err := json.Unmarshal(entry.Map, &p.options.Map)
	return p, err
}

// origin is where the service is reached: as configured, or as this request
// reached it.
func (s *Server) origin(r *http.Request) string {
	if s.config.PublicURL != "" {
		return strings.TrimSuffix(s.config.PublicURL, "/")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// formOf is the form asked for: f= wins over Accept; JSON where neither says.
func formOf(r *http.Request, q *query) string {
	if f := q.text("f"); f != "" {
		if _, ok := mediaTypes()[f]; !ok {
			q.wrong("f", "应为 json、geojson、html 或 pdf", "must be json, geojson, html or pdf")
		}
		return f
	}
	for part := range strings.SplitSeq(r.Header.Get(echo.HeaderAccept), ",") {
		media, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		for form, mediaType := range mediaTypes() {
			if base, _, _ := strings.Cut(mediaType, ";"); base == media {
				return form
			}
		}
	}
	return "json"
}

// languageOf is the language asked for: lang= wins over Accept-Language; Chinese
// where neither says.
func languageOf(r *http.Request, q *query) string {
	if lang := q.text("lang"); lang != "" {
		switch lang {
		case "zh", "zh-CN":
			return "zh-CN"
		case "en":
			return "en"
		}
		q.wrong("lang", "应为 zh 或 en", "must be zh or en")
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(part)), ";")
		switch primary, _, _ := strings.Cut(tag, "-"); primary {
		case "zh":
			return "zh-CN"
		case "en":
			return "en"
		}
	}
	return "zh-CN"
}
