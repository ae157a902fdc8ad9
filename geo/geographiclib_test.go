package geo_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/geo"
	"waterzones/geo/pgtest"
)

var update = flag.Bool("update", false, "rewrite testdata/planimeter.txt with GeographicLib's Planimeter")

// textCases reads the fields of every line of a file that is not a remark.
func textCases(t *testing.T, file string, fields int) [][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases [][]string
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, "|")
		if len(parts) != fields {
			t.Fatalf("%s:%d: want %d fields: %s", file, n+1, fields, line)
		}
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		cases = append(cases, parts)
	}
	return cases
}

func numbers(t *testing.T, text string) []float64 {
	t.Helper()
	var out []float64
	for field := range strings.FieldsSeq(text) {
		x, err := strconv.ParseFloat(field, 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// The way from a point to an area that is a single place is the geodesic.
func TestDistanceAgainstGeographicLib(t *testing.T) {
	cases := textCases(t, "testdata/geodesics.txt", 4)
	if len(cases) < 60 {
		t.Fatalf("only %d geodesics read", len(cases))
	}
	for _, c := range cases {
		p := numbers(t, c[1])
		from := orb.Point{math.Remainder(p[1], 360), p[0]}
		to := orb.Point{math.Remainder(p[3], 360), p[2]}
		want := numbers(t, c[3])[0]
		// The flattenings of WGS 84 and CGCS2000 make up to 0.2 mm over half the
		// earth, and some of the published lengths end with the millimetre.
		tolerance, degrees := 1e-3, 1e-6
		if c[0] == "cgcs2000" {
			tolerance, degrees = 2e-8, 1e-9+1e-7/want
		}
		got := geo.DistanceToArea(from, orb.MultiPolygon{{{to, to, to, to}}})
		if math.Abs(got.M-want) > tolerance || got.From != from || got.To != to {
			t.Errorf("%s: got %+v, want %v m", c[1], got, want)
		}
		if c[2] == "-" {
			continue
		}
		if azimuth := numbers(t, c[2])[0]; math.Abs(math.Remainder(got.BearingDeg-azimuth, 360)) > degrees {
			t.Errorf("%s: got %v°, want %v°", c[1], got.BearingDeg, azimuth)
		}
	}
}

const planimeterHead = `# Areas on CGCS2000 with edges straight in longitude/latitude: shape | m² | m of its rings
# Computed by GeographicLib's Planimeter -e 6378137 1/298.257222101 on the shape with n and 2n points
# an edge, and extrapolated (go test -run Planimeter -update ./geo).
`

// The areas in the file, and the tool again where it is installed.
func TestAreaAgainstPlanimeter(t *testing.T) {
	if *update {
		writePlanimeter(t)
	}
	cases := textCases(t, "testdata/planimeter.txt", 3)
	if len(cases) < 30 {
		t.Fatalf("only %d areas read", len(cases))
	}
	for _, c := range cases {
		area, m2, m := areaOf(parseWKT(t, c[0])), numbers(t, c[1])[0], numbers(t, c[2])[0]
		// Planimeter rounds by some 1e-4 m², whatever the area.
		if got := geo.AreaM2(area); math.Abs(got-m2) > max(1e-9*m2, 5e-4) {
			t.Errorf("%s: got %v m², want %v (%.2g)", c[0], got, m2, got/m2-1)
		}
		if got := geo.LengthM(area); math.Abs(got-m) > max(1e-9*m, 1e-5) {
			t.Errorf("%s: got %v m, want %v (%.2g)", c[0], got, m, got/m-1)
		}
	}
	t.Run("again", func(t *testing.T) {
		if _, err := exec.LookPath("Planimeter"); err != nil {
			pgtest.Missing(t, "geographiclib", "the Debian package geographiclib-tools")
		}
		for _, c := range cases[:5] {
			m2, m := planimeter(t, areaOf(parseWKT(t, c[0])))
			if was := numbers(t, c[1]+" "+c[2]); math.Abs(was[0]-m2) > max(1e-10*m2, 1e-4) || math.Abs(was[1]-m) > 1e-5 {
				t.Errorf("%s: Planimeter says %v m², %v m; the file %v", c[0], m2, m, was)
			}
		}
	})
}

func writePlanimeter(t *testing.T) {
	t.Helper()
	var out strings.Builder
	out.WriteString(planimeterHead)
	r := rand.New(rand.NewPCG(11, 43))
	for range 40 {
		area := placed(r)
		m2, m := planimeter(t, area)
		fmt.Fprintf(&out, "%s | %.4f | %.6f\n", wkt.MarshalString(area), m2, m)
	}
	if err := os.WriteFile("testdata/planimeter.txt", []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// planimeter is the area, holes taken off, and the length of all rings.
func planimeter(t *testing.T, area orb.MultiPolygon) (m2, m float64) {
	t.Helper()
	box := area.Bound()
	n := 4 + int(200*(box.Max[0]-box.Min[0]))
	rough2, rough := planimeterOnce(t, densified(area, n))
	m2, m = planimeterOnce(t, densified(area, 2*n))
	return m2 + (m2-rough2)/3, m + (m-rough)/3
}

func planimeterOnce(t *testing.T, g orb.Geometry) (m2, m float64) {
	t.Helper()
	var input strings.Builder
	var holes []bool
	for _, polygon := range areaOf(g) {
		for i, ring := range polygon {
			for _, p := range ring[1:] {
				fmt.Fprintf(&input, "%.17g %.17g\n", p[1], p[0])
			}
			input.WriteString("end\n")
			holes = append(holes, i > 0)
		}
	}
	cmd := exec.CommandContext(t.Context(), "Planimeter", "-e", "6378137", "1/298.257222101", "-p", "9")
	cmd.Stdin = strings.NewReader(input.String())
	out, err := cmd.Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != len(holes) {
		t.Fatalf("Planimeter: %v\n%s", err, out)
	}
	for i, line := range lines {
		found := numbers(t, line) // vertices, perimeter, area
		m += found[1]
		if found[2] = math.Abs(found[2]); holes[i] {
			found[2] = -found[2]
		}
		m2 += found[2]
	}
	return m2, m
}
