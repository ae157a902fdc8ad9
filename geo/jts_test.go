package geo_test

import (
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	sf "github.com/peterstace/simplefeatures/geom"
)

// The cases of the JTS Topology Suite (the same that GEOS runs), which lie in
// the module cache as test data of simplefeatures' port of JTS. None is copied
// here. Each runs under the name FILE#CASE/OPERATION, counted from 1.

type jtsRun struct {
	Precision struct {
		Scale string `xml:"scale,attr"`
	} `xml:"precisionModel"`
	Cases []struct {
		A     string  `xml:"a"`
		B     string  `xml:"b"`
		Tests []jtsOp `xml:"test>op"`
	} `xml:"case"`
}

type jtsOp struct {
	Name string `xml:"name,attr"`
	Arg1 string `xml:"arg1,attr"`
	Arg3 string `xml:"arg3,attr"`
	Want string `xml:",chardata"`
}

// jtsAbsent says why an operation of the files does not apply.
var jtsAbsent = map[string][]string{
	"not an operation of this package": {
		"buffer", "buffermitredjoin", "convexhull", "densify", "getboundary", "getcentroid", "getinteriorpoint", "minclearance",
		"minclearanceline", "polygonize", "simplifydp", "simplifytp", "issimple", "equalsexact", "equalsnorm",
		"union", "unionng", "difference", "differenceng", "symdifference", "symdifferenceng",
	},
	"rounds its result to a grid": {"intersectionsr", "unionsr", "differencesr", "symdifferencesr"},
}

// What does not apply, with the number of operations, and what does. The
// module's version is fixed, so a change here is a change of ours.
var jtsCounts = map[string]int{
	"ran contains": 293, "ran coveredby": 247, "ran covers": 273, "ran crosses": 237, "ran disjoint": 237, "ran distance": 10,
	"ran equalstopo": 496, "ran intersection": 96, "ran intersectionng": 35, "ran intersects": 299, "ran isvalid": 821,
	"ran iswithindistance": 3, "ran overlaps": 237, "ran relate": 266, "ran touches": 237, "ran within": 238,
	"neither shape is a polygon or a multipolygon":         2779,
	"not an operation of this package":                     845,
	"rounds its result to a grid":                          122,
	"empty shapes: valid for JTS, refused here":            12,
	"not a type of this package (LINEARRING)":              10,
	"within a distance in the plane other than 0":          7,
	"a line without length: a point here":                  1,
	"distance to an empty shape: 0 for JTS, infinite here": 2,
}

func TestJTSCases(t *testing.T) {
	counts := map[string]int{}
	for _, file := range jtsFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			run := readJTS(t, file)
			for i, c := range run.Cases {
				for _, op := range c.Tests {
					op.Name, op.Want = strings.ToLower(op.Name), strings.TrimSpace(op.Want)
					j := jtsCase{op: op, rounded: run.Precision.Scale != ""}
					why := j.read(c.A, c.B)
					if why == "" {
						t.Run(fmt.Sprintf("%d/%s", i+1, op.Name), func(t *testing.T) { why = j.run(t) })
					}
					if why == "" {
						why = "ran " + op.Name
					}
					counts[why]++
				}
			}
		})
	}
	if t.Failed() {
		return // or part of them was asked for by name
	}
	for _, why := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%5d %s", counts[why], why)
	}
	if !maps.Equal(counts, jtsCounts) {
		t.Errorf("what ran and what did not has changed: want %v", jtsCounts)
	}
}

func jtsFiles(t *testing.T) []string {
	t.Helper()
	const module = "github.com/peterstace/simplefeatures"
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", module, err)
	}
	root := filepath.Join(strings.TrimSpace(string(dir)), "internal/jtsport/xmltest/testdata")
	files, err := filepath.Glob(filepath.Join(root, "*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s is not there: run go mod download (with a vendor directory, go test -mod=mod)", root)
	}
	return files
}

func readJTS(t *testing.T, file string) (run jtsRun) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(text, &run); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return run
}

type jtsCase struct {
	op    jtsOp
	a, b  orb.Geometry
	scale float64
	// Whether results are rounded to a grid.
	rounded bool
}

func (j *jtsCase) scaled(p orb.Point) orb.Point { return orb.Point{p[0] * j.scale, p[1] * j.scale} }

// read parses the shapes, the first argument first, or says why not.
func (j *jtsCase) read(a, b string) (why string) {
	for why, names := range jtsAbsent {
		if slices.Contains(names, j.op.Name) {
			return why
		}
	}
	var ok bool
	if j.a, ok = jtsShape(a); !ok {
		return "not a type of this package (LINEARRING)"
	}
	if j.b, ok = jtsShape(b); !ok {
		return "not a type of this package (LINEARRING)"
	}
	if strings.EqualFold(j.op.Arg1, "b") {
		j.a, j.b = j.b, j.a
	}
	j.toEarth()
	return ""
}

func jtsShape(text string) (orb.Geometry, bool) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return nil, true
	}
	var g sf.Geometry
	var err error
	if data, bad := hex.DecodeString(text); bad == nil {
		g, err = sf.UnmarshalWKB(data, sf.NoValidate{})
	} else {
		g, err = sf.UnmarshalWKT(text, sf.NoValidate{})
	}
	if err != nil {
		return nil, false
	}
	out, err := wkb.Unmarshal(g.AsBinary())
	return withoutEmptyPoints(out), err == nil
}

// withoutEmptyPoints leaves out POINT EMPTY, which orb reads as NaN.
func withoutEmptyPoints(g orb.Geometry) orb.Geometry {
	isEmpty := func(p orb.Point) bool { return math.IsNaN(p[0]) }
	switch g := g.(type) {
	case orb.Point:
		if isEmpty(g) {
			return orb.MultiPoint{}
		}
	case orb.MultiPoint:
		return slices.DeleteFunc(g, isEmpty)
	case orb.Collection:
		for i := range g {
			g[i] = withoutEmptyPoints(g[i])
		}
	}
	return g
}

// toEarth divides the coordinates of both shapes by a power of two, which
// loses nothing, so that they are degrees.
func (j *jtsCase) toEarth() {
	size := 0.0
	largest := eachPoint(func(p orb.Point) orb.Point {
		if q := max(math.Abs(p[0]), math.Abs(p[1])); q < math.Inf(1) {
			size = max(size, q)
		}
		return p
	})
	vary(j.a, largest)
	vary(j.b, largest)
	for j.scale = 1; size*j.scale > 64; {
		j.scale /= 2
	}
	j.a, j.b = vary(j.a, eachPoint(j.scaled)), vary(j.b, eachPoint(j.scaled))
}
