package catalogue

import (
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"

	"waterzones/layers"
)

// deriveAll fills the layers of the catalogue that follow from others. A layer
// cannot be derived from a derived one.
func deriveAll(all []*layers.Layer) error {
	byID := map[string]*layers.Layer{}
	for _, l := range all {
		byID[l.ID] = l
	}
	for _, l := range all {
		if l.Derive == nil {
			continue
		}
		if err := newDraft(l).derive(byID); err != nil {
			return &LoadError{File: CatalogueFile, Feature: l.ID, Err: err}
		}
	}
	return nil
}

func (l *draft) derive(byID map[string]*layers.Layer) error {
	d := l.Derive
	if d.Op != layers.OpIntersection || len(d.Of) != 2 || d.Of[0] == d.Of[1] {
		return fmt.Errorf("derive 应为 {\"op\":%q,\"of\":[两个不同图层]} / derive must be {\"op\":%q,\"of\":[two different layers]}", layers.OpIntersection, layers.OpIntersection)
	}
	if l.Role != layers.RoleZones {
		return errors.New("派生图层的 role 应为 zones / the role of a derived layer must be zones")
	}
	for _, id := range d.Of {
		if source := byID[id]; source == nil || source.Role != layers.RoleZones || source.Derive != nil {
			return fmt.Errorf("不能由 %q 派生：没有该图层，或不是有文件的 zones 图层 / cannot derive from %q: no such layer, or not one of zones with a file", id, id)
		}
	}
	a, b := byID[d.Of[0]], byID[d.Of[1]]
	var err error
	if l.Coverage, err = intersected(a.Coverage, b.Coverage); err != nil {
		return err
	}
	l.Span = l.Intersect(a.Span).Intersect(b.Span)
	l.AccuracyM = max(l.AccuracyM, defaultBandM(a), defaultBandM(b))
	l.Illustrative = l.Illustrative || a.Illustrative || b.Illustrative
	if l.Version == "" {
		l.Version = a.Version + " ∩ " + b.Version
	}
	l.Derivation = derivation(a, b, l.Derivation)
	l.intersectZones(a, b)
	l.check()
	l.carryQuarantine(a, b)
	l.carryQuarantine(b, a)
	return nil
}

// derivation says from which versions the layer follows; more is what the
// catalogue has to add.
func derivation(a, b *layers.Layer, more layers.Text) layers.Text {
	t := layers.Text{
		ZH: fmt.Sprintf("由“%s”（%s，版本 %s）与“%s”（%s，版本 %s）求交派生。", a.Title.ZH, a.ID, a.Version, b.Title.ZH, b.ID, b.Version),
		EN: fmt.Sprintf("Derived as the intersection of %q (%s, version %s) and %q (%s, version %s).", a.Title.EN, a.ID, a.Version, b.Title.EN, b.ID, b.Version),
	}
	return layers.Text{ZH: t.ZH + more.ZH, EN: strings.TrimSpace(t.EN + " " + more.EN)}
}

// intersectZones adds what each two zones of the sources have in common, for
// the days on which both are in force.
func (l *draft) intersectZones(a, b *layers.Layer) {
	boxes := make([]orb.Bound, len(b.Zones))
	areas := make([]*geo.Prepared, len(b.Zones))
	for i := range b.Zones {
		boxes[i] = b.Zones[i].Shape.Bound()
	}
	tree := index.New(boxes)
	for i := range a.Zones {
		za := &a.Zones[i]
		for k := range tree.Candidates(za.Shape.Bound()) {
			zb := &b.Zones[k]
			if !za.Overlaps(zb.Span) {
				continue
			}
			if areas[k] == nil {
				areas[k] = geo.Prepare(zb.Shape)
			}
			common := inCommon(za, zb)
			common.AccuracyM = max(a.BandM(za), b.BandM(zb))
			switch shape, err := areas[k].Overlap(za.Shape); {
			case err != nil: // its place is somewhere in the zone
				l.quarantine(common, za.Shape, layers.Text{ZH: "无法求交：" + err.Error(), EN: "cannot be intersected: " + err.Error()})
			case shape != nil:
				l.wait(layers.Zone{Attributes: common, Shape: shape.(orb.MultiPolygon)}) //nolint:forcetypeassert // the overlap of two areas
			}
		}
	}
}

// inCommon is what can be said of the part that two zones have in common.
func inCommon(a, b *layers.Zone) layers.Attributes {
	return layers.Attributes{
		Code:       a.Code + "~" + b.Code,
		Name:       a.Name + " ∩ " + b.Name,
		Grade:      a.Grade,
		SourceCode: a.SourceCode, SourceName: a.SourceName, SourceType: a.SourceType, Aquifer: a.Aquifer,
		CountyCode: a.CountyCode, County: a.County,
		Span:         a.Intersect(b.Span),
		ApprovalNo:   both(a.ApprovalNo, b.ApprovalNo),
		Publicity:    both(a.Publicity, b.Publicity),
		DataSource:   both(a.DataSource, b.DataSource),
		Illustrative: a.Illustrative || b.Illustrative,
	}
}

// both joins two texts, one of which may be empty or equal to the other.
func both(a, b string) string {
	if a == b || b == "" {
		return a
	}
	if a == "" {
		return b
	}
	return a + "；" + b
}

// carryQuarantine quarantines what may be missing since a zone of the source
// could not be taken, for the days on which the other source could have met it.
func (l *draft) carryQuarantine(source, other *layers.Layer) {
	for i := range source.Quarantined {
		q := &source.Quarantined[i]
		a := q.Attributes
		a.AccuracyM = max(source.BandM(&q.Zone), widestZoneBandM(other))
		l.quarantine(a, q.Shape, layers.Text{
			ZH: fmt.Sprintf("来源图层 %s 的图形已隔离：%s", source.ID, q.Reason.ZH),
			EN: fmt.Sprintf("quarantined in its source %s: %s", source.ID, q.Reason.EN),
		})
	}
}

func widestZoneBandM(l *layers.Layer) float64 {
	widest := defaultBandM(l)
	for i := range l.Zones {
		widest = max(widest, l.BandM(&l.Zones[i]))
	}
	return widest
}

// defaultBandM is the accuracy of a zone of the layer that states none.
func defaultBandM(l *layers.Layer) float64 { return l.BandM(&layers.Zone{}) }

// intersected is where both areas are; one polygon that layers share stays
// shared.
func intersected(a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	if len(a) == 0 || len(b) == 0 {
		return nil, nil
	}
	if &a[0] == &b[0] {
		return a, nil
	}
	shape, err := geo.Overlap(a, b)
	if err != nil || shape == nil {
		return nil, err
	}
	return shape.(orb.MultiPolygon), nil //nolint:forcetypeassert // the overlap of two areas
}
