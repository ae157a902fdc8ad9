package layers

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

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
func (l *Layer) prepared(content []byte, cover *geo.Prepared) (*Layer, error) {
	own := *l
	own.content, own.cover, own.Zones = content, cover, slices.Clone(l.Zones)
	own.prepareZones()
	bounds := make([]orb.Bound, len(own.Zones))
	bySource := map[string][]*Zone{}
	for i := range own.Zones {
		z := &own.Zones[i]
		bounds[i] = z.Shape.Bound()
		own.widestBandM = max(own.widestBandM, own.BandM(z))
		if z.SourceCode != "" {
			bySource[z.SourceCode] = append(bySource[z.SourceCode], z)
		}
	}
	own.tree = index.New(bounds)
	own.gradesHeld = gradesOf(own.Zones)
	slices.SortFunc(own.gradesHeld, func(a, b string) int {
		return cmp.Or(cmp.Compare(own.GradeRank(a), own.GradeRank(b)), cmp.Compare(a, b))
	})
	own.quarantine.prepare(&own)
	for _, zones := range bySource {
		if err := own.divide(zones); err != nil {
			return nil, err
		}
	}
	return &own, nil
}

// prepareZones makes every zone ready, on all cores.
func (l *Layer) prepareZones() {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(l.Zones)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(l.Zones); i = int(next.Add(1)) - 1 {
				z := &l.Zones[i]
				z.area, z.rests, z.twins = geo.Prepare(z.Shape), nil, nil
			}
		})
	}
	workers.Wait()
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
