package api

import (
	"cmp"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
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
	form, err := readForm(c.Request())
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

// inMemory is how much of a form's files is held in memory; the rest goes to
// temporary files.
const inMemory = 4 << 20

func readForm(r *http.Request) (*multipart.Form, error) {
	err := r.ParseMultipartForm(inMemory)
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

// parcels reads the file's features as sites of one description. All that is
// wrong with any of them is told at once; a project is not screened in part.
func (u *upload) parcels(content format.Content, placer *format.Placer, site *rules.Site) ([]screening.Parcel, error) {
	how := format.Reading{Layer: u.text("layer"), Lon: u.text("lon"), Lat: u.text("lat"), WKT: u.text("wkt"), Packed: placer.Packed, Declared: placer.Declared != 0 || placer.Old != nil, Limits: format.DefaultLimits()}
	how.Limits.Bytes, how.Limits.Features = 64<<20, maxParcels
	var err error
	if how.Encoding, err = format.ParseEncoding(u.text("encoding")); err != nil {
		return nil, err
	}
	src, err := format.Open(content, how)
	if err != nil {
		return nil, err
	}
	defer func() { _ = src.Close() }() // it was only read
	var parcels []screening.Parcel
	var system format.System
	vertices := 0
	n, outlines := 0, 0
	for f, err := range src.Features {
		n++
		var refused *format.FeatureError
		if err != nil && !errors.As(err, &refused) {
			return nil, err
		}
		if err == nil && system.CRS == 0 {
			system = placer.Decide(src, &f)
		}
		if vertices += f.Vertices(); vertices > maxUploadVertices {
			return nil, badFields(http.StatusRequestEntityTooLarge, FieldIssue{
				Field: "file",
				ZH:    fmt.Sprintf("图形共超过 %d 个点", maxUploadVertices), EN: fmt.Sprintf("the shapes have more than %d vertices together", maxUploadVertices),
			})
		}
		if f.Place == "" && f.Line == 0 {
			f.Place = fmt.Sprintf("第 %d 个要素 / feature %d", n, n)
		}
		placed, err := placed(placer, system, &f, err)
		if err != nil {
			zh, en := bothLanguages(err)
			u.wrong(placeOf(err, &f), zh, en)
			continue
		}
		if isOutline(placed.Shape, site.Kind) {
			outlines++
		}
		if p, ok := u.parcel(src, site, &f, placed); ok {
			parcels = append(parcels, p)
		}
	}
	if outlines >= leastOutline && outlines == len(parcels) && u.text("as") != "given" {
		u.wrong("file", fmt.Sprintf("文件只有 %d 个点或未闭合的线，没有面：如为红线的界址点，请提供面（勘测定界 TXT、闭合多段线）；确须按点、线核查的，加字段 as=given", outlines),
			fmt.Sprintf("the file has %d points or open lines and no area: if they outline a site, bring the area (勘测定界 TXT, a closed polyline); to screen points and lines as such, add the field as=given", outlines))
	}
	if len(u.issues) > 0 || len(parcels) == 0 {
		u.explain(src)
	}
	for _, p := range parcels {
		for _, n := range src.Unread {
			p.Site.Partial = layers.Text{ZH: joined(p.Site.Partial.ZH, n.ZH, "；"), EN: joined(p.Site.Partial.EN, n.EN, "; ")}
		}
		for _, n := range src.Notes {
			p.Site.Said = layers.Text{ZH: joined(p.Site.Said.ZH, n.ZH, "；"), EN: joined(p.Site.Said.EN, n.EN, "; ")}
		}
	}
	switch {
	case len(u.issues) > 0:
		return nil, badFields(http.StatusUnprocessableEntity, u.issues[:min(len(u.issues), 100)]...)
	case len(parcels) == 0:
		return nil, badFields(http.StatusUnprocessableEntity, FieldIssue{Field: "file", ZH: "文件中没有图形", EN: "there is no shape in the file"})
	}
	return parcels, nil
}

// leastOutline is how many points or lines could be meant as the outline of an
// area: what encloses it would go unseen.
const leastOutline = 3

// isOutline reports whether the shape could be a piece of a boundary: a point or a
// line of what is neither a thing at a point nor along a line.
func isOutline(shape orb.Geometry, kind string) bool {
	switch shape.Dimensions() {
	case 0:
		return kind != "well" && kind != "outfall"
	case 1:
		return kind != "pipeline"
	}
	return false
}

// placed is where the feature is, unless it could not even be read.
func placed(placer *format.Placer, system format.System, f *format.Feature, readErr error) (format.Placed, error) {
	if readErr != nil {
		return format.Placed{}, readErr
	}
	return placer.Place(system, f)
}

// placeOf is where in the file the error is.
func placeOf(err error, f *format.Feature) string {
	var refused *format.FeatureError
	if errors.As(err, &refused) && refused.Place != "" {
		return refused.Place
	}
	return cmp.Or(f.Where(), "file")
}

// explain adds what the reader noted, which mostly says why nothing came of it.
func (u *upload) explain(src *format.Source) {
	if len(u.issues) == 0 {
		u.wrong("file", "文件中没有图形", "there is no shape in the file")
	}
	for _, n := range src.Notes {
		u.wrong("file", n.ZH, n.EN)
	}
}

// parcel makes one site of a feature.
func (u *upload) parcel(src *format.Source, site *rules.Site, f *format.Feature, placed format.Placed) (screening.Parcel, bool) {
	where := cmp.Or(f.Where(), "file")
	if wrong := geo.Validate(placed.Shape); len(wrong) > 0 {
		for _, issue := range violations(wrong) {
			issue.Field = where + " " + issue.Field
			u.issues = append(u.issues, issue)
		}
		return screening.Parcel{}, false
	}
	own := *site
	own.SetPlace(placed)
	return screening.Parcel{Name: parcelName(src, f), Site: &own}, true
}

func joined(a, b, between string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + between + b
}

// parcelName is what the file calls the feature.
func parcelName(src *format.Source, f *format.Feature) string {
	names := []string{"地块名称", "地块编号", "名称", "name", "dkmc", "dkbh", "编号"}
	texts := f.Texts(src.Fields)
	for _, name := range names {
		for i, field := range src.Fields {
			if strings.EqualFold(field.Name, name) && i < len(texts) && strings.TrimSpace(texts[i]) != "" {
				return texts[i]
			}
		}
		if value, ok := f.Properties[name].(string); ok && strings.TrimSpace(value) != "" {
			return value
		}
	}
	return f.ID
}
