package format

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/wk"
)

// jincheng is about where the layers are.
func jincheng() orb.Bound { return orb.Bound{Min: orb.Point{111.8, 35.1}, Max: orb.Point{113.8, 36.2}} }

// TestPlace has one case a line: what is known | the features of a file | what
// each is taken as. One more case is one more line, and -update.
//
// Known are, in any order: crs= and old= as declared by the caller, packed,
// nowhere (no extent), wide (nine zones of it), file= and as= as the file declares, own= of each feature;
// - is nothing. A feature is WKT, or else a pair as written in a table.
func TestPlace(t *testing.T) {
	const path = "testdata/place/cases.txt"
	var all strings.Builder
	for line := range strings.Lines(string(formattest.Bytes(t, path))) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			all.WriteString(line + "\n")
			continue
		}
		parts := strings.SplitN(line, " | ", 3)
		if len(parts) < 2 {
			t.Fatalf("no case: %s", line)
		}
		got := parts[0] + " | " + parts[1] + " | " + placedText(t, parts[0], parts[1])
		if got != line && !*formattest.Update {
			t.Errorf("got\n%s\nwant\n%s", got, line)
		}
		all.WriteString(got + "\n")
	}
	if *formattest.Update {
		if err := os.WriteFile(path, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// placedText places features as batch and Inspect do: the first that tells the
// system decides for the others.
func placedText(t *testing.T, known, features string) string {
	t.Helper()
	p, src, own := parseKnown(t, known)
	var system System
	var said []string
	for text := range strings.SplitSeq(features, " ; ") {
		f := feature.Feature{CRS: own, Pair: text, Line: 2 + len(said)}
		if g, _, err := wk.ParseWKT(text, feature.Limits{}); err == nil {
			f.Geometry, f.Pair = g, ""
		}
		if system.CRS == 0 {
			system = p.Decide(src, &f)
		}
		placed, err := p.Place(system, &f)
		if err != nil {
			said = append(said, "! "+err.Error())
			continue
		}
		at := first(placed.Shape)
		one := fmt.Sprintf("%s %.6f,%.6f", placed.CRS, at[0], at[1])
		if placed.PrecisionM > 0 {
			one += fmt.Sprintf(" ±%g m", placed.PrecisionM)
		}
		if placed.Declared {
			one += " declared"
		}
		if placed.Plain {
			one += " plain"
		}
		said = append(said, strings.TrimRight(one+": "+placed.Said.EN, ": "))
	}
	return strings.Join(said, " ; ")
}

func parseKnown(t *testing.T, known string) (p Placer, src *feature.Source, own string) {
	t.Helper()
	p, src = Placer{Extent: jincheng()}, &feature.Source{Kind: feature.CSVKind}
	for word := range strings.FieldsSeq(known) {
		key, value, _ := strings.Cut(word, "=")
		var err error
		switch key {
		case "-":
		case "crs":
			p.Declared, err = crs.Parse(value)
		case "old":
			var h crs.Helmert
			var old crs.Old
			if h, err = crs.ParseHelmert("-100,-50,20,0.1,0.2,-0.3,1.5"); err == nil {
				old, err = crs.ParseOld(value, h)
			}
			p.Old = &old
		case "packed":
			p.Packed = true
		case "nowhere":
			p.Extent = orb.Bound{}
		case "wide":
			p.Extent = orb.Bound{Min: orb.Point{100, 30}, Max: orb.Point{125, 40}}
		case "file":
			src.Declared, err = crs.Parse(value)
			src.DeclaredAs = value
		case "as":
			src.DeclaredAs = value
		case "own":
			own = value
		default:
			t.Fatalf("%s is not known", word)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return p, src, own
}

// A 勘测定界 TXT whose header cannot be used was judged by its reader: what it
// then leaves undeclared is told by the values.
func TestPlaceDikuai(t *testing.T) {
	p := Placer{Extent: jincheng()}
	f := feature.Feature{Geometry: orb.Point{38395658.899, 3930673.602}}
	system := p.Decide(&feature.Source{Kind: feature.Dikuai, DeclaredAs: "带号=38"}, &f)
	if placed, err := p.Place(system, &f); err != nil || placed.CRS != "EPSG:4526" || placed.Declared {
		t.Errorf("%+v, %v", placed, err)
	}
}

// Given keeps the coordinates of the file beside those that they mean, and every
// vertex is where a point alone would be.
func TestPlaceShape(t *testing.T) {
	ring := orb.Ring{{38395658.899, 3930673.602}, {38396658.899, 3930673.602}, {38396658.899, 3931673.602}, {38395658.899, 3930673.602}}
	f := feature.Feature{Geometry: orb.Polygon{ring}}
	p := Placer{Extent: jincheng()}
	placed, err := p.Place(p.Decide(&feature.Source{}, &f), &f)
	if err != nil || !orb.Equal(placed.Given, f.Geometry) || placed.Plain {
		t.Fatalf("%+v, %v", placed, err)
	}
	shape := placed.Shape.(orb.Polygon)[0]
	for _, vertex := range ring {
		want, err := p.Place(System{CRS: 4526}, &feature.Feature{Geometry: vertex})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, at := range shape {
			found = found || formattest.Apart(at, want.Shape) < 1e-12
		}
		if !found {
			t.Errorf("no vertex at %v", want.Shape)
		}
	}
	if len(shape) <= len(ring) {
		t.Error("the edges were not densified")
	}
}
