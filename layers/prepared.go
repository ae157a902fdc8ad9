package layers

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"
)

// ZoneError names a zone of which something cannot be worked out.
type ZoneError struct {
	Layer, Zone string
	Err         error
}

func (e *ZoneError) Error() string {
	return fmt.Sprintf("图层数据有误 / layers cannot be read: %s %s: %v", e.Layer, e.Zone, e.Err)
}

func (e *ZoneError) Unwrap() error { return e.Err }

// prepared is the layer with what screening needs beside the zones themselves.
// The layer given stays as it is.
func (l *Layer) prepared(content []byte) (*Layer, error) {
	own := *l
	own.content, own.Zones = content, slices.Clone(l.Zones)
	own.prepareIndex()
	sources := own.bySource()
	wrong := make([]error, len(sources))
	Each(runtime.GOMAXPROCS(0), len(sources), func(i int) { wrong[i] = own.divide(sources[i]) })
	return &own, cmp.Or(wrong...)
}

// bySource are the zones that say of which source they are, those of one together.
func (l *Layer) bySource() [][]*Zone {
	var sources [][]*Zone
	at := map[string]int{}
	for i := range l.Zones {
		z := &l.Zones[i]
		if z.SourceCode == "" {
			continue
		}
		k, known := at[z.SourceCode]
		if !known {
			k = len(sources)
			at[z.SourceCode], sources = k, append(sources, nil)
		}
		sources[k] = append(sources[k], z)
	}
	return sources
}

// prepareIndex makes ready what each zone is by itself.
func (l *Layer) prepareIndex() {
	bounds := make([]orb.Bound, len(l.Zones))
	for i := range l.Zones {
		z := &l.Zones[i]
		z.area, z.rests, z.twins = geo.Prepare(z.Shape), nil, nil
		bounds[i] = z.Shape.Bound()
		l.widestBandM = max(l.widestBandM, l.BandM(z))
	}
	l.tree = index.New(bounds)
	l.gradesHeld = gradesOf(l.Zones)
	slices.SortFunc(l.gradesHeld, func(a, b string) int {
		return cmp.Or(cmp.Compare(l.GradeRank(a), l.GradeRank(b)), cmp.Compare(a, b))
	})
	l.quarantine.prepare(l)
}

func gradesOf(zones []Zone) []string {
	var grades []string
	for i := range zones {
		if !slices.Contains(grades, zones[i].Grade) {
			grades = append(grades, zones[i].Grade)
		}
	}
	return grades
}
