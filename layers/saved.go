package layers

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/crc32"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"
)

// savedRelease is a release but for its shapes, which are numbered.
type savedRelease struct {
	About  about
	Layers []savedLayer
}

type about struct {
	ID            string
	Title, Notice Text
	Attribution   []Text
	Illustrative  bool
	NotHeld       []Held
}

type savedLayer struct {
	Layer       *Layer
	Content     []byte
	Cover       int // the shape of its coverage
	Applies     int
	Within      int
	Zones       []savedZone
	Quarantined []savedQuarantine
	Places      []Place
}

type savedZone struct {
	Attributes
	Shape int
	Rests []savedRest
	Twins []int
}

type savedRest struct {
	Span
	Strict []int
	Own    int // the shape of what is left; -1: the whole zone
}

type savedQuarantine struct {
	Attributes
	Shape  int
	Reason Text
}

// AppendTo appends the release, with all that was worked out about its zones, to
// dst, as ReadRelease takes it.
func (r *Release) AppendTo(dst []byte) ([]byte, error) {
	s := saving{position: map[*orb.Polygon]int{}}
	saved := savedRelease{About: about{r.ID, r.Title, r.Notice, r.Attribution, r.Illustrative, r.NotHeld}}
	for _, l := range r.layers {
		saved.Layers = append(saved.Layers, s.layer(l))
	}
	text, err := json.Marshal(&saved)
	if err != nil {
		return dst, err
	}
	shapes, err := index.AppendShapes(nil, s.shapes)
	if err != nil {
		return dst, err
	}
	dst = index.AppendFrame(dst, checked(text))
	return index.AppendFrame(dst, shapes), nil
}

// checked puts a checksum behind a text.
func checked(text []byte) []byte {
	sum := crc32.ChecksumIEEE(text)
	return append(text, byte(sum), byte(sum>>8), byte(sum>>16), byte(sum>>24))
}

// saving numbers shapes; layers share coverages.
type saving struct {
	shapes   []orb.MultiPolygon
	position map[*orb.Polygon]int
}

func (s *saving) shape(area orb.MultiPolygon) int {
	if len(area) == 0 {
		return -1
	}
	at, known := s.position[&area[0]]
	if !known {
		at = len(s.shapes)
		s.position[&area[0]], s.shapes = at, append(s.shapes, area)
	}
	return at
}

func (s *saving) layer(l *Layer) savedLayer {
	saved := savedLayer{Layer: l, Content: l.content, Cover: s.shape(l.Coverage), Applies: s.shape(l.Applies), Within: s.shape(l.Within), Places: l.Places}
	position := make(map[*Zone]int, len(l.Zones))
	for i := range l.Zones {
		position[&l.Zones[i]] = i
	}
	numbers := func(zones []*Zone) []int {
		var list []int
		for _, z := range zones {
			list = append(list, position[z])
		}
		return list
	}
	for i := range l.Zones {
		z := &l.Zones[i]
		zone := savedZone{Attributes: z.Attributes, Shape: s.shape(z.Shape), Twins: numbers(z.twins)}
		for _, r := range z.rests {
			kept := savedRest{Span: r.Span, Strict: numbers(r.strict), Own: -1}
			if own := r.own(z); len(r.strict) > 0 && own != z.area {
				kept.Own = s.shape(own.Area())
			}
			zone.Rests = append(zone.Rests, kept)
		}
		saved.Zones = append(saved.Zones, zone)
	}
	for i := range l.Quarantined {
		q := &l.Quarantined[i]
		saved.Quarantined = append(saved.Quarantined, savedQuarantine{q.Attributes, s.shape(q.Shape), q.Reason})
	}
	return saved
}

// ErrSaved says that what was to be read is no release as it was saved.
var ErrSaved = errors.New("保存的图层已损坏或版本不符 / the saved layers are damaged or of another version")

// ReadRelease reads what Release.AppendTo wrote, and returns what follows it.
func ReadRelease(data []byte) (r *Release, rest []byte, err error) {
	text, rest, err := index.CutFrame(data)
	if err != nil || len(text) < 4 || !bytes.Equal(checked(text[:len(text)-4:len(text)-4]), text) {
		return nil, nil, ErrSaved
	}
	frame, rest, err := index.CutFrame(rest)
	if err != nil {
		return nil, nil, ErrSaved
	}
	shapes, err := index.ReadShapes(frame)
	if err != nil {
		return nil, nil, ErrSaved
	}
	var saved savedRelease
	if err := json.Unmarshal(text[:len(text)-4], &saved); err != nil {
		return nil, nil, ErrSaved
	}
	a := saved.About
	r = &Release{
		ID: a.ID, Title: a.Title, Notice: a.Notice, Attribution: a.Attribution, Illustrative: a.Illustrative, NotHeld: a.NotHeld,
		byID: map[string]*Layer{},
	}
	opened := opening{shapes: shapes, covers: map[*orb.Polygon]*geo.Prepared{nil: geo.Prepare(nil)}}
	for i := range saved.Layers {
		l := opened.layer(&saved.Layers[i])
		r.layers, r.byID[l.ID] = append(r.layers, l), l
	}
	if opened.failed {
		return nil, nil, ErrSaved
	}
	return r, rest, nil
}

// opening puts layers together again.
type opening struct {
	shapes []orb.MultiPolygon
	covers map[*orb.Polygon]*geo.Prepared
	failed bool
}

func (o *opening) shape(at int) orb.MultiPolygon {
	if at == -1 {
		return nil
	}
	if at < 0 || at >= len(o.shapes) {
		o.failed = true
		return nil
	}
	return o.shapes[at]
}

func (o *opening) layer(saved *savedLayer) *Layer {
	l := saved.Layer
	l.content, l.Coverage, l.Places = saved.Content, o.shape(saved.Cover), saved.Places
	l.Applies, l.Within = o.shape(saved.Applies), o.shape(saved.Within)
	l.share(o.covers)
	l.Quarantined = nil
	for _, q := range saved.Quarantined {
		l.Quarantined = append(l.Quarantined, Quarantine{Zone: Zone{Attributes: q.Attributes, Shape: o.shape(q.Shape)}, Reason: q.Reason})
	}
	l.Zones = make([]Zone, len(saved.Zones))
	for i := range saved.Zones {
		z := &saved.Zones[i]
		l.Zones[i] = Zone{Attributes: z.Attributes, Shape: o.shape(z.Shape)}
	}
	l.prepareIndex()
	for i := range saved.Zones {
		z, from := &l.Zones[i], &saved.Zones[i]
		z.twins = o.zones(l, from.Twins)
		for _, kept := range from.Rests {
			r := &rest{Span: kept.Span, strict: o.zones(l, kept.Strict)}
			area := z.area
			if kept.Own >= 0 {
				area = geo.Prepare(o.shape(kept.Own))
			}
			r.once.Do(func() { r.area = area })
			z.rests = append(z.rests, r)
		}
	}
	return l
}

func (o *opening) zones(l *Layer, numbers []int) []*Zone {
	var zones []*Zone
	for _, i := range numbers {
		if i < 0 || i >= len(l.Zones) {
			o.failed = true
			return nil
		}
		zones = append(zones, &l.Zones[i])
	}
	return zones
}
