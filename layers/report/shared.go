package report

import (
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

var (
	sharedPlan = sync.OnceValues(canonical.For[sharedShort])
	anyPlan    = sync.OnceValues(canonical.For[any])
)

// share writes what a short form will share.
func share(s *Short) (*sharedText, error) {
	p, err := anyPlan()
	if err != nil {
		return nil, err
	}
	var t sharedText
	for _, part := range []struct {
		to *canonical.Raw
		of any
	}{{&t.Summary, s.Summary}, {&t.Findings, s.Findings}, {&t.Zones, s.Zones}, {&t.Unchecked, s.Unchecked}} {
		if *part.to, err = p.Append(nil, &part.of); err != nil {
			return nil, err
		}
	}
	return &t, nil
}
