package geo

import "github.com/paulmach/orb"

// class says where a piece lies to the other shape.
type class int8

const (
	outside  class = iota
	inside         // in the interior of the other area
	same           // along its boundary, in the boundary's direction
	opposite       // along its boundary, against the boundary's direction
)

// walker cuts the edges of a shape where they meet the other one and finds the
// class of every piece. It carries the class from piece to piece: it changes
// only at a crossing, where it is known how, and at a vertex on the boundary,
// after which the next piece is located afresh. So the number of locations is
// that of such vertices, not that of the edges.
type walker struct {
	own    *shape
	runs   []chain  // of own, if not all of it
	other  *stripes // over the bound of own
	events []event
	budget *Budget
	visit  func(a, b orb.Point, c class)

	known   bool // whether winding holds for the place reached
	winding int
}

func (w *walker) walk() error {
	runs := w.runs
	if runs == nil {
		runs = w.own.chains
	}
	for _, ch := range runs {
		w.known = false
		for i := ch.from; i < ch.to; i++ {
			n := 0
			for n < len(w.events) && int(w.events[n].own) == i {
				n++
			}
			w.edge(w.own.edges[i], w.events[:n])
			w.events = w.events[n:]
			if err := w.budget.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walker) edge(e edge, events []event) {
	at, shared := e.a, [2]int{}
	var last *event
	for len(events) > 0 {
		group := w.simultaneous(events)
		if events[0].at != e.a || !events[0].vertex {
			w.piece(e, last, &events[0], shared)
			at = events[0].at
		}
		w.pass(group, &shared)
		last, events = &events[0], events[len(group):]
	}
	if last == nil || !last.vertex || at != e.b {
		w.piece(e, last, nil, shared)
	}
}

// simultaneous is the run of events at the place of the first.
func (w *walker) simultaneous(events []event) []event {
	n := 1
	for n < len(events) && compareT(events[0], events[n], w.own, w.other.shape) == 0 {
		n++
	}
	return events[:n]
}

func (w *walker) pass(group []event, shared *[2]int) {
	for _, ev := range group {
		shared[0] += int(ev.same)
		shared[1] += int(ev.opposite)
		w.winding += int(ev.turn)
		w.known = w.known && ev.turn != 0
	}
}

// piece classifies the part of the edge between two events; nil stands for the
// end of the edge, where there is no event.
func (w *walker) piece(e edge, from, to *event, shared [2]int) {
	w.budget.spend(pairCost)
	a, b := e.a, e.b
	if from != nil {
		a = from.at
	}
	if to != nil {
		b = to.at
	}
	switch {
	case shared[0] > 0 && shared[1] > 0:
		w.visit(a, b, inside) // between two parts that wrongly share an edge
		return
	case shared[0] > 0:
		w.visit(a, b, same)
		return
	case shared[1] > 0:
		w.visit(a, b, opposite)
		return
	}
	if !w.known {
		w.winding, w.known = w.locate(e, from, to), true
	}
	if w.winding != 0 {
		w.visit(a, b, inside)
	} else {
		w.visit(a, b, outside)
	}
}

func (w *walker) locate(e edge, from, to *event) int {
	switch {
	case from == nil:
		return w.other.winding(e.a, w.budget)
	case to == nil:
		return w.other.winding(e.b, w.budget)
	}
	low := from.exactT(e, w.other.shape.edges[from.other])
	high := to.exactT(e, w.other.shape.edges[to.other])
	return w.other.windingAt(along(e, low.mid(high)), w.budget)
}
