package screening

import (
	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// Answer is what asking found about a site: zones, relations, bits and metres,
// what is unknown or not covered. It holds no words, and nothing in it may be
// changed.
type Answer struct {
	Snapshot layers.Snapshot
	Site     *rules.Site // its rings wound as a report writes them
	// Of the site: 2 where it has an area, 1 a length, 0 neither.
	Dimension       int
	AreaM2, LengthM float64

	Layers         []LayerAnswer   // of every layer of zones, in the order of the catalogue
	Grades         []GradeAmount   // how much of the site has which grade of which source
	Totals         []GradeTotal    // the same over all sources, each place once
	Nearest        []Near          // zones not met, nearest first; see Options
	NearestUnknown []*layers.Layer // of which the nearest zone is too intricate to be measured
	// Zones of which some place may stand in the amounts more than once, since they
	// are too intricate to be taken apart.
	CountedTwice []*layers.Zone
}

// LayerAnswer is what one layer has to say of the site.
type LayerAnswer struct {
	Layer      *layers.Layer
	Required   bool // for the kind of site
	Matters    bool // it is required, or some rule speaks of it for the kind of site
	Doubt      Doubt
	Beyond     bool               // it answers since it is declared to hold nothing there
	Quarantine *layers.Quarantine // that could meet the site, where Doubt is Quarantined
	Hits       []rules.Hit        // zones as stored that the site meets or comes near to, strictest grade first
	// Own is the same by what each zone has of its own grade, zones that no rule can
	// tell apart as one: what rules judge. Nothing for the quick join.
	Own []rules.Hit
}

// Doubt says why a layer does not answer for the whole site on the day asked.
type Doubt uint8

// The doubts, from the first that would be told.
const (
	Checked     Doubt = iota // none: it answers
	OutOfDate                // it is not in force on the day
	NotCovered               // it does not cover the site, grown by the site's accuracy
	Quarantined              // a quarantined zone could meet the site
)

// Checked reports whether the layer answers for the whole site.
func (l *LayerAnswer) Checked() bool { return l.Doubt == Checked }

// Near is the nearest zone not met, of one layer or of one grade of it.
type Near struct {
	Layer      *layers.Layer
	Zone       *layers.Zone
	DistanceM  float64 // rounded to 0.01
	BearingDeg float64 // from the site, clockwise from north, rounded to 0.1
	From, To   orb.Point
}

// Amount is how much of the site lies somewhere: m² of an area, m of a line. What
// is nil the site does not have.
type Amount struct {
	M2, M, Share *float64 // rounded as printed; Share is of the whole site, 0 to 1
}

// GradeAmount is how much of the site has a grade of one source. The grades of a
// source exclude one another and its pieces are counted once, so that its rows
// add up to no more than the site. A zone that names no source stands alone.
type GradeAmount struct {
	Layer *layers.Layer
	Zone  *layers.Zone // of the source and grade, the strictest hit's
	Amount
	Parts []PartAmount // where the zones say 水域 or 陆域
}

// PartAmount is the share of a part, 水域 or 陆域, in a GradeAmount.
type PartAmount struct {
	Part string // empty: not said
	Amount
}

// GradeTotal is how much of the site has a grade of a layer, of whatever source.
// Each place is counted once, under the strictest grade that any source has
// there, so that the rows of a layer add up to no more than the site.
type GradeTotal struct {
	Layer *layers.Layer
	Grade string
	Amount
}
