package request_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/request"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

func seedRules(t *testing.T) *rules.Set {
	t.Helper()
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// jincheng is the extent of the layers that places are meant for.
func jincheng() orb.Bound { return orb.Bound{Min: orb.Point{111.9, 35.1}, Max: orb.Point{113.6, 36.1}} }

const today = layers.Date("2026-11-23")

// said reads words like crs=EPSG:4526 into fields, as any door does by its own
// names for them.
func said(words []string) (request.Fields, request.Issues) {
	fields := request.Fields{Said: rules.Said{Attributes: map[string]string{}}}
	values := map[string]string{}
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		values[key] = strings.ReplaceAll(value, "+", " ")
	}
	var issues request.Issues
	fields.Coordinates = request.ReadCoordinates(func(name string) string { return values[name] }, &issues)
	fields.Kind, fields.Stage, fields.AccuracyM, fields.AsOf = values["kind"], values["stage"], values["accuracy"], values["as_of"]
	return fields, issues
}

// refused are the fields at fault, in the order told, without the corner.
func refused(issues request.Issues) string {
	var fields []string
	for _, i := range issues {
		field, _, _ := strings.Cut(i.Field, "[")
		fields = append(fields, "!"+field)
	}
	return strings.Join(fields, " ")
}

// TestUnderstand: what is said, and what is understood or which fields are at
// fault. What is said of the site itself is tested where rules read it.
func TestUnderstand(t *testing.T) {
	set := seedRules(t)
	for line := range strings.Lines(`
kind=well                                       | well 2026-11-23
kind=取水井 as_of=2019-06-01                      | well 2019-06-01
kind=well crs=EPSG:4526                         | well 2026-11-23 EPSG:4526
kind=well packed=true                           | well 2026-11-23 packed
kind=well packed=是                             | well 2026-11-23 packed
kind=well packed=否                             | well 2026-11-23
kind=well crs=西安80+3度带第38带 helmert=-100,-50,20,0.1,0.2,-0.3,1.5 | well 2026-11-23 old
kind=well packed=perhaps                        | !packed
kind=well crs=mars                              | !crs
kind=well crs=西安80+3度带第38带                | !crs
kind=well helmert=1,2,3                         | !helmert
kind=well helmert=-100,-50,20,0.1,0.2,-0.3,1.5  | !crs
kind=well as_of=yesterday                       | !as_of
kind=well as_of=2026-02-30                      | !as_of
kind=castle                                     | !kind
crs=mars packed=perhaps as_of=soon              | !packed !crs !kind !as_of
`) {
		words, want, ok := strings.Cut(strings.TrimSpace(line), "|")
		if !ok {
			continue
		}
		fields, issues := said(strings.Fields(words))
		asked := fields.Understand(set, jincheng(), today, &issues)
		got := refused(issues)
		if got == "" {
			got = asked.Site.Kind + " " + string(asked.Day)
			if asked.Placer.Declared != 0 {
				got += " " + asked.Placer.Declared.String()
			}
			if asked.Placer.Packed {
				got += " packed"
			}
			if asked.Placer.Old != nil {
				got += " old"
			}
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%s: %s, want %s", words, got, want)
		}
	}
}

// TestPut: kind, what is said of coordinates, and a shape, and what the site
// becomes: its dimension, its system, its accuracy, what was noted.
func TestPut(t *testing.T) {
	set := seedRules(t)
	for line := range strings.Lines(`
# A closed line is the outline of an area for what has one, and a loop for what
# lies along a line.
kind=project LINESTRING(112.85 35.5,112.86 35.5,112.86 35.51,112.85 35.5)           | Polygon undeclared closed
kind=livestock_farm LINESTRING(112.85 35.5,112.86 35.5,112.86 35.51,112.85 35.5)    | Polygon undeclared closed
kind=pipeline LINESTRING(112.85 35.5,112.86 35.5,112.86 35.51,112.85 35.5)          | LineString undeclared
kind=project LINESTRING(112.85 35.5,112.86 35.5,112.86 35.51)                       | LineString undeclared
kind=project LINESTRING(112.85 35.5,112.86 35.5,112.85 35.5)                        | LineString undeclared
kind=project crs=EPSG:4526 LINESTRING(38395000 3930000,38396000 3930000,38396000 3931000,38395000 3930000) | Polygon EPSG:4526 given=Polygon closed
# What is said decides; what values tell unmistakably is taken and not declared.
kind=well POINT(112.85 35.5)                                                        | Point undeclared
kind=well crs=EPSG:4490 POINT(112.85 35.5)                                          | Point EPSG:4490
kind=well crs=GCJ-02 POINT(112.85 35.5)                                             | Point GCJ-02 given=Point
kind=well POINT(38395658.899 3930673.602)                                           | Point undeclared given=Point
# What cannot be taken names the field, or the place in the shape.
kind=well POINT(2000 2000)                                                           | !geometry
kind=project POLYGON((112.8 35.5,112.9 35.6,112.9 35.5,112.8 35.6,112.8 35.5))      | !geometry.coordinates
kind=project POLYGON((112.8 35.5,112.9 35.6,112.8 35.5))                            | !geometry.coordinates
`) {
		ask, want, ok := strings.Cut(strings.TrimSpace(line), "|")
		if !ok {
			continue
		}
		words := strings.Fields(ask)
		at := 0
		for strings.Contains(words[at], "=") {
			at++
		}
		fields, issues := said(words[:at])
		asked := fields.Understand(set, jincheng(), today, &issues)
		if len(issues) > 0 {
			t.Fatal(issues)
		}
		_, issues = asked.Put(&feature.Feature{Geometry: shape(t, strings.Join(words[at:], " "))}, "geometry")
		got := refused(issues)
		if got == "" {
			got = describe(asked.Site)
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%s: %s, want %s", ask, got, want)
		}
	}
}

func describe(s *rules.Site) string {
	said := s.Shape.GeoJSONType() + " undeclared"
	if s.CRSGiven {
		said = s.Shape.GeoJSONType() + " " + s.CRS
	}
	if s.Given != nil {
		said += " given=" + s.Given.GeoJSONType()
	}
	if strings.Contains(s.Said.ZH, "闭合线") {
		said += " closed"
	}
	return said
}

// What is written to the minute is not known to 30 m, whatever was said; a coarser
// statement stays.
func TestAccuracy(t *testing.T) {
	set := seedRules(t)
	for _, c := range []struct {
		said, pair string
		wantM      float64
	}{
		{"", "112.850000,35.500000", 0},
		{"1", "112.850000,35.500000", 1},
		{"", "112.85,35.50", 500},
		{"1", "112.85,35.50", 500},
		{"5000", "112.85,35.50", 5000},
	} {
		fields, issues := said([]string{"kind=well", "accuracy=" + c.said})
		asked := fields.Understand(set, jincheng(), today, &issues)
		_, more := asked.Put(&feature.Feature{Pair: c.pair}, "at")
		if len(issues)+len(more) > 0 {
			t.Fatal(issues, more)
		}
		if got := asked.Site.AccuracyM; got < c.wantM-50 || got > c.wantM+50 || (got == 0) != (c.wantM == 0) {
			t.Errorf("%s said, %s written: %v m, want about %v", cmp.Or(c.said, "nothing"), c.pair, got, c.wantM)
		}
	}
}

// TestParcels: a kind and the shapes of a file, and the parcels that they are, or
// what is at fault. A shape of ? could not be read; kinds of files stand in front.
func TestParcels(t *testing.T) {
	set := seedRules(t)
	const square, far = "POLYGON((112.85 35.5,112.86 35.5,112.86 35.51,112.85 35.5))", "POLYGON((112.95 35.5,112.96 35.5,112.96 35.51,112.95 35.5))"
	for _, c := range []struct {
		kind    string
		file    feature.Kind
		shapes  []string
		asGiven bool
		want    string
	}{
		{kind: "project", shapes: []string{square}, want: "Polygon"},
		{kind: "project", shapes: []string{square, far}, want: "Polygon,Polygon"},
		{kind: "project", want: "!file"},
		// All that is wrong is told at once, and nothing is taken.
		{kind: "project", shapes: []string{square, "?", "POLYGON((112.8 35.5,112.9 35.6,112.9 35.5,112.8 35.6,112.8 35.5))"}, want: "!第 2 行 !第 3 个要素 / feature 3 geometry.coordinates"},
		// Points that could outline an area are asked about; what lies at points,
		// beside an area or is said to be meant so is taken.
		{kind: "project", shapes: []string{"POINT(112.85 35.5)", "POINT(112.86 35.5)", "POINT(112.86 35.51)"}, want: "!file"},
		{kind: "project", shapes: []string{"POINT(112.85 35.5)", "POINT(112.86 35.5)"}, want: "Point,Point"},
		{kind: "project", shapes: []string{"POINT(112.85 35.5)", "POINT(112.86 35.5)", "POINT(112.86 35.51)"}, asGiven: true, want: "Point,Point,Point"},
		{kind: "project", shapes: []string{square, "POINT(112.85 35.5)", "POINT(112.86 35.5)", "POINT(112.86 35.51)"}, want: "Polygon,Point,Point,Point"},
		{kind: "well", shapes: []string{"POINT(112.85 35.5)", "POINT(112.86 35.5)", "POINT(112.86 35.51)"}, want: "Point,Point,Point"},
		// One open line of a drawing is an outline that somebody forgot to close.
		{kind: "project", file: feature.DXF, shapes: []string{"LINESTRING(112.85 35.5,112.86 35.5,112.86 35.51)"}, want: "!file"},
		{kind: "pipeline", file: feature.DXF, shapes: []string{"LINESTRING(112.85 35.5,112.86 35.5,112.86 35.51)"}, want: "LineString"},
		{kind: "project", file: feature.DXF, shapes: []string{"LINESTRING(112.85 35.5,112.86 35.5,112.86 35.51,112.85 35.5)"}, want: "Polygon"},
	} {
		fields, issues := said([]string{"kind=" + c.kind})
		asked := fields.Understand(set, jincheng(), today, &issues)
		parcels, issues, err := asked.Parcels(source(t, c.file, c.shapes), c.asGiven)
		if err != nil {
			t.Fatal(err)
		}
		got := refused(issues)
		if got == "" {
			var types []string
			for _, p := range parcels {
				types = append(types, p.Site.Shape.GeoJSONType())
			}
			got = strings.Join(types, ",")
		}
		if got != c.want {
			t.Errorf("%s of %v: %s, want %s", c.kind, c.shapes, got, c.want)
		}
	}
}

// source is a file of these shapes.
func source(t *testing.T, kind feature.Kind, shapes []string) *feature.Source {
	t.Helper()
	return &feature.Source{Kind: cmp.Or(kind, feature.GeoJSON), Features: func(yield func(feature.Feature, error) bool) {
		for i, text := range shapes {
			if text == "?" {
				place := fmt.Sprintf("第 %d 行", i+1)
				if !yield(feature.Feature{Place: place}, &feature.FeatureError{Place: place, ZH: "读不懂", EN: "not understood"}) {
					return
				}
			} else if !yield(feature.Feature{Geometry: shape(t, text)}, nil) {
				return
			}
		}
	}}
}

// A file larger than a project ends with the reason, and one that ends in an error
// with that.
func TestParcelsEnd(t *testing.T) {
	set := seedRules(t)
	broken := errors.New("the file is cut off")
	endless := func(err error) *feature.Source {
		line := make(orb.LineString, 10_000)
		for i := range line {
			line[i] = orb.Point{112.8 + float64(i)/1e6, 35.5}
		}
		return &feature.Source{Features: func(yield func(feature.Feature, error) bool) {
			for yield(feature.Feature{Geometry: line}, err) {
			}
		}}
	}
	for _, c := range []struct{ given, want error }{{nil, request.ErrTooManyVertices}, {broken, broken}} {
		fields, issues := said([]string{"kind=pipeline"})
		asked := fields.Understand(set, jincheng(), today, &issues)
		if parcels, _, err := asked.Parcels(endless(c.given), false); !errors.Is(err, c.want) || parcels != nil {
			t.Errorf("%d parcels, %v, want %v", len(parcels), err, c.want)
		}
	}
}

// What the file says of itself goes with every parcel, and a parcel has the file's
// name for it.
func TestParcelsSay(t *testing.T) {
	set := seedRules(t)
	src := source(t, feature.DXF, nil)
	src.Fields = []feature.Field{{Name: "编号"}, {Name: "地块名称"}}
	at := shape(t, "POINT(112.85 35.5)")
	src.Features = func(yield func(feature.Feature, error) bool) {
		_ = yield(feature.Feature{Geometry: at, Values: []string{"7", "北区"}}, nil) &&
			yield(feature.Feature{Geometry: at, Values: []string{"8", ""}}, nil) &&
			yield(feature.Feature{Geometry: at, ID: "x", Properties: map[string]any{"name": "南区"}}, nil) &&
			yield(feature.Feature{Geometry: at, ID: "y"}, nil)
		src.AddUnread("HATCH 未读", "HATCH was not read")
	}
	fields, issues := said([]string{"kind=well"})
	asked := fields.Understand(set, jincheng(), today, &issues)
	parcels, issues, err := asked.Parcels(src, false)
	if err != nil || len(issues) > 0 {
		t.Fatal(err, issues)
	}
	var names []string
	for _, p := range parcels {
		names = append(names, p.Name)
		if p.Site.Partial.ZH != "HATCH 未读" || !strings.Contains(p.Site.Said.EN, "HATCH was not read") {
			t.Errorf("%s: partial %q, said %q", p.Name, p.Site.Partial.ZH, p.Site.Said.EN)
		}
	}
	if got := strings.Join(names, ","); got != "北区,8,南区,y" {
		t.Errorf("names %s", got)
	}
}

// What a file's columns say is taken where it is the same of all, refused where it is
// not and rules turn on it, or where the form says otherwise, and else listed: nothing
// is left out in silence. One more file is one more line: columns, then rows.
func TestParcelsColumns(t *testing.T) {
	set := seedRules(t)
	for _, c := range []struct{ form, columns, rows, want string }{
		{"kind=well", "用途", "生活;生活", "well_purpose=household"},
		{"kind=well", "井用途,是否批准", "生活,是;生活,是", "approved_abstraction=true,well_purpose=household"},
		{"kind=well", "用途", "生活;农业灌溉", "!file well_purpose"},
		{"kind=well", "用途", "生活;", "!file well_purpose"},
		{"kind=well", "用途", "不知所云", "!file attributes.well_purpose"},
		{"kind=well well_purpose=生活", "用途", "生活", "well_purpose=household"},
		{"kind=well well_purpose=工业", "用途", "生活", "!file own_abstraction !file well_purpose"},
		{"kind=well stage=existing", "阶段", "拟建", "!file stage"},
		{"kind=well", "对象类型", "入河排污口", "!file kind"},
		{"kind=well", "阶段", "既有", "existing"},
		{"kind=well", "精度", "0", "!file accuracy_m"},
		{"kind=well", "as_of", "2019-01-01", "!file as_of"},
		{"kind=well", "基准日", "2019-01-01", "!file as_of"},
		{"kind=well", "crs", "GCJ-02", "!file crs"},
		{"kind=well", "helmert", "1,2,3,4,5,6,7", "!file helmert"},
		{"kind=well", "packed", "true", "!file packed"},
		{"kind=well", "packed,as_of,crs", "false,,", ""},
		{"kind=well", "图斑号,建设单位", "1,甲公司;2,甲公司", "甲公司,unused 图斑号"},
		{"kind=well", "建设单位", "甲公司;乙公司", "unused developer"},
		{"kind=well developer=丙公司", "建设单位", "甲公司", "丙公司"},
	} {
		fields, issues := said(strings.Fields(c.form))
		for _, word := range strings.Fields(c.form)[1:] {
			key, value, _ := strings.Cut(word, "=")
			if key != "stage" {
				fields.Attributes[key] = value
			}
		}
		asked := fields.Understand(set, jincheng(), today, &issues)
		parcels, more, err := asked.Parcels(table(t, c.columns, c.rows), false)
		if err != nil {
			t.Fatal(err)
		}
		got := refused(append(issues, more...))
		if got == "" {
			got = told(parcels[0].Site)
		}
		if got != c.want {
			t.Errorf("%s, %s of %s: %s, want %s", c.columns, c.rows, c.form, got, c.want)
		}
	}
}

// table is a file of points with these columns.
func table(t *testing.T, columns, rows string) *feature.Source {
	t.Helper()
	src := source(t, feature.CSVKind, nil)
	for name := range strings.SplitSeq(columns, ",") {
		src.Fields = append(src.Fields, feature.Field{Name: name})
	}
	at := shape(t, "POINT(112.85 35.5)")
	src.Features = func(yield func(feature.Feature, error) bool) {
		for row := range strings.SplitSeq(rows, ";") {
			if !yield(feature.Feature{Geometry: at, Values: strings.Split(row, ",")}, nil) {
				return
			}
		}
	}
	return src
}

// told is what was declared of a well, beside its place.
func told(s *rules.Site) string {
	var all []string
	for id, v := range s.Attributes {
		if id == "well_purpose" || id == "approved_abstraction" {
			all = append(all, id+"="+v.String())
		}
	}
	slices.Sort(all)
	for _, text := range []string{string(s.Stage), s.Application.Developer, strings.Join(s.Unused, "|")} {
		if text != "" {
			all = append(all, text)
		}
	}
	if n := len(s.Unused); n > 0 {
		all[len(all)-1] = "unused " + all[len(all)-1]
	}
	return strings.Join(all, ",")
}

func shape(t *testing.T, text string) orb.Geometry {
	t.Helper()
	g, err := wkt.Unmarshal(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return g
}
