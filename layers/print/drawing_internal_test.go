package print

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"waterzones/geo"
	"waterzones/layers/report"
)

func TestDMS(t *testing.T) {
	for _, c := range []struct {
		deg      float64
		decimals int
		want     string
	}{
		{112.85, 2, "112°51′00.00″"},
		{35.999999999, 2, "36°00′00.00″"}, // no 60″
		{35.0166666, 0, "35°01′00″"},
		{-0.5, 0, "-0°30′00″"},
		{-1e-9, 0, "0°00′00″"},
		{112.123456789, 4, "112°07′24.4444″"},
	} {
		if got := dms(c.deg, c.decimals); got != c.want {
			t.Errorf("dms(%v, %d) = %s, want %s", c.deg, c.decimals, got, c.want)
		}
	}
}

func TestBearing(t *testing.T) {
	w := &writer{}
	for deg, want := range map[float64]string{
		0: "正北", 37.2: "北东 37°", 89.6: "正东", 90: "正东", 135: "南东 45°", 180: "正南", 200: "南西 20°",
		270: "正西", 300: "北西 60°", 359.7: "正北", 360: "正北",
	} {
		if got := w.bearing(deg); got != want {
			t.Errorf("%v: %s, want %s", deg, got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for v, want := range map[float64]string{0: "0.00", 999.994: "999.99", 1000: "1_000.00", 12345.678: "12_345.68", 1234567: "1_234_567.00", -123456: "-123_456.00"} {
		if got := strings.ReplaceAll(grouped(v, 2), "\u202f", "_"); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
	if got := grouped(12300, 0); got != "12\u202f300" {
		t.Errorf("whole: %s", got)
	}
}

// TestHatch: lines lie inside (their middles, by even-odd), and their length
// times the gap is about the area.
func TestHatch(t *testing.T) {
	rings := [][]Pos{
		{{0.1, 0.2}, {40.1, 0.2}, {40.1, 40.2}, {0.1, 40.2}, {0.1, 0.2}},       // off the lines' raster, so that none runs along an edge
		{{10.1, 10.2}, {30.1, 10.2}, {30.1, 30.2}, {10.1, 30.2}, {10.1, 10.2}}, // a hole
	}
	for _, angle := range []float64{0, 45, 90, 110, 135} {
		var length float64
		for _, line := range hatch(rings, angle, 0.5) {
			a, b := line[0], line[1]
			length += math.Hypot(b.X-a.X, b.Y-a.Y)
			middle := Pos{(a.X + b.X) / 2, (a.Y + b.Y) / 2}
			if !insideOf(rings, middle) {
				t.Errorf("angle %v: the line at %v lies outside", angle, middle)
			}
		}
		if area := length * 0.5; math.Abs(area-1200) > 30 {
			t.Errorf("angle %v: lines cover %v mm², the shape has 1200", angle, area)
		}
	}
	if hatch(nil, 45, 2) != nil {
		t.Error("no rings, but lines")
	}
}

// insideOf asks by the winding of angles, another way than spans.
func insideOf(rings [][]Pos, p Pos) bool {
	in := false
	for _, ring := range rings {
		var turn float64
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			d := math.Atan2(b.Y-p.Y, b.X-p.X) - math.Atan2(a.Y-p.Y, a.X-p.X)
			turn += math.Remainder(d, 2*math.Pi)
		}
		in = in != (math.Abs(turn) > 1)
	}
	return in
}

func TestWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.Custom(func(t *rapid.T) [2]float64 {
			from := rapid.Float64Range(0, 10).Draw(t, "from")
			return [2]float64{from, from + rapid.Float64Range(0.1, 5).Draw(t, "length")}
		})
		all, others := rapid.SliceOfN(span, 0, 3).Draw(t, "all"), rapid.SliceOfN(span, 0, 3).Draw(t, "others")
		x := rapid.Float64Range(0, 15).Draw(t, "x")
		in := func(spans [][2]float64) bool {
			for _, s := range spans {
				if s[0] < x && x < s[1] {
					return true
				}
			}
			return false
		}
		if want := in(all) && !in(others); in(without(all, others)) != want {
			t.Fatalf("%v without %v at %v: not %v", all, others, x, want)
		}
	})
}

// TestScaleIsTrue compares distances on the map with those on the ellipsoid, at
// the corners of maps as large as a city; the projection says less than 1 %.
func TestScaleIsTrue(t *testing.T) {
	for _, half := range []float64{0.001, 0.05, 0.3} {
		site := orb.Bound{Min: orb.Point{112.5 - half, 35.5 - half}, Max: orb.Point{112.5 + half, 35.5 + half}}.ToPolygon()
		r := &report.Report{Site: report.Site{Geometry: report.Geometry{Geometry: site}}}
		v := viewOf(r, mapFrame())
		for i, a := range site[0][1:] {
			b := site[0][i]
			p, q := v.at(a), v.at(b)
			onPaper := math.Hypot(p.X-q.X, p.Y-q.Y) * v.metresOfMM
			onGround := geo.LengthM(orb.LineString{a, b})
			if math.Abs(onPaper/onGround-1) > 0.01 {
				t.Errorf("half %v°: %v m on the map, %v m on the ground", half, onPaper, onGround)
			}
		}
	}
}

// TestViewShows: the whole site, and the nearest zone's nearest point, lie in
// the frame.
func TestViewShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		point := rapid.Custom(func(t *rapid.T) orb.Point {
			return orb.Point{rapid.Float64Range(110, 114).Draw(t, "lon"), rapid.Float64Range(34, 37).Draw(t, "lat")}
		})
		site := orb.LineString{point.Draw(t, "a"), point.Draw(t, "b")}
		near := point.Draw(t, "near")
		r := &report.Report{
			Site:    report.Site{Geometry: report.Geometry{Geometry: site}},
			Nearest: []report.Near{{At: near}},
		}
		v := viewOf(r, mapFrame())
		for _, p := range []orb.Point{site[0], site[1], near} {
			q := v.at(p)
			if !v.frame.holds(Frame{q.X, q.Y, 0, 0}) {
				t.Fatalf("%v is at %v, outside %v", p, q, v.frame)
			}
		}
	})
}

func TestRoundSteps(t *testing.T) {
	for wanted, want := range map[float64]float64{0.9 / 3600: 1.0 / 3600, 3.0 / 3600: 5.0 / 3600, 40.0 / 3600: 1.0 / 60, 0.4: 0.5, 0.6: 1, 20: 30, 45: 90} {
		if got := roundStep(wanted); math.Abs(got-want) > 1e-12 {
			t.Errorf("step %v: %v, want %v", wanted, got, want)
		}
	}
	for wanted, want := range map[float64]float64{35: 20, 99: 50, 100: 100, 5: 5, 0.3: 0.2} {
		if got := roundLength(wanted); math.Abs(got-want) > 1e-12 {
			t.Errorf("length %v: %v, want %v", wanted, got, want)
		}
	}
}

func TestColour(t *testing.T) {
	for text, want := range map[string][3]int{"#d7191c": {0xd7, 0x19, 0x1c}, "#000000": {}, "red": {128, 128, 128}, "": {128, 128, 128}, "#12": {128, 128, 128}} {
		if r, g, b := colour(text); [3]int{r, g, b} != want {
			t.Errorf("%q: %d %d %d", text, r, g, b)
		}
	}
}

// TestQR: the code has the three finder patterns where ISO/IEC 18004 puts them,
// and says the address, the number and the hash.
func TestQR(t *testing.T) {
	c := codeOf(&report.Report{Hash: "abc"}, Options{URL: "https://example.cn/reports/x", Number: "编号 1"})
	if want := "https://example.cn/reports/x#%E7%BC%96%E5%8F%B7%201/abc"; c.Says != want {
		t.Errorf("says %s, want %s", c.Says, want)
	}
	n := len(c.Modules)
	for _, corner := range [][2]int{{0, 0}, {n - 7, 0}, {0, n - 7}} {
		for i := range 7 {
			for k := range 7 {
				ring := max(max(i, 6-i), max(k, 6-k)) // 6 on the outer ring, 3 in the middle
				if dark := ring != 5; c.Modules[corner[1]+i][corner[0]+k] != dark {
					t.Fatalf("finder pattern at %v: module %d,%d is not %v", corner, k, i, dark)
				}
			}
		}
	}
	if c := codeOf(&report.Report{}, Options{}); len(c.Modules) != 0 || c.Drawing(30) != nil {
		t.Error("a code of nothing")
	}
	if c := codeOf(&report.Report{}, Options{URL: strings.Repeat("x", 5000)}); len(c.Modules) != 0 {
		t.Error("a code of more than a code can hold")
	}
}
