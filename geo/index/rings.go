package index

import "slices"

// ringSets numbers the sets of rings that reference points are inside of. A
// few thousand of them come back in millions of cells, so each is made once and
// so is what follows from it. Set 0 is empty.
type ringSets struct {
	rings  [][]uint32 // by set, ascending
	words  []uint32   // by set: what a cell that no edge crosses says, once known
	change map[uint64]uint32
	number map[string]uint32
	key    []byte
}

const unknown = 1<<32 - 1

func newRingSets() ringSets {
	return ringSets{
		rings: [][]uint32{nil}, words: []uint32{0},
		change: map[uint64]uint32{}, number: map[string]uint32{"": 0},
	}
}

// toggled is the set with a ring put in or taken out.
func (s *ringSets) toggled(set, ring uint32) uint32 {
	key := uint64(set)<<32 | uint64(ring)
	if to, ok := s.change[key]; ok {
		return to
	}
	list := slices.Clone(s.rings[set])
	if i, in := slices.BinarySearch(list, ring); in {
		list = slices.Delete(list, i, i+1)
	} else {
		list = slices.Insert(list, i, ring)
	}
	s.key = s.key[:0]
	for _, r := range list {
		s.key = append(s.key, byte(r), byte(r>>8), byte(r>>16), byte(r>>24))
	}
	to, ok := s.number[string(s.key)]
	if !ok {
		to = uint32(len(s.rings))
		s.rings, s.words = append(s.rings, list), append(s.words, unknown)
		s.number[string(s.key)] = to
	}
	s.change[key] = to
	return to
}
