package rules

import (
	"github.com/paulmach/orb"

	"waterzones/layers"
)

// Site is what is asked about. Shape is longitude, latitude in degrees
// (EPSG:4490) and valid; see geo.Validate.
type Site struct {
	Name       string
	Kind       string          // the id of a Kind
	Stage      Stage           // empty: not said, taken as Proposed
	Attributes map[string]bool // what is known; what is absent is unknown
	CRS        string          // of the shape as it was given: crs.CRS.String
	CRSGiven   bool            // the system was declared, and not taken from the values or by default
	Given      orb.Geometry    // the shape as it was given in CRS, easting or longitude first; nil: Shape
	Said       layers.Text     // what was understood of how it was written; empty where nothing was to be understood
	AccuracyM  float64         // of the shape, metres; 0: not said, layers.DefaultAccuracyM
	Shape      orb.Geometry
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
