package index

// Hit is a zone that a point lies in or on, or whose boundary is near, by its
// position in the list given to [NewCells] or [NewBands].
type Hit uint32

const onBoundary = 1

// Zone is the zone's position in the list.
func (h Hit) Zone() int { return int(h >> 1) }

// OnBoundary reports whether the point is on a ring of the zone, rather than
// in its interior. [Bands] do not say.
func (h Hit) OnBoundary() bool { return h&onBoundary != 0 }

// Hits holds the answers for a list of points in two flat arrays: the zones of
// point i are List[Start[i]:Start[i+1]], in ascending order. The zero value is
// ready for use. It keeps its memory from one call to the next and belongs to
// one goroutine at a time.
type Hits struct {
	Start []int32
	List  []Hit

	mixed []Hit // of the points of a batch that are near an edge
}

// Of is what point i lies in or on, or is near.
func (h *Hits) Of(i int) []Hit { return h.List[h.Start[i]:h.Start[i+1]] }
