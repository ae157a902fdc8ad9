package report

import (
	"bytes"
	"errors"
	"sync"

	"waterzones/layers/report/canonical"
)

// sharedText is what the short forms of points have in common of which the same is
// said and found, as it is written.
type sharedText struct {
	Summary   canonical.Raw `json:"summary"`
	Findings  canonical.Raw `json:"findings"`
	Zones     canonical.Raw `json:"zones"`
	Unchecked canonical.Raw `json:"unchecked"`
}

// sharedShort is a short form of which the common members are written already.
// They hide those of the short form, which lie deeper; see sharedPlan.
type sharedShort struct {
	deeper
	sharedText
}

// deeper lets the members of a short form lie one level below its own.
type deeper struct{ *Short }

// sharedParts is the same of whole reports.
type sharedParts struct {
	Summary    canonical.Raw `json:"summary"`
	Findings   opened        `json:"findings"`
	Zones      opened        `json:"zones"`
	Reminders  canonical.Raw `json:"reminders"`
	Layers     canonical.Raw `json:"layers"`
	OutOfScope canonical.Raw `json:"out_of_scope"`
}

// partsReport is a report of which the common members are written already.
type partsReport struct {
	deeperReport
	sharedParts
}

type deeperReport struct{ *Report }

// The plans follow from the types alone and never change.
var (
	sharedPlan = sync.OnceValues(canonical.For[sharedShort])
	partsPlan  = sync.OnceValues(canonical.For[partsReport])
	anyPlan    = sync.OnceValues(canonical.For[any])
)

// share writes what a short form will share.
func share(s *Short) (*sharedText, error) {
	var t sharedText
	return &t, errors.Join(
		writeTo(&t.Summary, s.Summary), writeTo(&t.Findings, s.Findings),
		writeTo(&t.Zones, s.Zones), writeTo(&t.Unchecked, s.Unchecked))
}

// shareParts writes what a report will share.
func shareParts(r *Report) (t sharedParts, err error) {
	var findings, zones canonical.Raw
	err = errors.Join(
		writeTo(&findings, r.Findings), writeTo(&zones, r.Zones), writeTo(&t.Summary, r.Summary),
		writeTo(&t.Reminders, r.Reminders), writeTo(&t.Layers, r.Layers), writeTo(&t.OutOfScope, r.OutOfScope))
	t.Findings.pieces, t.Zones.pieces = open(findings), open(zones)
	return t, err
}

// opened is canonical JSON in which the metres to boundaries are a point's own.
type opened struct {
	pieces [][]byte // before the first, between each and the next, after the last
	metres []float64
}

// boundaryKey stands before them; within a string its quotes would be escaped.
const boundaryKey = `"boundary_m":`

// open takes the metres out of a text.
func open(text []byte) (pieces [][]byte) {
	pieces = bytes.Split(text, []byte(boundaryKey))
	for i, piece := range pieces[1:] {
		pieces[i+1] = piece[bytes.IndexAny(piece, ",}"):]
	}
	return pieces
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

func writeTo(to *canonical.Raw, v any) error {
	p, err := anyPlan()
	if err != nil {
		return err
	}
	*to, err = p.Append(nil, &v)
	return err
}
