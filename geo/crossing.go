package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// event is a place where an edge meets an edge of the other shape: a crossing
// of their interiors, a vertex of one on the other, or an end of the stretch
// that they share.
type event struct {
	own, other int32
	t, err     float64   // place along the own edge, 0 to 1, and its error
	at         orb.Point // exactly the place if vertex, else near it
	vertex     bool
	turn       int8 // change of the other's winding when walking past a crossing
	same       int8 // +1 where a stretch shared in the same direction begins, -1 where it ends
	opposite   int8 // the same for one shared in opposite directions
}

// exactT is the place of the event along its own edge.
func (ev *event) exactT(own, other edge) ratio {
	if ev.vertex {
		k := own.axis()
		return newRatio(diff(ev.at[k], own.a[k]), diff(own.b[k], own.a[k]))
	}
	d := determinant(other.a, other.b, own.a)
	return newRatio(d, sub(d, determinant(other.a, other.b, own.b)))
}

// axis is the coordinate in which the edge is longer.
func (e edge) axis() int {
	if abs(e.b[0]-e.a[0]) >= abs(e.b[1]-e.a[1]) {
		return 0
	}
	return 1
}

// crossings finds every place where an edge of the site meets one of the zone
// and notes it for both.
type crossings struct {
	site, zone             *shape
	siteEvents, zoneEvents []event
	budget                 *Budget
}

// findCrossings looks at the pairs of edges that can meet: where the zone has a
// tree, those whose boxes meet and no more; else those that share a stripe, which
// must be those of the zone over the site's bound.
func findCrossings(site *shape, zone *stripes, b *Budget) (*crossings, error) {
	c := &crossings{site: site, zone: zone.shape, budget: b}
	var near []int32
	for i := range site.edges {
		if !edgeMeets(&site.edges[i], &zone.shape.bound) {
			continue
		}
		if zone.tree == nil {
			c.alongStripes(int32(i), zone)
		} else {
			near = c.amongBoxes(int32(i), zone.tree, near[:0])
		}
		if err := b.Err(); err != nil {
			return nil, err
		}
	}
	c.sort()
	return c, nil
}

func (c *crossings) sort() {
	sortEvents(c.siteEvents, c.site, c.zone)
	sortEvents(c.zoneEvents, c.zone, c.site)
}

func (c *crossings) alongStripes(i int32, zone *stripes) {
	e := c.site.edges[i]
	box := e.bound()
	low, high := zone.span(e)
	for k := low; k <= high; k++ {
		candidates := zone.in(k)
		if !c.budget.spend(len(candidates)) {
			return
		}
		for _, j := range candidates {
			f := &zone.shape.edges[j]
			if !edgeMeets(f, &box) {
				continue
			}
			if from, _ := zone.span(*f); max(from, low) == k {
				c.pair(i, j)
			}
		}
	}
}

// amongBoxes leaves out, beside the boxes apart from that of the edge, those
// that lie on one side of it.
func (c *crossings) amongBoxes(i int32, tree *boxTree, near []int32) []int32 {
	e := c.site.edges[i]
	near, looks := tree.meeting(e.bound(), e.passes, near)
	if !c.budget.spend(looks) {
		return near
	}
	for _, j := range near {
		if int(j) < len(c.zone.edges) { // else a ring that is a single place
			c.pair(i, j)
		}
	}
	return near
}

// passes reports whether the line of the edge meets a box.
func (e edge) passes(box orb.Bound) bool {
	side := Orient(e.a, e.b, box.Min)
	return side == 0 || side != Orient(e.a, e.b, box.Max) ||
		side != Orient(e.a, e.b, orb.Point{box.Min[0], box.Max[1]}) ||
		side != Orient(e.a, e.b, orb.Point{box.Max[0], box.Min[1]})
}

func (c *crossings) pair(i, j int32) {
	c.budget.spend(pairCost)
	s, z := c.site.edges[i], c.zone.edges[j]
	za, zb := Orient(s.a, s.b, z.a), Orient(s.a, s.b, z.b)
	if za*zb > 0 {
		return
	}
	sa, sb := Orient(z.a, z.b, s.a), Orient(z.a, z.b, s.b)
	switch {
	case sa*sb > 0:
	case za == 0 && zb == 0:
		c.collinear(i, j)
	case za*zb < 0 && sa*sb < 0:
		c.cross(i, j, int8(-sa), int8(-za))
	case za == 0:
		c.touch(i, j, z.a)
	case zb == 0:
		c.touch(i, j, z.b)
	case sa == 0:
		c.touch(i, j, s.a)
	default:
		c.touch(i, j, s.b)
	}
}

func (c *crossings) note(own, other event) {
	c.budget.spend(meetCost)
	c.siteEvents = append(c.siteEvents, own)
	c.zoneEvents = append(c.zoneEvents, other)
}

func (c *crossings) touch(i, j int32, at orb.Point) {
	c.note(vertexEvent(c.site, i, j, at), vertexEvent(c.zone, j, i, at))
}

func vertexEvent(own *shape, i, j int32, at orb.Point) event {
	e := own.edges[i]
	k := e.axis()
	t := (at[k] - e.a[k]) / (e.b[k] - e.a[k])
	return event{own: i, other: j, t: t, err: 1e-15, at: at, vertex: true}
}

// cross notes a crossing of interiors. Both sides get the same point near it,
// so that what is summed along the pieces of the one closes with the other.
func (c *crossings) cross(i, j int32, siteTurn, zoneTurn int8) {
	s, z := c.site.edges[i], c.zone.edges[j]
	own := event{own: i, other: j, turn: siteTurn}
	other := event{own: j, other: i, turn: zoneTurn}
	own.t, own.err = place(s, z)
	other.t, other.err = place(z, s)
	own.at = orb.Point{s.a[0] + own.t*(s.b[0]-s.a[0]), s.a[1] + own.t*(s.b[1]-s.a[1])}
	other.at = own.at
	c.note(own, other)
}

// place is where along the edge the line of the other crosses it, with the
// bound of its error; by exact arithmetic where the edges are nearly parallel.
func place(e, other edge) (t, err float64) {
	da, ea := orientFloat(other.a, other.b, e.a)
	db, eb := orientFloat(other.a, other.b, e.b)
	size := abs(da) + abs(db)
	err = 4*(ea+eb)/size + 1e-15
	if !(err < 1e-9) {
		a, b := determinant(other.a, other.b, e.a), determinant(other.a, other.b, e.b)
		return newRatio(a, sub(a, b)).float(), 1e-15
	}
	return abs(da) / size, err
}

// collinear notes the ends of the stretch that two edges of one line share,
// if they share any.
func (c *crossings) collinear(i, j int32) {
	s, z := c.site.edges[i], c.zone.edges[j]
	k := s.axis()
	low, high := later(k, lower(s, k), lower(z, k)), earlier(k, upper(s, k), upper(z, k))
	if low[k] > high[k] {
		return
	}
	if low[k] == high[k] {
		c.touch(i, j, low)
		return
	}
	same := (s.a[k] < s.b[k]) == (z.a[k] < z.b[k])
	for _, at := range []orb.Point{low, high} {
		own, other := vertexEvent(c.site, i, j, at), vertexEvent(c.zone, j, i, at)
		own.share((at == low) == (s.a[k] < s.b[k]), same)
		other.share((at == low) == (z.a[k] < z.b[k]), same)
		c.note(own, other)
	}
}

func (ev *event) share(begins, same bool) {
	step := int8(-1)
	if begins {
		step = 1
	}
	if same {
		ev.same = step
	} else {
		ev.opposite = step
	}
}

func lower(e edge, k int) orb.Point { return earlier(k, e.a, e.b) }
func upper(e edge, k int) orb.Point { return later(k, e.a, e.b) }

func earlier(k int, p, q orb.Point) orb.Point {
	if q[k] < p[k] {
		return q
	}
	return p
}

func later(k int, p, q orb.Point) orb.Point {
	if q[k] > p[k] {
		return q
	}
	return p
}

// sortEvents orders events by edge and by place along it, exactly; in one place
// by the other edge.
func sortEvents(events []event, own, other *shape) {
	slices.SortFunc(events, func(x, y event) int {
		if x.own != y.own {
			return int(x.own) - int(y.own)
		}
		return cmp.Or(compareT(x, y, own, other), cmp.Compare(x.other, y.other))
	})
}

func compareT(x, y event, own, other *shape) int {
	e := own.edges[x.own]
	if x.vertex && y.vertex {
		k := e.axis()
		return compare(x.at[k], y.at[k]) * compare(e.b[k], e.a[k])
	}
	if abs(x.t-y.t) > x.err+y.err {
		return compare(x.t, y.t)
	}
	return x.exactT(e, other.edges[x.other]).cmp(y.exactT(e, other.edges[y.other]))
}
