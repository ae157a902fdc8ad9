package api

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers/request"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// upload is a form with a file: the site's description in its fields, the site
// in the file.
type upload struct {
	form   *multipart.Form
	issues request.Issues
}

// screenUpload reads a form: any file that is read
// (format.Open), or the parts of a Shapefile, whose features are the parcels of
// one project and make one report.
func (s *Server) screenUpload(c echo.Context, answer answering) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	form, err := readForm(c.Request(), s.config.MaxBytes)
	if err != nil {
		return err
	}
	defer func() { _ = form.RemoveAll() }() // temporary files, on the system's own terms
	u := &upload{form: form}
	served := s.release.Load()
	fields := s.uploadRequest(u)
	asked := fields.Understand(s.config.Rules, served.extent, s.today(), &u.issues)
	content, closeFiles := u.file()
	defer closeFiles()
	if len(u.issues) > 0 {
		return refuse(http.StatusBadRequest, u.issues)
	}
	done, err := s.place(c.Request().Context())
	if err != nil {
		return err
	}
	defer done()
	parcels, err := u.parcels(content, &asked)
	if err != nil {
		return err
	}
	return s.screenParcels(c, served.On(asked.Day), parcels, answer)
}

// parcels reads the file as the parcels of one project.
func (u *upload) parcels(content feature.Content, asked *request.Asked) ([]screening.Parcel, error) {
	how := feature.Reading{
		Layer: u.text("layer"), Lon: u.text("lon"), Lat: u.text("lat"), WKT: u.text("wkt"),
		Packed: asked.Placer.Packed, Declared: asked.Placer.Declared != 0 || asked.Placer.Old != nil, Limits: feature.DefaultLimits(),
	}
	how.Limits.Bytes, how.Limits.Features = 64<<20, request.MaxParcels
	var err error
	if how.Encoding, err = feature.ParseEncoding(u.text("encoding")); err != nil {
		return nil, err
	}
	src, err := format.Open(content, how)
	if err != nil {
		return nil, err
	}
	defer func() { _ = src.Close() }() // it was only read
	parcels, issues, err := asked.Parcels(src, u.text("as") == "given")
	switch {
	case errors.Is(err, request.ErrTooManyVertices):
		return nil, badFields(http.StatusRequestEntityTooLarge, FieldIssue{
			Field: "file",
			ZH:    fmt.Sprintf("图形共超过 %d 个点", request.MaxVertices), EN: fmt.Sprintf("the shapes have more than %d vertices together", request.MaxVertices),
		})
	case len(issues) > 0:
		return nil, refuse(http.StatusUnprocessableEntity, issues[:min(len(issues), 100)])
	}
	return parcels, err
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

// text is a field of the form.
func (u *upload) text(name string) string {
	values := u.form.Value[name]
	if len(values) > 1 {
		u.issues.Add(name, "字段重复", "the field is given more than once")
	}
	if len(values) == 0 {
		return ""
	}
	return strings.TrimSpace(values[0])
}

// uploadRequest reads the description. A field that nobody knows is an error: a
// misspelt one that is ignored looks like an answer.
func (s *Server) uploadRequest(u *upload) request.Fields {
	known := append([]string{"name", "kind", "stage", "accuracy_m", "as_of", "layer", "lon", "lat", "wkt", "encoding", "as"}, request.CoordinateNames()...)
	asked := request.Fields{AsOf: u.text("as_of"), Coordinates: request.ReadCoordinates(u.text, &u.issues), Said: rules.Said{
		Name: u.text("name"), Kind: u.text("kind"), Stage: u.text("stage"), AccuracyM: u.text("accuracy_m"),
		Attributes: map[string]string{},
	}}
	for _, id := range s.factNames() {
		known = append(known, id)
		if value := u.text(id); value != "" {
			asked.Attributes[id] = value
		}
	}
	for name := range u.form.Value {
		if !slices.Contains(known, name) {
			u.issues.Add(name, "没有这个字段", "there is no such field")
		}
	}
	slices.SortFunc(u.issues, func(a, b request.Issue) int { return strings.Compare(a.Field, b.Field) })
	return asked
}

// file opens the file of the form: one, or the parts of one Shapefile.
func (u *upload) file() (content feature.Content, closeFiles func()) {
	var open []multipart.File
	closeFiles = func() {
		for _, f := range open {
			_ = f.Close() // it was only read
		}
	}
	var all []feature.Content
	for _, headers := range u.form.File {
		for _, h := range headers {
			f, err := h.Open()
			if err != nil {
				u.issues.Add(h.Filename, "文件打不开", "the file cannot be opened")
				continue
			}
			open = append(open, f)
			all = append(all, feature.Content{Name: filepath.Base(h.Filename), ReaderAt: f, Size: h.Size})
		}
	}
	main := slices.IndexFunc(all, func(c feature.Content) bool { return strings.EqualFold(filepath.Ext(c.Name), ".shp") })
	switch {
	case len(all) == 0:
		u.issues.Add("file", "表单中没有文件", "the form has no file")
	case len(all) == 1:
		return all[0], closeFiles
	case main < 0:
		u.issues.Add("file", "只能有一个文件，或同一 Shapefile 的各部分", "give one file, or the parts of one Shapefile")
	default:
		content = all[main]
		content.Beside = slices.Delete(all, main, main+1)
	}
	return content, closeFiles
}
