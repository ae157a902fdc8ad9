package seeds_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/seeds"
)

type catalogue struct {
	Title        layers.Text   `json:"title"`
	Illustrative bool          `json:"illustrative"`
	Notice       layers.Text   `json:"notice"`
	Attribution  []layers.Text `json:"attribution"`
	Layers       []entry       `json:"layers"`
	NotHeld      []struct {
		ID    string      `json:"id"`
		Title layers.Text `json:"title"`
	} `json:"not_held"`
}

type entry struct {
	layers.Layer
	File                      string `json:"file"`
	Coverage, Applies, Within string
}

type feature struct {
	Type       string            `json:"type"`
	ID         string            `json:"id"`
	Properties layers.Attributes `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(seeds.Data(), name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t *testing.T, name string, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func readCatalogue(t *testing.T) catalogue {
	t.Helper()
	var c catalogue
	decode(t, "catalogue.json", read(t, "catalogue.json"), &c)
	return c
}

// drawn are the layers that have a file: all but the derived ones.
func drawn(t *testing.T) []entry {
	t.Helper()
	return slices.DeleteFunc(readCatalogue(t).Layers, func(e entry) bool { return e.Derive != nil })
}

func readFeatures(t *testing.T, name string) []feature {
	t.Helper()
	var fc struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	data := read(t, name)
	decode(t, name, data, &fc)
	if lines := bytes.Count(data, []byte("\n")); lines != len(fc.Features)+2 {
		t.Errorf("%s: %d features on %d lines, want one a line between two", name, len(fc.Features), lines)
	}
	return fc.Features
}

func TestCatalogue(t *testing.T) {
	c := readCatalogue(t)
	if !c.Illustrative || !strings.Contains(c.Notice.ZH, "示意") || c.Notice.EN == "" || len(c.Attribution) == 0 || len(c.NotHeld) == 0 {
		t.Errorf("catalogue does not say what it is: %+v", c.Notice)
	}
	areas := string(read(t, "coverage.geojson"))
	var ids []string
	for _, l := range c.Layers {
		ids = append(ids, l.ID)
		derived := l.Derive != nil
		if !l.Illustrative || !strings.Contains(l.Title.ZH, "示意") || l.Department == "" || l.Publicity == "" || !derived && (l.Version == "" || l.AccuracyM <= 0) {
			t.Errorf("%s: incomplete entry", l.ID)
		}
		if !derived && !strings.Contains(areas, `"id":"`+l.Coverage+`"`) {
			t.Errorf("%s: coverage %q is not drawn", l.ID, l.Coverage)
		}
		var inLegend []string
		for _, s := range l.Legend {
			inLegend = append(inLegend, s.Grade)
		}
		if want := l.Grades; len(want) > 0 && !slices.Equal(inLegend, want) || len(want) == 0 && len(inLegend) != 1 {
			t.Errorf("%s: legend has grades %q, layer %q", l.ID, inLegend, want)
		}
		if (l.Role == layers.RoleZones) != (len(l.RequiredFor) > 0) {
			t.Errorf("%s: role %s, required for %q", l.ID, l.Role, l.RequiredFor)
		}
	}
	want := []string{
		"drinking_water_zone", "spring_domain", "blue_line", "livestock_ban", "groundwater_restricted",
		"overexploited_area", "water_supply_coverage", "overexploited_in_supply", "section_corridor", "county", "water_source", "section",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("layers %q, want %q", ids, want)
	}
}

func TestFeatures(t *testing.T) {
	for _, l := range drawn(t) {
		features := readFeatures(t, l.File)
		if len(features) == 0 {
			t.Errorf("%s is empty", l.ID)
		}
		for _, f := range features {
			p := f.Properties
			if f.ID != p.Code || !p.Illustrative || !strings.Contains(p.Name, "示意") || p.DataSource == "" || p.CountyCode == "" {
				t.Errorf("%s: does not say what it is: %+v", f.ID, p)
			}
			if len(l.Grades) > 0 && !slices.Contains(l.Grades, p.Grade) {
				t.Errorf("%s: grade %q is not one of the layer", f.ID, p.Grade)
			}
			if p.To != "" && p.From >= p.To {
				t.Errorf("%s: in force from %s to %s", f.ID, p.From, p.To)
			}
			if p.ApprovalNo != "" && !strings.HasPrefix(p.ApprovalNo, "示意") {
				t.Errorf("%s: %s looks like a real document", f.ID, p.ApprovalNo)
			}
		}
	}
}

// TestCoordinates checks what PostGIS does not see: decimals and closed rings.
func TestCoordinates(t *testing.T) {
	vertices, size := 0, 0
	for _, l := range drawn(t) {
		size += len(read(t, l.File))
		for _, f := range readFeatures(t, l.File) {
			if f.Geometry.Type == "Point" {
				var p orb.Point
				decode(t, f.ID, f.Geometry.Coordinates, &p)
				checkDecimals(t, f.ID, p)
				continue
			}
			var shape orb.MultiPolygon
			decode(t, f.ID, f.Geometry.Coordinates, &shape)
			for _, polygon := range shape {
				for _, ring := range polygon {
					vertices += len(ring)
					if !ring.Closed() {
						t.Errorf("%s: a ring is open", f.ID)
					}
					checkDecimals(t, f.ID, ring...)
				}
			}
		}
	}
	if vertices > 60_000 || size > 4<<20 {
		t.Errorf("%d vertices, %d bytes: start-up suffers", vertices, size)
	}
	t.Logf("%d vertices, %d bytes", vertices, size)
}

func checkDecimals(t *testing.T, id string, points ...orb.Point) {
	t.Helper()
	for _, p := range points {
		for _, v := range p {
			if math.Round(v*1e7)/1e7 != v {
				t.Errorf("%s: %v has more than seven decimals", id, v)
			}
		}
	}
}

// TestCounts holds the numbers that public documents give.
func TestCounts(t *testing.T) {
	got := map[string]int{}
	versions := map[string]int{}
	for _, f := range readFeatures(t, "drinking_water_zone.geojson") {
		p := f.Properties
		switch {
		case strings.Contains(p.SourceCode, "XZ"):
			got["township "+p.Grade]++
		case p.SourceType == "湖库型":
			got["reservoir"]++
		default:
			got["county "+p.Grade]++
		}
		if p.Status == "撤销" && strings.HasPrefix(string(p.To), "2025-") && p.Grade == "一级" {
			got["sources revoked in 2025"]++
		}
		if versions[p.Code]++; versions[p.Code] == 2 && strings.HasPrefix(string(p.From), "2025-") {
			got["adjusted in 2025"]++
		}
	}
	for _, f := range readFeatures(t, "section.geojson") {
		got["section"]++
		if !strings.Contains(f.Properties.Name, "市考") {
			got["section of state or province"]++
		}
	}
	got["spring"] = len(readFeatures(t, "spring_domain.geojson"))
	got["corridor"] = len(readFeatures(t, "section_corridor.geojson"))
	got["supply"] = len(readFeatures(t, "water_supply_coverage.geojson"))
	got["source"] = len(readFeatures(t, "water_source.geojson"))
	got["county"] = len(readFeatures(t, "county.geojson"))
	want := map[string]int{
		"county 一级": 10, "county 二级": 11, "county 准保护区": 10, "reservoir": 5, "township 一级": 69, "township 二级": 28,
		"sources revoked in 2025": 2, "adjusted in 2025": 1, "section": 23, "section of state or province": 9,
		"spring": 4, "corridor": 23, "supply": 6, "source": 80, "county": 6,
	}
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%s: %d, want %d", k, got[k], n)
		}
	}
}
