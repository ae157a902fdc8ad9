package report_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// TestPointsSayWhatASingleOneDoes: points at random, on corners and edges of zones
// and beside them by the least step, of every kind, are answered as each alone;
// and whatever the short form has stands in the whole report.
func TestPointsSayWhatASingleOneDoes(t *testing.T) {
	snap, set := seeded(t)
	points, err := report.NewPoints(snap, set)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(8, 6))
	n := 600
	if testing.Short() {
		n = 100
	}
	for i := range n {
		said := rules.Said{Kind: set.Kinds[random.IntN(len(set.Kinds))].ID}
		if i%7 == 0 {
			said.Stage = "existing"
		}
		if i%11 == 0 {
			said.AccuracyM = "12.5"
		}
		site, wrong := set.Site(said)
		if len(wrong) > 0 {
			t.Fatal(wrong[0])
		}
		site.CRS, site.CRSGiven = "EPSG:4490", i%3 == 0
		at := someplace(random, snap)
		site.Shape = at
		got, err := points.Short(t.Context(), site)
		if err != nil {
			t.Fatal(err)
		}
		want, err := report.MakeShort(t.Context(), snap, set, site)
		if err != nil {
			t.Fatal(err)
		}
		text, err := got.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		if alone, err := want.Append(nil); err != nil || !bytes.Equal(text, alone) || !reflect.DeepEqual(asJSON(t, got), asJSON(t, want)) {
			t.Fatalf("%s at %v\n got %s\nwant %s", said.Kind, at, text, alone)
		}
		whole, err := report.Make(t.Context(), snap, set, []screening.Parcel{{Site: site}}, report.Point())
		if err != nil {
			t.Fatal(err)
		}
		sameText(t, points, site, whole)
		if short := asJSON(t, got); !within(without(short, "unchecked"), asJSON(t, whole)) {
			t.Fatalf("%s at %v\nshort %s\nwhole %s", said.Kind, at, short, asJSON(t, whole))
		}
	}
}

// sameText: the whole report is made, written and hashed as alone.
func sameText(t *testing.T, points *report.Points, site *rules.Site, whole *report.Report) {
	t.Helper()
	again, err := points.Whole(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.AppendSigned(nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := whole.AppendSigned(nil)
	if err != nil || !bytes.Equal(got, want) || again.Hash != whole.Hash {
		t.Fatalf("%v\n got %s\nwant %s", err, got, want)
	}
}

// someplace is a place in the seeds' extent, or one on a zone's boundary, beside
// that or near it.
func someplace(random *rand.Rand, snap layers.Snapshot) orb.Point {
	zones := snap.Layers()[random.IntN(len(snap.Layers()))].Zones
	if len(zones) == 0 || random.IntN(4) == 0 {
		return orb.Point{111.9 + 1.7*random.Float64(), 35.2 + 0.9*random.Float64()}
	}
	shape := zones[random.IntN(len(zones))].Shape
	ring := shape[random.IntN(len(shape))][0]
	k := random.IntN(len(ring) - 1)
	a, b, along := ring[k], ring[k+1], random.Float64()
	on := orb.Point{a[0] + along*(b[0]-a[0]), a[1] + along*(b[1]-a[1])}
	switch random.IntN(4) {
	case 0:
		return beside(random, a)
	case 1:
		return beside(random, on)
	default:
		const nearDeg = 0.0004 // 40 m
		return orb.Point{on[0] + nearDeg*(2*random.Float64()-1), on[1] + nearDeg*(2*random.Float64()-1)}
	}
}

func asJSON(t *testing.T, v any) map[string]any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func without(tree map[string]any, key string) map[string]any {
	delete(tree, key)
	return tree
}

// within reports whether all of the one stands in the other: members by name, and
// items of a list in their order.
func within(part, whole any) bool {
	switch p := part.(type) {
	case map[string]any:
		w, is := whole.(map[string]any)
		for key, value := range p {
			if !is || !within(value, w[key]) {
				return false
			}
		}
		return is
	case []any:
		w, is := whole.([]any)
		for _, item := range w {
			if len(p) > 0 && within(p[0], item) {
				p = p[1:]
			}
		}
		return is && len(p) == 0
	default:
		return reflect.DeepEqual(part, whole)
	}
}

// beside is a place or its neighbour among the numbers there are.
func beside(random *rand.Rand, p orb.Point) orb.Point {
	for i := range p {
		switch random.IntN(3) {
		case 0:
			p[i] = math.Nextafter(p[i], 200)
		case 1:
			p[i] = math.Nextafter(p[i], -200)
		}
	}
	return p
}
