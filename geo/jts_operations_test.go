package geo_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"

	"waterzones/geo"
)

// run checks what the operation says, or says why it cannot.
func (j *jtsCase) run(t *testing.T) (why string) {
	t.Helper()
	if j.op.Name == "isvalid" {
		return j.valid(t)
	}
	if j.op.Name == "equalstopo" {
		return j.equal(t)
	}
	site, zone := j.a, areaOf(j.b)
	forth := zone != nil
	if !forth {
		site, zone = j.b, areaOf(j.a)
	}
	if zone == nil {
		return "neither shape is a polygon or a multipolygon"
	}
	switch j.op.Name {
	case "distance", "iswithindistance":
		return j.distance(t, geo.DistanceToArea(site, zone).M == 0)
	}
	m, err := geo.Meet(site, zone)
	if err != nil {
		t.Fatal(err)
	}
	p := jtsPair{forth: forth, areal: areaOf(site) != nil, relation: m.Relation}
	if p.areal {
		back, _ := geo.Meet(zone, areaOf(site))
		p.equal = m.Relation == geo.Within && back.Relation == geo.Within
	}
	p.along = m.Relation == geo.Touches && !p.areal && near(m.CrossingM, geo.LengthM(site), 1e-12) && noneOutside(site, zone)
	switch j.op.Name {
	case "relate":
		return j.relate(t, p)
	case "intersection", "intersectionng":
		return j.intersection(t, site, zone, m.Relation)
	}
	holds := p.holds(j.op.Name)
	if want := j.op.Want == "true"; holds != want {
		t.Errorf("%s, so %s is %v, want %v\nsite %v\nzone %v", m.Relation, j.op.Name, holds, want, site, zone)
	}
	return ""
}

func (j *jtsCase) equal(t *testing.T) string {
	t.Helper()
	for _, g := range []orb.Geometry{j.a, j.b} {
		if line, is := g.(orb.LineString); is && len(line) > 0 && geo.LengthM(line) == 0 {
			return "a line without length: a point here"
		}
	}
	for _, pair := range [][2]orb.Geometry{{j.a, j.b}, {j.b, j.a}} {
		got, err := geo.Equals(pair[0], pair[1])
		if want := j.op.Want == "true"; err != nil || got != want {
			t.Errorf("got %v, %v, want %v\n%v\n%v", got, err, want, pair[0], pair[1])
		}
	}
	return ""
}

func (j *jtsCase) valid(t *testing.T) string {
	t.Helper()
	if geo.Vertices(j.a) == 0 {
		return "empty shapes: valid for JTS, refused here"
	}
	found := geo.Validate(j.a)
	if len(found) > 0 && found[0].Kind == geo.Empty {
		return "empty shapes: valid for JTS, refused here"
	}
	if want := j.op.Want == "true"; (found == nil) != want {
		t.Errorf("got %v, want valid %v\n%v", found, want, j.a)
	}
	return ""
}

// distance is that in the plane: only zero is the same on the earth.
func (j *jtsCase) distance(t *testing.T, met bool) string {
	t.Helper()
	if geo.Vertices(j.a) == 0 || geo.Vertices(j.b) == 0 {
		return "distance to an empty shape: 0 for JTS, infinite here"
	}
	var want bool
	switch {
	case j.op.Name == "distance":
		want = strings.Trim(j.op.Want, "0.") == ""
	case strings.Trim(j.op.Arg3, "0.") == "":
		want = j.op.Want == "true"
	default:
		return "within a distance in the plane other than 0"
	}
	if met != want {
		t.Errorf("distance 0 is %v, want %v\n%v\n%v", met, want, j.a, j.b)
	}
	return ""
}

// relate compares with the relation that a matrix means.
func (j *jtsCase) relate(t *testing.T, p jtsPair) string {
	t.Helper()
	matrix := strings.ToUpper(j.op.Arg3)
	if j.op.Want != "true" || strings.Contains(matrix, "*") {
		return "a matrix that says too little"
	}
	if !p.forth { // transposed
		at := []int{0, 3, 6, 1, 4, 7, 2, 5, 8}
		turned := make([]byte, 9)
		for i, k := range at {
			turned[i] = matrix[k]
		}
		matrix = string(turned)
	}
	if want := relationOf(matrix); p.relation != want {
		t.Errorf("got %s, want %s (%s)\n%v\n%v", p.relation, want, matrix, j.a, j.b)
	}
	return ""
}

// intersection compares the part that has the site's dimension, by its size in
// the plane; what it says beyond that is shared boundary.
func (j *jtsCase) intersection(t *testing.T, site orb.Geometry, zone orb.MultiPolygon, r geo.Relation) string {
	t.Helper()
	want, ok := jtsShape(j.op.Want)
	if !ok || j.rounded {
		return "rounds its result to a grid"
	}
	found, err := geo.Overlap(site, zone)
	if err != nil || (found != nil) != (r != geo.Disjoint && r != geo.Touches) {
		t.Fatalf("%s: %v, %v\nsite %v\nzone %v", r, found, err, site, zone)
	}
	if found == nil {
		return ""
	}
	got, expected := sizeOf(t, found, site.Dimensions()), sizeOf(t, vary(want, eachPoint(j.scaled)), site.Dimensions())
	if !near(got, expected, 1e-9) {
		t.Errorf("the overlap measures %v, want %v\nsite %v\nzone %v", got, expected, site, zone)
	}
	return ""
}

// sizeOf is the planar area or length or the number of points, what covers the
// same twice counted once.
func sizeOf(t *testing.T, g orb.Geometry, dimensions int) float64 {
	t.Helper()
	once, err := sf.UnaryUnion(toSF(t, g))
	if err != nil {
		t.Fatal(err)
	}
	switch dimensions {
	case 2:
		return once.Area()
	case 1:
		return once.Length()
	}
	return float64(len(once.Dump()))
}

func eachPart(g orb.Geometry, visit func(orb.Geometry)) {
	switch g := g.(type) {
	case orb.MultiPoint:
		for _, p := range g {
			visit(p)
		}
	case orb.MultiLineString:
		for _, line := range g {
			visit(line)
		}
	case orb.Collection:
		for _, part := range g {
			eachPart(part, visit)
		}
	default:
		visit(g)
	}
}

// noneOutside says of the points of a site that all are on the zone.
func noneOutside(site orb.Geometry, zone orb.MultiPolygon) bool {
	all := true
	eachPart(site, func(part orb.Geometry) {
		if p, ok := part.(orb.Point); ok {
			all = all && geo.Locate(zone, p) != geo.Exterior
		}
	})
	return all
}

// jtsPair is how a site lies to a zone, whether the site came first, and
// whether it runs along the zone's boundary all the way.
type jtsPair struct {
	forth, areal, equal, along bool
	relation                   geo.Relation
}

// holds reads a predicate of the shapes as they came from the relation.
func (p jtsPair) holds(name string) bool {
	r := p.relation
	siteInZone, zoneInSite := r == geo.Within, r == geo.Contains || p.equal
	within, contains := siteInZone, zoneInSite
	coveredBy, covers := siteInZone || p.along, zoneInSite
	if !p.forth {
		within, contains, coveredBy, covers = contains, within, covers, coveredBy
	}
	switch name {
	case "intersects":
		return r != geo.Disjoint
	case "disjoint":
		return r == geo.Disjoint
	case "touches":
		return r == geo.Touches
	case "within":
		return within
	case "contains":
		return contains
	case "coveredby":
		return coveredBy
	case "covers":
		return covers
	case "crosses":
		return r == geo.Overlaps && !p.areal
	case "overlaps":
		return r == geo.Overlaps && p.areal
	}
	panic("unknown operation " + name)
}
