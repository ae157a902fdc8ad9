package rules

import (
	"waterzones/geo/format"
	"waterzones/layers"
)

// SetPlace puts the site where a file or a request says that it is. What is
// written to 50 m is not known to 30 m, whatever accuracy was said.
func (s *Site) SetPlace(p format.Placed) {
	s.Shape, s.Given = p.Shape, p.Given
	if p.Plain {
		s.Given = nil // the shape says it
	}
	s.CRS, s.CRSGiven = p.CRS, p.Declared
	s.Said = layers.Text(p.Said)
	if p.PrecisionM > s.BandM() {
		s.AccuracyM = p.PrecisionM
	}
}
