package geo_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// shapeOf reads two polygons from bytes: small whole numbers, which meet in
// corners and along edges all the time, shifted by the last bytes' fractions.
func shapeOf(data []byte) (a, b orb.MultiPolygon) {
	var rings []orb.Ring
	var ring orb.Ring
	for i := 0; i+1 < len(data) && len(rings) < 6; i += 2 {
		if data[i] == 0xff {
			if len(ring) > 0 {
				rings = append(rings, append(ring, ring[0]))
			}
			ring = nil
			continue
		}
		x, y := float64(data[i]&0xf), float64(data[i+1]&0xf)
		if data[i]&0x80 != 0 {
			x, y = math.Nextafter(x, 99), y/3
		}
		ring = append(ring, orb.Point{x, y})
	}
	if len(ring) > 0 {
		rings = append(rings, append(ring, ring[0]))
	}
	for i, ring := range rings {
		switch {
		case i == 0:
			a = orb.MultiPolygon{{ring}}
		case i == 1:
			b = orb.MultiPolygon{{ring}}
		case i%2 == 0:
			a[0] = append(a[0], ring)
		default:
			b = append(b, orb.Polygon{ring})
		}
	}
	return a, b
}

func addSeeds(f *testing.F) {
	f.Add([]byte{0, 0, 8, 0, 8, 8, 0, 8, 0xff, 0, 2, 2, 6, 2, 6, 6, 2, 6})
	f.Add([]byte{0, 0, 8, 0, 8, 8, 0, 8, 0xff, 0, 8, 0, 12, 0, 12, 8, 8, 8, 0xff, 0, 2, 2, 4, 2, 4, 4})
	f.Add([]byte{0, 0, 8, 8, 8, 0, 0, 8, 0xff, 0, 0x81, 1, 0x85, 5, 3, 9})
	f.Add([]byte{})
}

func FuzzMeet(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		a, b := shapeOf(data)
		forth, err := geo.Meet(a, b)
		if err != nil {
			t.Fatal(err)
		}
		prepared := geo.Prepare(b)
		if again, err := prepared.Meet(a); err != nil || !sameMeeting(again, forth) {
			t.Fatalf("got %+v, prepared %+v, %v: %v %v", forth, again, err, a, b)
		}
		if got, want := prepared.DistanceToArea(a), geo.DistanceToArea(a, b); !sameDistance(got, want) {
			t.Fatalf("got %+v, prepared %+v: %v %v", want, got, a, b)
		}
		same, err := geo.Equals(a, b)
		if err != nil {
			t.Fatal(err)
		}
		line := geo.Relation("")
		if len(a) > 0 {
			m, _ := geo.Meet(orb.LineString(a[0][0]), b)
			line = m.Relation
		}
		if geo.Validate(a) != nil || geo.Validate(b) != nil {
			return // nothing more is promised
		}
		if want := oracle(a, b); forth.Relation != want {
			t.Fatalf("got %s, want %s: %v %v", forth.Relation, want, a, b)
		}
		if want := oracle(orb.LineString(a[0][0]), b); line != want {
			t.Fatalf("shell: got %s, want %s: %v %v", line, want, a, b)
		}
		back, _ := geo.Meet(b, a)
		equal := forth.Relation == geo.Within && back.Relation == geo.Within
		if same != equal && len(a)+len(b) > 0 {
			t.Fatalf("%s and %s, but equal is %v: %v %v", forth.Relation, back.Relation, same, a, b)
		}
		if back.Relation != swapped(forth.Relation) && !equal {
			t.Fatalf("%s, swapped %s: %v %v", forth.Relation, back.Relation, a, b)
		}
		if reversed, _ := geo.Meet(vary(a, variants[1].of), b); reversed.Relation != forth.Relation {
			t.Fatalf("%s, reversed %s: %v %v", forth.Relation, reversed.Relation, a, b)
		}
	})
}

func FuzzValidate(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		a, b := shapeOf(data)
		for _, area := range []orb.MultiPolygon{a, b} {
			valid := geo.Validate(area) == nil
			// Off the grid simplefeatures takes a sliver of a few units in the
			// last place for a line.
			if whole(area) && valid != (toSF(t, area).Validate() == nil) {
				t.Fatalf("got %v, simplefeatures differs: %v", valid, area)
			}
			for _, v := range variants[:6] {
				if again := geo.Validate(vary(area, v.of)) == nil; again != valid {
					t.Fatalf("%s: got %v, as given %v: %v", v.name, again, valid, area)
				}
			}
		}
	})
}

func whole(area orb.MultiPolygon) bool {
	for _, polygon := range area {
		for _, ring := range polygon {
			for _, p := range ring {
				if p[0] != math.Trunc(p[0]) || p[1] != math.Trunc(p[1]) {
					return false
				}
			}
		}
	}
	return len(area) > 0
}

func FuzzOverlap(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		a, b := shapeOf(data)
		found, err := geo.Overlap(a, b)
		if len(a) > 0 {
			checkLine(t, orb.LineString(a[0][0]), b)
		}
		if geo.Validate(a) != nil || geo.Validate(b) != nil {
			return // it has not panicked; no more is promised
		}
		m, _ := geo.Meet(a, b)
		if errors.Is(err, geo.ErrTooIntricate) {
			return
		}
		if err != nil {
			t.Fatalf("%v: %v %v", err, a, b)
		}
		if found != nil && (m.Relation == geo.Disjoint || m.Relation == geo.Touches) {
			t.Fatalf("%s: %v: %v %v", m.Relation, found, a, b)
		}
		if got := geo.AreaM2(found); math.Abs(got-m.OverlapM2) > max(1e-9*m.OverlapM2, 1e-8*geo.LengthM(a), 1e-8*geo.LengthM(b)) {
			t.Fatalf("%v m², the pieces %v: %v %v", got, m.OverlapM2, a, b)
		}
	})
}

// checkLine holds what is true of any line and any area.
func checkLine(t *testing.T, line orb.LineString, area orb.MultiPolygon) {
	t.Helper()
	m, _ := geo.Meet(line, area)
	found, err := geo.Overlap(line, area)
	overlaps := m.Relation == geo.Within || m.Relation == geo.Overlaps
	if err != nil || (found != nil && !overlaps) {
		t.Fatalf("%s: %v, %v: %v %v", m.Relation, found, err, line, area)
	}
	if got := geo.LengthM(found); overlaps && math.Abs(got-m.CrossingM) > 1e-9*m.CrossingM+1e-8 {
		t.Fatalf("%v m, the pieces %v: %v %v", got, m.CrossingM, line, area)
	}
}
