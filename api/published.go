package api

import (
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/report"
)

// published is a release and when it began to be served. A request loads it once:
// what it answers is of one release.
type published struct {
	*layers.Release
	extent orb.Bound
	since  time.Time

	points    atomic.Pointer[dayPoints] // of the last day for which they were made
	preparing atomic.Bool
	failed    atomic.Bool // they cannot be made of this release
}

// dayPoints answers for points on one legal day.
type dayPoints struct {
	*report.Points
	day layers.Date
}

// Publish serves a release from now on; what is under way ends on the one before.
// It returns when points are answered quickly on it, and is for one caller at a
// time.
func (s *Server) Publish(release *layers.Release) {
	p := &published{Release: release, extent: release.Extent(), since: s.config.Now()}
	s.prepare(p, s.today())
	s.release.Store(p)
}

// pointsOn is what answers for points on the day; nil where nothing is ready. It
// is made ready, beside the requests, for the day that is today.
func (s *Server) pointsOn(p *published, day layers.Date) *report.Points {
	if ready := p.points.Load(); ready != nil && ready.day == day {
		return ready.Points
	}
	if day == s.today() && !p.failed.Load() && p.preparing.CompareAndSwap(false, true) {
		go func() {
			defer p.preparing.Store(false)
			s.prepare(p, day)
		}()
	}
	return nil
}

// prepare makes the release ready for points. Where that fails they are answered
// all the same, one by one.
func (s *Server) prepare(p *published, day layers.Date) {
	points, err := report.NewPoints(p.On(day), s.config.Rules)
	if err != nil {
		p.failed.Store(true)
		s.config.Log.Error("points are answered one by one", "release", p.ID, "error", err)
		return
	}
	p.points.Store(&dayPoints{points, day})
}
