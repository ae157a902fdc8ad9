package layers

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// hash names a release by what it holds: SHA-256 over what it says of itself and
// the contents of its layers in order of their ids. The order and layout of the
// files do not matter; one changed character or corner does.
func (r *Release) hash() (string, error) {
	h := sha256.New()
	about := struct {
		Title, Notice Text
		Attribution   []Text
		NotHeld       []Held
	}{r.Title, r.Notice, r.Attribution, r.NotHeld}
	if err := writeJSON(h, about); err != nil {
		return "", err
	}
	for _, l := range slices.SortedFunc(slices.Values(r.layers), func(a, b *Layer) int { return cmp.Compare(a.ID, b.ID) }) {
		h.Write(l.content)
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// hash is SHA-256 over all that the layer holds: its zones in order of code and
// date, attributes as JSON and coordinates as their bits.
func (l *Layer) hash() ([]byte, error) {
	h := sha256.New()
	if err := l.writeContent(h); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

// ContentHash tells whether two layers of one id hold the same, whatever version
// they say to be: 64 hexadecimal digits.
func (l *Layer) ContentHash() string { return hex.EncodeToString(l.content) }

func (l *Layer) writeContent(h hash.Hash) error {
	if err := writeJSON(h, l); err != nil {
		return err
	}
	writeShape(h, l.Coverage)
	writeShape(h, l.Applies)
	writeShape(h, l.Within)
	byCode := func(a, b *Attributes) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
	}
	zones := make([]*Zone, len(l.Zones))
	for i := range l.Zones {
		zones[i] = &l.Zones[i]
	}
	slices.SortFunc(zones, func(a, b *Zone) int { return byCode(&a.Attributes, &b.Attributes) })
	for _, z := range zones {
		if err := writeJSON(h, &z.Attributes); err != nil {
			return err
		}
		writeShape(h, z.Shape)
	}
	for i := range l.Quarantined {
		if err := writeJSON(h, &l.Quarantined[i].Attributes); err != nil {
			return err
		}
		writeShape(h, l.Quarantined[i].Shape)
	}
	places := slices.Clone(l.Places)
	slices.SortFunc(places, func(a, b Place) int { return byCode(&a.Attributes, &b.Attributes) })
	for i := range places {
		if err := writeJSON(h, &places[i].Attributes); err != nil {
			return err
		}
		writeShape(h, orb.MultiPolygon{{{places[i].Point}}})
	}
	return nil
}

func writeJSON(h hash.Hash, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	writeCount(h, len(text))
	h.Write(text)
	return nil
}

// writeShape writes counts before contents, so that no two shapes write alike.
func writeShape(h hash.Hash, shape orb.MultiPolygon) {
	writeCount(h, len(shape))
	var bits []byte
	for _, polygon := range shape {
		writeCount(h, len(polygon))
		for _, ring := range polygon {
			bits = binary.BigEndian.AppendUint64(bits[:0], uint64(len(ring)))
			for _, p := range ring {
				bits = binary.BigEndian.AppendUint64(bits, math.Float64bits(p[0]))
				bits = binary.BigEndian.AppendUint64(bits, math.Float64bits(p[1]))
			}
			h.Write(bits)
		}
	}
}

func writeCount(h hash.Hash, n int) {
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
}
