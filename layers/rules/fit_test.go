package rules_test

import (
	"slices"
	"strings"
	"testing"

	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

// shipped is the rule file and the layers that come with it.
func shipped(t *testing.T) (*rules.Set, *layers.Release) {
	t.Helper()
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return set, release
}

// TestFits: the shipped rules fit the shipped layers; a grade or a kind that one
// misspells is named.
func TestFits(t *testing.T) {
	set, release := shipped(t)
	if err := set.Fits(release); err != nil {
		t.Error(err)
	}
	grade, err := rules.Load([]byte(strings.Replace(string(seeds.Rules()), "grades: [禁采]", "grades: [禁采区]", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := grade.Fits(release); err == nil || !strings.Contains(err.Error(), "GW01") {
		t.Errorf("a grade that the layer lacks: %v", err)
	}
	kind, err := rules.Load([]byte(strings.ReplaceAll(string(seeds.Rules()), "outfall", "sewer")))
	if err != nil {
		t.Fatal(err)
	}
	if err := kind.Fits(release); err == nil || !strings.Contains(err.Error(), `"outfall"`) {
		t.Errorf("a kind that the rules lack: %v", err)
	}
}

// TestWhatProhibitsIsRequired: in the shipped layers every layer by which a rule
// prohibits or restricts a kind of site is required for it, so that "nothing
// found" never leaves one out.
func TestWhatProhibitsIsRequired(t *testing.T) {
	set, release := shipped(t)
	for _, r := range set.Rules {
		l := release.Layer(r.Layer)
		if l == nil || r.Verdict == rules.Notice {
			continue
		}
		for _, kind := range set.KindsOf(&r) {
			if !slices.Contains(l.RequiredFor, kind) {
				t.Errorf("%s: %s is not required for %s", r.ID, r.Layer, kind)
			}
		}
	}
}

// TestEveryLayerIsKnown: each layer of which a rule speaks is in the shipped
// catalogue, or among those that it says not to hold; and of each that it does
// not hold a rule speaks, or offices look at it.
func TestEveryLayerIsKnown(t *testing.T) {
	// Of other offices' law: named, so that nobody takes them for checked.
	looked := []string{"forest_land", "cultural_relic", "sewage_collection_area", "industrial_park", "flood_detention_area"}
	set, release := shipped(t)
	spoken := map[string]bool{}
	for _, r := range set.Rules {
		spoken[r.Layer] = true
	}
	for _, held := range release.NotHeld {
		if !spoken[held.ID] && !slices.Contains(looked, held.ID) {
			t.Errorf("no rule speaks of %s, which is not held", held.ID)
		}
		delete(spoken, held.ID)
	}
	for id := range spoken {
		if id != rules.Everywhere && release.Layer(id) == nil {
			t.Errorf("rules speak of %s, which is neither held nor said not to be", id)
		}
	}
}

// TestAttributesAreOffered: a kind of site of which a rule speaks has every
// attribute that the rule turns on, so that no question is one that its form does
// not have.
func TestAttributesAreOffered(t *testing.T) {
	set, _ := shipped(t)
	for _, r := range set.Rules {
		for _, kind := range set.KindsOf(&r) {
			for id := range r.When {
				if !slices.Contains(set.Attribute(id).Kinds, kind) {
					t.Errorf("%s asks a %s for %s, which it does not have", r.ID, kind, id)
				}
			}
		}
	}
}
