package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"sync"
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
	random := rand.New(rand.NewPCG(81, 66))
	n, alike := 600, 0
	if testing.Short() {
		n = 100
	}
	for i := range n {
		kinds := set.Kinds
		if i%2 == 0 {
			kinds = kinds[:1] // of which many are alike
		}
		said := rules.Said{Kind: kinds[random.IntN(len(kinds))].ID, Name: []string{"", "示例"}[i%5/4]}
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
		if alone, err := want.Append(nil); err != nil || !bytes.Equal(text, alone) {
			t.Fatalf("%s at %v\n got %s\nwant %s", said.Kind, at, text, alone)
		}
		whole, err := report.Make(t.Context(), snap, set, []screening.Parcel{{Site: site}}, report.Point())
		if err != nil {
			t.Fatal(err)
		}
		if sameText(t, points, site, whole) {
			alike++
		}
		if short := asJSON(t, want); !within(without(short, "unchecked"), asJSON(t, whole)) {
			t.Fatalf("%s at %v\nshort %s\nwhole %s", said.Kind, at, short, asJSON(t, whole))
		}
	}
	if alike < n/2 {
		t.Errorf("%d of %d reports were written ahead", alike, n)
	}
}

// TestPointsAtOnce: whoever is first, and whoever asks beside, is answered the same.
func TestPointsAtOnce(t *testing.T) {
	snap, set := seeded(t)
	random := rand.New(rand.NewPCG(8, 7))
	sites, want := make([]*rules.Site, 40), make([]string, 40)
	for i := range sites {
		sites[i], _ = set.Site(rules.Said{Kind: set.Kinds[i%2].ID})
		sites[i].Shape = someplace(random, snap)
	}
	answer := func(points *report.Points, site *rules.Site) string {
		short, err := points.Short(t.Context(), site)
		if err != nil {
			return err.Error()
		}
		whole, err := points.Whole(t.Context(), site)
		if err != nil {
			return err.Error()
		}
		text, err := short.Append(nil)
		if err == nil {
			text, err = whole.AppendSigned(text)
		}
		return fmt.Sprint(string(text), err)
	}
	for round := range 2 {
		points, err := report.NewPoints(snap, set)
		if err != nil {
			t.Fatal(err)
		}
		var askers sync.WaitGroup
		for k := range 1 + 7*round { // alone, and then together
			askers.Go(func() {
				for i := range sites {
					at := (i + 5*k) % len(sites)
					if got := answer(points, sites[at]); round == 0 {
						want[at] = got
					} else if got != want[at] {
						t.Errorf("%v: got %s\nwant %s", sites[at].Shape, got, want[at])
					}
				}
			})
		}
		askers.Wait()
	}
}

// sameText: the whole report is made, written and hashed as alone; ahead is whether
// its layers were written before.
func sameText(t *testing.T, points *report.Points, site *rules.Site, whole *report.Report) (ahead bool) {
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
	return len(again.Layers) == 0
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
