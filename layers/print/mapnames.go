package print

import (
	"math"
	"slices"

	"waterzones/layers/report"
)

// names writes the name of the site, of its parcels, of the zones met and of the nearest, and
// then of others that are wide enough on paper, each where there is room.
func (s *sheet) names() {
	for _, name := range []string{s.r.Site.Name, s.say("本项目", "the site")} {
		if name != "" && s.name(name, s.besideSite(nameLabel*ems(name))) {
			break
		}
	}
	for i := range s.r.Parcels {
		p := &s.r.Parcels[i]
		if b := s.boxOf(p.Geometry.Bound()); !s.name(s.parcel(p), []Pos{b.middle(), {b.middle().X, b.Y + b.Height + 3.5}}) {
			s.left++
		}
	}
	for _, met := range []bool{true, false} {
		for i := range s.o.Map {
			s.nameZones(s.ofLayer(&s.o.Map[i]), met)
		}
	}
}

// besideSite are the places for the site's own name, which is so wide.
func (s *sheet) besideSite(width float64) []Pos {
	b := s.siteBox()
	m := b.middle()
	var places []Pos
	if g := s.r.Site.Geometry.Geometry; g.Dimensions() == 1 {
		line := s.lines(pathsOf(g))[0]
		turn := line[len(line)/2]
		places = []Pos{{turn.X, turn.Y + 4}, {turn.X, turn.Y - 4}}
	}
	return append(places,
		Pos{m.X, b.Y - 3.5}, Pos{m.X, b.Y + b.Height + 3.5}, m,
		Pos{b.X + b.Width + 4 + width/2, m.Y}, Pos{b.X - 4 - width/2, m.Y})
}

// nameZones names the zones of a layer, strictest first: those that the site
// meets or has nearest, or the others.
func (s *sheet) nameZones(zones []drawn, met bool) {
	const least = 6.0 // a zone less wide than this is named if it was met, and else not
	for i, z := range zones {
		if s.met(z.zone) != met {
			continue
		}
		if !met && width(z.rings) < least || !s.name(z.name, s.seen(z.rings, zones[:i])) {
			s.left++
		}
	}
}

// met reports whether the site meets a zone of that name, or has it nearest.
func (s *sheet) met(name string) bool {
	return len(s.r.Nearest) > 0 && s.r.Nearest[0].Name == name ||
		slices.ContainsFunc(s.r.Zones, func(z report.Met) bool { return z.Name == name })
}

func width(rings [][]Pos) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			low, high = min(low, p.X), max(high, p.X)
		}
	}
	return high - low
}

// seen returns places for a zone's name: on horizontals through what the frame
// shows of it, the middle of the widest stretch that nothing stricter covers,
// and then of the widest stretch of all.
func (s *sheet) seen(rings [][]Pos, stricter []drawn) []Pos {
	low, high := s.frame.Y+s.frame.Height, s.frame.Y
	for _, ring := range rings {
		for _, p := range ring {
			low, high = min(low, max(p.Y, s.frame.Y)), max(high, min(p.Y, s.frame.Y+s.frame.Height))
		}
	}
	var places, covered []Pos
	for _, part := range []float64{0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86, 0.05, 0.95} {
		y := low + part*(high-low)
		whole := clipped(spans(rings, y), s.frame.X, s.frame.X+s.frame.Width)
		open := whole
		for i := range stricter {
			open = without(open, spans(stricter[i].rings, y))
		}
		places = append(places, middleOf(open, y)...)
		covered = append(covered, middleOf(whole, y)...)
	}
	return append(places, covered...)
}

// middleOf is the middle of the widest stretch at y, if there is one.
func middleOf(all [][2]float64, y float64) []Pos {
	var best [2]float64
	for _, s := range all {
		if s[1]-s[0] > best[1]-best[0] {
			best = s
		}
	}
	if best[1] <= best[0] {
		return nil
	}
	return []Pos{{(best[0] + best[1]) / 2, y}}
}

// name writes a name on a white ground at the first place that is free and
// within the frame, if it can be off the red line, and reports whether there
// was one.
func (s *sheet) name(text string, places []Pos) bool {
	for _, crossing := range []bool{false, true} {
		for _, p := range places {
			ground := Frame{p.X - nameLabel*ems(text)/2 - 0.6, p.Y - nameLabel*0.62, nameLabel*ems(text) + 1.2, nameLabel * 1.3}
			if !s.frame.holds(ground) || slices.ContainsFunc(s.taken, ground.meets) ||
				!crossing && slices.ContainsFunc(s.red, ground.meets) {
				continue
			}
			s.taken = append(s.taken, ground)
			s.path(Path{Lines: ground.box(), Closed: true, Fill: white, Opacity: 0.8}, false)
			s.label(Label{Text: text, At: Pos{p.X, p.Y + nameLabel*0.35}, Size: nameLabel, Colour: black, Anchor: Middle})
			return true
		}
	}
	return false
}

// redLine covers the site's line with small squares.
func (s *sheet) redLine() []Frame {
	const side, most = 1.0, 1000
	var squares []Frame
	for _, line := range s.lines(pathsOf(s.r.Site.Geometry.Geometry)) {
		for i, b := range line {
			a := line[max(i-1, 0)]
			steps := min(math.Ceil(math.Hypot(b.X-a.X, b.Y-a.Y)/side)+1, most)
			for k := range int(steps) {
				t := float64(k) / steps
				square := Frame{a.X + t*(b.X-a.X) - side/2, a.Y + t*(b.Y-a.Y) - side/2, side, side}
				if n := len(squares); n == 0 || math.Hypot(square.X-squares[n-1].X, square.Y-squares[n-1].Y) > side/2 {
					squares = append(squares, square)
				}
			}
		}
	}
	return squares
}
