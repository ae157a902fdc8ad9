package layers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format"
)

// CatalogueFile is the file of a layers directory that lists its layers.
const CatalogueFile = "catalogue.json"

const coverageFile = "coverage.geojson"

// LoadError names the place in a layers directory that cannot be taken.
type LoadError struct {
	File, Layer, Feature string
	Err                  error
}

func (e *LoadError) Error() string {
	place := e.File
	if place == "" {
		place = e.Layer
	}
	if e.Feature != "" {
		place += " " + e.Feature
	}
	return fmt.Sprintf("图层数据有误 / layers cannot be read: %s: %v", place, e.Err)
}

func (e *LoadError) Unwrap() error { return e.Err }

// catalogue is the content of CatalogueFile.
type catalogue struct {
	Title        Text    `json:"title"`
	Illustrative bool    `json:"illustrative"`
	Notice       Text    `json:"notice"`
	Attribution  []Text  `json:"attribution"`
	Layers       []entry `json:"layers"`
	NotHeld      []Held  `json:"not_held"`
}

// entry is a layer of the catalogue with the names of what lies in other files.
type entry struct {
	Layer
	File     string `json:"file"`     // of any format that package format reads
	CRS      string `json:"crs"`      // of the file's coordinates; empty: what the file declares, and a GeoJSON file longitude and latitude
	Coverage string `json:"coverage"` // a feature's id in coverage.geojson; none of a derived layer
}

// Open reads a layers directory: catalogue.json, coverage.geojson and one
// GeoJSON file a layer. A file that cannot be read is an error; a zone whose
// shape is not valid is quarantined, with the reason and the place.
func Open(dir fs.FS) (*Release, error) {
	var c catalogue
	text, err := fs.ReadFile(dir, CatalogueFile)
	if err != nil {
		return nil, &LoadError{File: CatalogueFile, Err: err}
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return nil, &LoadError{File: CatalogueFile, Err: err}
	}
	coverages, err := readCoverages(dir)
	if err != nil {
		return nil, err
	}
	var all []*Layer
	seen := map[string]bool{}
	for i := range c.Layers {
		e := &c.Layers[i]
		if e.ID == "" || seen[e.ID] {
			return nil, &LoadError{File: CatalogueFile, Layer: e.ID, Err: fmt.Errorf("第 %d 个图层的 id %q 缺失或重复 / the id of layer %d, %q, is missing or taken", i+1, e.ID, i+1, e.ID)}
		}
		seen[e.ID] = true
		l, err := e.open(dir, coverages)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	if err := deriveAll(all); err != nil {
		return nil, err
	}
	return NewRelease(Release{
		Title: c.Title, Notice: c.Notice, Attribution: c.Attribution,
		Illustrative: c.Illustrative, NotHeld: c.NotHeld,
	}, all)
}

func (e *entry) open(dir fs.FS, coverages map[string]orb.MultiPolygon) (*Layer, error) {
	l := e.Layer
	if l.Role != RoleZones && l.Role != RoleReference {
		return nil, &LoadError{File: CatalogueFile, Layer: l.ID, Err: fmt.Errorf("role 应为 zones 或 reference / role must be zones or reference, not %q", l.Role)}
	}
	if l.Role == RoleReference && len(l.RequiredFor) > 0 {
		return nil, &LoadError{File: CatalogueFile, Layer: l.ID, Err: fmt.Errorf("%s: 参考图层不核查，不能 required_for / a reference layer is not screened and cannot be required", l.ID)}
	}
	if l.Derive != nil {
		if e.File != "" || e.Coverage != "" {
			return nil, &LoadError{File: CatalogueFile, Layer: l.ID, Err: fmt.Errorf("%s: 派生图层没有 file 和 coverage / a derived layer has neither file nor coverage", l.ID)}
		}
		return &l, nil
	}
	if e.Coverage != "" {
		shape, ok := coverages[e.Coverage]
		if !ok {
			return nil, &LoadError{File: coverageFile, Feature: e.Coverage, Err: errors.New("没有该覆盖范围 / no such coverage")}
		}
		l.Coverage = shape
	}
	if err := l.readFile(dir, e.File, e.CRS); err != nil {
		return nil, err
	}
	return &l, l.checkCodes(e.File)
}

func (l *Layer) add(a Attributes, shape orb.Geometry) error {
	switch g := shape.(type) {
	case orb.Point:
		if l.Role == RoleReference {
			l.Places = append(l.Places, Place{a, g})
			return nil
		}
	case orb.Polygon:
		l.addZone(a, orb.MultiPolygon{g})
		return nil
	case orb.MultiPolygon:
		l.addZone(a, g)
		return nil
	}
	return fmt.Errorf("几何类型 %s 不能作为该图层的要素 / a %s cannot be a zone; give Polygon or MultiPolygon", shape.GeoJSONType(), shape.GeoJSONType())
}

func (l *Layer) addZone(a Attributes, shape orb.MultiPolygon) {
	if wrong := geo.Validate(shape); len(wrong) > 0 {
		zh, en := wrong[0].Explain()
		l.quarantine(a, shape, Text{zh, en})
		return
	}
	if a.Status == StatusRevoked && a.To == "" {
		l.quarantine(a, shape, Text{
			ZH: "状态为撤销而未给失效日期（valid_to），无法判定何日起无效",
			EN: "it is revoked but has no valid_to, so the day from which it is void is not known",
		})
		return
	}
	if len(l.Grades) > 0 {
		grade, known := l.grade(a.Grade)
		if !known {
			list := strings.Join(l.Grades, "、")
			l.quarantine(a, shape, Text{
				ZH: fmt.Sprintf("级别 %q 不在图层的级别之列（%s），无法判定", a.Grade, list),
				EN: fmt.Sprintf("the grade %q is not one of the layer's (%s), so no rule can be applied", a.Grade, list),
			})
			return
		}
		a.Grade = grade
	}
	l.Zones = append(l.Zones, Zone{Attributes: a, Shape: shape})
}

func (l *Layer) quarantine(a Attributes, shape orb.MultiPolygon, why Text) {
	l.Quarantined = append(l.Quarantined, Quarantine{Zone: Zone{Attributes: a, Shape: shape}, Reason: why})
}

// grade finds the layer's own word for a grade: offices write 一级保护区 for 一级,
// 准 for 准保护区 and 禁采区 for 禁采.
func (l *Layer) grade(written string) (grade string, known bool) {
	for _, word := range []string{
		written, strings.TrimSuffix(written, "保护区"), written + "保护区", strings.TrimSuffix(written, "区"),
	} {
		if slices.Contains(l.Grades, word) {
			return word, true
		}
	}
	return "", false
}

// checkCodes refuses two zones of one code on one day: a report names a zone by
// its code, so the code must say which.
func (l *Layer) checkCodes(file string) error {
	spans := map[string][]Span{}
	for i := range l.Zones {
		z := &l.Zones[i]
		for _, s := range spans[z.Code] {
			if s.overlaps(z.Span) {
				return &LoadError{File: file, Feature: z.Code, Err: errors.New("同一日期有两个相同编码的区 / two zones have this code on the same day")}
			}
		}
		spans[z.Code] = append(spans[z.Code], z.Span)
	}
	return nil
}

func (s Span) overlaps(t Span) bool {
	return (s.To == "" || t.From < s.To) && (t.To == "" || s.From < t.To)
}

// readCoverages reads the areas in which layers say to be complete. A directory
// without the file has none: then no layer counts as checked anywhere.
func readCoverages(dir fs.FS) (map[string]orb.MultiPolygon, error) {
	f, err := dir.Open(coverageFile)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]orb.MultiPolygon{}, nil
	}
	if err != nil {
		return nil, &LoadError{File: coverageFile, Err: err}
	}
	defer f.Close()
	areas := map[string]orb.MultiPolygon{}
	for feature, err := range format.ReadFeatures(f, format.LayerLimits()) {
		if err != nil {
			return nil, &LoadError{File: coverageFile, Feature: feature.ID, Err: err}
		}
		var l Layer
		if err := l.add(Attributes{Code: feature.ID}, feature.Geometry); err != nil {
			return nil, &LoadError{File: coverageFile, Feature: feature.ID, Err: err}
		}
		if len(l.Quarantined) > 0 {
			q := l.Quarantined[0]
			return nil, &LoadError{File: coverageFile, Feature: q.Code, Err: fmt.Errorf("%s / %s", q.Reason.ZH, q.Reason.EN)}
		}
		areas[feature.ID] = l.Zones[0].Shape
	}
	return areas, nil
}
