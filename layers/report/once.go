package report

import (
	"bytes"
	"errors"
	"sync"

	"waterzones/layers/report/canonical"
)

// writtenReport is what the whole reports of points have in common of which the
// same is said and found, as it is written.
type writtenReport struct {
	plan            *canonical.Plan[pointReport]
	findings, zones opened
}

// pointReport is a report of which findings and zones are written but for metres.
// They hide those of the report, which lie deeper.
type pointReport struct {
	deeper
	Findings opened `json:"findings"`
	Zones    opened `json:"zones"`
}

// deeper lets the members of a report lie one level below its own.
type deeper struct{ *Report }

// The plans follow from the types alone and never change.
var (
	pointPlan    = sync.OnceValues(canonical.For[pointReport])
	findingsPlan = sync.OnceValues(canonical.For[[]Finding])
	zonesPlan    = sync.OnceValues(canonical.For[[]Met])
)

// writeAhead writes of a report on a point what is not that point's own.
func writeAhead(r *Report) (w writtenReport, err error) {
	p, err := pointPlan()
	if err != nil {
		return w, err
	}
	w.plan, err = p.Fix(&pointReport{deeper: deeper{r}}, "boundary_m", "findings", "if_shifted", "nearest", "notes", "site", "summary", "zones")
	if err != nil {
		return w, err
	}
	var failed error
	w.findings, err = open(findingsPlan, r.Findings)
	w.zones, failed = open(zonesPlan, r.Zones)
	return w, errors.Join(err, failed)
}

// opened is canonical JSON in which the metres to boundaries are a point's own.
type opened struct {
	pieces [][]byte // before the first, between each and the next, after the last
	metres []float64
}

// boundaryKey stands before them; within a string its quotes would be escaped.
const boundaryKey = `"boundary_m":`

// open writes a list without the metres in it.
func open[T any](plan func() (*canonical.Plan[[]T], error), list []T) (o opened, err error) {
	p, err := plan()
	if err != nil {
		return o, err
	}
	text, err := p.Append(nil, &list)
	if err != nil {
		return o, err
	}
	o.pieces = bytes.Split(text, []byte(boundaryKey))
	for i, piece := range o.pieces[1:] {
		o.pieces[i+1] = piece[bytes.IndexAny(piece, ",}"):]
	}
	return o, nil
}

// AppendCanonical writes the text with the metres in it.
func (o opened) AppendCanonical(dst []byte) (_ []byte, err error) {
	dst = append(dst, o.pieces[0]...)
	for i, m := range o.metres {
		if dst, err = canonical.AppendNumber(append(dst, boundaryKey...), m); err != nil {
			return dst, err
		}
		dst = append(dst, o.pieces[i+1]...)
	}
	return dst, nil
}
