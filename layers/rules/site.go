package rules

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/layers"
)

// Site is what is asked about. Shape is longitude, latitude in degrees
// (EPSG:4490) and valid; see geo.Validate.
type Site struct {
	Name       string
	Kind       string           // the id of a Kind
	Stage      Stage            // empty: not said, taken as Proposed
	Attributes map[string]Value // what is known; what is absent is unknown
	Application
	Unused    []string      // what of the input says nothing of such a site, by its names
	Derived   []*Derivation // by which some of them follow from others
	CRS       string        // of the shape as it was given: crs.CRS.String
	CRSGiven  bool          // the system was declared, and not taken from the values or by default
	Given     orb.Geometry  // the shape as it was given in CRS, easting or longitude first; nil: Shape
	Said      layers.Text   // what was understood of how it was written; empty where nothing was to be understood
	Partial   layers.Text   // what of the site was not read; empty where it is whole
	AccuracyM float64       // of the shape, metres; 0: not said, layers.DefaultAccuracyM
	Shape     orb.Geometry
}

// BandM returns the accuracy of the site's shape in metres.
func (s *Site) BandM() float64 {
	if s.AccuracyM > 0 {
		return s.AccuracyM
	}
	return layers.DefaultAccuracyM
}

// StageOrProposed returns the stage that the site is judged by.
func (s *Site) StageOrProposed() Stage {
	if s.Stage == "" {
		return Proposed
	}
	return s.Stage
}

// known returns what is known of an attribute: for a fact of the zone what the
// layer says, and where that is silent what the site says.
func (s *Site) known(a *Attribute, zone *layers.Zone) (value Value, known bool) {
	if c := a.ToldBy(zone); c != nil {
		return Text(c.ID), true
	}
	value, known = s.Attributes[a.ID]
	return value, known
}

// ToldBy is what the layer says of a fact of the zone; nil where it is silent, or the
// fact is the site's, or there is no zone.
func (a *Attribute) ToldBy(zone *layers.Zone) *Choice {
	if a.Zone == "" || zone == nil {
		return nil
	}
	return a.choiceIn(property(zone, a.Zone))
}

// choiceIn returns the one choice of which the text speaks (孔隙潜水 of 潜水);
// nil if it speaks of none, or of several.
func (a *Attribute) choiceIn(text string) *Choice {
	var found *Choice
	for i := range a.Choices {
		c := &a.Choices[i]
		if c.called(text) {
			return c
		}
		if slices.ContainsFunc(c.Names, func(name string) bool { return strings.Contains(text, name) }) {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// property returns a property of the zone on which rules may turn.
func property(z *layers.Zone, key string) string {
	switch key {
	case "source_type":
		return z.SourceType
	case "aquifer":
		return z.Aquifer
	case "legal_ground":
		return z.LegalGround
	case "part":
		return z.Part
	default:
		return ""
	}
}

// properties returns the keys that property knows.
func properties() []string { return []string{"source_type", "aquifer", "legal_ground", "part"} }
