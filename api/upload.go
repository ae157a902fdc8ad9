package api

import (
	"errors"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waterzones/geo/format"
	"waterzones/layers/rules"
)

// Bounds of one uploaded project: more is a batch, which comes as a CSV.
const (
	maxParcels        = 1000
	maxUploadVertices = 50_000
)

// upload is a form with a file: the site's description in its fields, the site
// in the file.
type upload struct {
	form   *multipart.Form
	issues []FieldIssue
}

// screenUpload answers POST /screenings with a form: any file that is read
// (format.Open), or the parts of a Shapefile, whose features are the parcels of
// one project and make one report.
func (s *Server) screenUpload(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	form, err := readForm(c.Request(), s.config.MaxBytes)
	if err != nil {
		return err
	}
	defer func() { _ = form.RemoveAll() }() // temporary files, on the system's own terms
	u := &upload{form: form}
	site, placer, day := s.understand(s.uploadRequest(u), &u.issues)
	content, closeFiles := u.file()
	defer closeFiles()
	if len(u.issues) > 0 {
		return badFields(http.StatusBadRequest, u.issues...)
	}
	done, err := s.place(c.Request().Context())
	if err != nil {
		return err
	}
	defer done()
	parcels, err := u.parcels(content, placer, site)
	if err != nil {
		return err
	}
	return s.screenParcels(c, parcels, day)
}

// readForm holds the form in memory: the body is bounded already, and there may be
// no place for temporary files.
func readForm(r *http.Request, most int64) (*multipart.Form, error) {
	err := r.ParseMultipartForm(most)
	var tooBig *http.MaxBytesError
	switch {
	case err == nil:
		return r.MultipartForm, nil
	case errors.As(err, &tooBig):
		return nil, err
	}
	return nil, badFields(http.StatusBadRequest, FieldIssue{Field: "body", ZH: "表单不完整或有误", EN: "the form is not whole or not well-formed"})
}

func (u *upload) wrong(field, zh, en string) {
	u.issues = append(u.issues, FieldIssue{Field: field, ZH: zh, EN: en})
}

// text is a field of the form.
func (u *upload) text(name string) string {
	values := u.form.Value[name]
	if len(values) > 1 {
		u.wrong(name, "字段重复", "the field is given more than once")
	}
	if len(values) == 0 {
		return ""
	}
	return strings.TrimSpace(values[0])
}

// uploadRequest reads the description. A field that nobody knows is an error: a
// misspelt one that is ignored looks like an answer.
func (s *Server) uploadRequest(u *upload) request {
	known := append([]string{"name", "kind", "stage", "accuracy_m", "as_of", "layer", "lon", "lat", "wkt", "encoding", "as"}, placeNames()...)
	asked := request{asOf: u.text("as_of"), whereabouts: whereaboutsOf(u.text, &u.issues), Said: rules.Said{
		Name: u.text("name"), Kind: u.text("kind"), Stage: u.text("stage"), AccuracyM: u.text("accuracy_m"),
		Attributes: map[string]string{},
	}}
	for _, a := range s.config.Rules.Attributes {
		known = append(known, a.ID)
		if value := u.text(a.ID); value != "" {
			asked.Attributes[a.ID] = value
		}
	}
	for name := range u.form.Value {
		if !slices.Contains(known, name) {
			u.wrong(name, "没有这个字段", "there is no such field")
		}
	}
	slices.SortFunc(u.issues, func(a, b FieldIssue) int { return strings.Compare(a.Field, b.Field) })
	return asked
}

// file opens the file of the form: one, or the parts of one Shapefile.
func (u *upload) file() (content format.Content, closeFiles func()) {
	var open []multipart.File
	closeFiles = func() {
		for _, f := range open {
			_ = f.Close() // it was only read
		}
	}
	var all []format.Content
	for _, headers := range u.form.File {
		for _, h := range headers {
			f, err := h.Open()
			if err != nil {
				u.wrong(h.Filename, "文件打不开", "the file cannot be opened")
				continue
			}
			open = append(open, f)
			all = append(all, format.Content{Name: filepath.Base(h.Filename), ReaderAt: f, Size: h.Size})
		}
	}
	main := slices.IndexFunc(all, func(c format.Content) bool { return strings.EqualFold(filepath.Ext(c.Name), ".shp") })
	switch {
	case len(all) == 0:
		u.wrong("file", "表单中没有文件", "the form has no file")
	case len(all) == 1:
		return all[0], closeFiles
	case main < 0:
		u.wrong("file", "只能有一个文件，或同一 Shapefile 的各部分", "give one file, or the parts of one Shapefile")
	default:
		content = all[main]
		content.Beside = slices.Delete(all, main, main+1)
	}
	return content, closeFiles
}
