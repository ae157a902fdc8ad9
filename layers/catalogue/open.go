// Package catalogue turns a folder or a file into layers: it reads what the
// catalogue names, by the schema of a zone's properties, derives what follows from
// other layers, and checks. Nothing is repaired silently: a zone that cannot be
// taken as it was brought is quarantined, with the reason and the place.
package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/geojson"
	"waterzones/layers"
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
	Title        layers.Text   `json:"title"`
	Illustrative bool          `json:"illustrative"`
	Notice       layers.Text   `json:"notice"`
	Attribution  []layers.Text `json:"attribution"`
	Layers       []entry       `json:"layers"`
	NotHeld      []layers.Held `json:"not_held"`
}

// entry is a layer of the catalogue with the names of what lies in other files.
type entry struct {
	layers.Layer
	File     string `json:"file"`     // of any format that package format reads
	CRS      string `json:"crs"`      // of the file's coordinates; empty: what the file declares, and a GeoJSON file longitude and latitude
	Coverage string `json:"coverage"` // a feature's id in coverage.geojson; none of a derived layer
	Applies  string `json:"applies"`  // likewise: beyond it, in within, there is nothing of the layer's kind
	Within   string `json:"within"`
}

// Open reads a layers directory: catalogue.json, coverage.geojson and one
// GeoJSON file a layer. A file that cannot be read is an error; a zone whose
// shape is not valid is quarantined, with the reason and the place.
func Open(dir fs.FS, before *layers.Release) (*layers.Release, error) {
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
	var all []*layers.Layer
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
	return layers.NewRelease(layers.Release{
		Title: c.Title, Notice: c.Notice, Attribution: c.Attribution,
		Illustrative: c.Illustrative, NotHeld: c.NotHeld,
	}, all, before)
}

func (e *entry) open(dir fs.FS, coverages map[string]orb.MultiPolygon) (*layers.Layer, error) {
	l := newDraft(&e.Layer)
	if l.Role != layers.RoleZones && l.Role != layers.RoleReference {
		return nil, &LoadError{File: CatalogueFile, Layer: l.ID, Err: fmt.Errorf("role 应为 zones 或 reference / role must be zones or reference, not %q", l.Role)}
	}
	if l.Role == layers.RoleReference && len(l.RequiredFor) > 0 {
		return nil, &LoadError{File: CatalogueFile, Layer: l.ID, Err: fmt.Errorf("%s: 参考图层不核查，不能 required_for / a reference layer is not screened and cannot be required", l.ID)}
	}
	if l.Derive != nil {
		if e.File != "" || e.Coverage != "" {
			return nil, &LoadError{File: CatalogueFile, Layer: l.ID, Err: fmt.Errorf("%s: 派生图层没有 file 和 coverage / a derived layer has neither file nor coverage", l.ID)}
		}
		return l.Layer, nil
	}
	if (e.Applies == "") != (e.Within == "") {
		return nil, &LoadError{File: CatalogueFile, Layer: l.ID, Err: fmt.Errorf("%s: applies 和 within 须一并给出 / applies and within go together", l.ID)}
	}
	for _, area := range []struct {
		id string
		to *orb.MultiPolygon
	}{{e.Coverage, &l.Coverage}, {e.Applies, &l.Applies}, {e.Within, &l.Within}} {
		if area.id == "" {
			continue
		}
		var ok bool
		if *area.to, ok = coverages[area.id]; !ok {
			return nil, &LoadError{File: coverageFile, Feature: area.id, Err: errors.New("没有该覆盖范围 / no such coverage")}
		}
	}
	if err := l.readFile(dir, e.File, e.CRS); err != nil {
		return nil, err
	}
	return l.Layer, l.checkCodes(e.File)
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
	for feature, err := range geojson.ReadFeatures(f, feature.LayerLimits()) {
		if err != nil {
			return nil, &LoadError{File: coverageFile, Feature: feature.ID, Err: err}
		}
		l := newDraft(&layers.Layer{})
		if err := l.add(layers.Attributes{Code: feature.ID}, feature.Geometry); err != nil {
			return nil, &LoadError{File: coverageFile, Feature: feature.ID, Err: err}
		}
		l.check()
		if len(l.Quarantined) > 0 {
			q := l.Quarantined[0]
			return nil, &LoadError{File: coverageFile, Feature: q.Code, Err: fmt.Errorf("%s / %s", q.Reason.ZH, q.Reason.EN)}
		}
		areas[feature.ID] = l.Zones[0].Shape
	}
	return areas, nil
}
