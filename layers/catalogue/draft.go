package catalogue

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
)

// draft is a layer that is being read. Its zones are checked on all cores while
// those after them are read; they keep the file's order.
type draft struct {
	*layers.Layer
	waiting []*waiting
	checks  sync.WaitGroup
	slots   chan struct{} // one for each check under way
}

// waiting is a zone that is not yet taken, and what is wrong with it.
type waiting struct {
	layers.Zone
	wrong []geo.Violation
}

func newDraft(l *layers.Layer) *draft {
	return &draft{Layer: l, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// add takes a feature of the layer's file.
func (l *draft) add(a layers.Attributes, shape orb.Geometry) error {
	switch g := shape.(type) {
	case orb.Point:
		if l.Role == layers.RoleReference {
			l.Places = append(l.Places, layers.Place{Attributes: a, Point: g})
			return nil
		}
	case orb.Polygon:
		l.wait(layers.Zone{Attributes: a, Shape: orb.MultiPolygon{g}})
		return nil
	case orb.MultiPolygon:
		l.wait(layers.Zone{Attributes: a, Shape: g})
		return nil
	}
	return fmt.Errorf("几何类型 %s 不能作为该图层的要素 / a %s cannot be a zone; give Polygon or MultiPolygon", shape.GeoJSONType(), shape.GeoJSONType())
}

// wait begins to check a zone, when fewer are being checked than there are cores.
func (l *draft) wait(z layers.Zone) {
	w := &waiting{Zone: z}
	l.waiting = append(l.waiting, w)
	l.slots <- struct{}{}
	l.checks.Go(func() {
		w.wrong = geo.Validate(w.Shape)
		<-l.slots
	})
}

// check takes every zone that waits into the layer, or into quarantine.
func (l *draft) check() {
	l.checks.Wait()
	for _, w := range l.waiting {
		switch why, sound := l.judge(&w.Zone, w.wrong); {
		case sound:
			l.Zones = append(l.Zones, w.Zone)
		default:
			l.quarantine(w.Attributes, w.Shape, why)
		}
	}
	l.waiting = nil
}

// judge says why a zone cannot be taken; of one that can it writes the grade in
// the layer's own word.
func (l *draft) judge(z *layers.Zone, wrong []geo.Violation) (why layers.Text, sound bool) {
	if len(wrong) > 0 {
		zh, en := wrong[0].Explain()
		return layers.Text{ZH: zh, EN: en}, false
	}
	if z.Status == layers.StatusRevoked && z.To == "" {
		return layers.Text{
			ZH: "状态为撤销而未给失效日期（valid_to），无法判定何日起无效",
			EN: "it is revoked but has no valid_to, so the day from which it is void is not known",
		}, false
	}
	if len(l.Grades) > 0 {
		grade, known := l.grade(z.Grade)
		if !known {
			list := strings.Join(l.Grades, "、")
			return layers.Text{
				ZH: fmt.Sprintf("级别 %q 不在图层的级别之列（%s），无法判定", z.Grade, list),
				EN: fmt.Sprintf("the grade %q is not one of the layer's (%s), so no rule can be applied", z.Grade, list),
			}, false
		}
		z.Grade = grade
	}
	return layers.Text{}, true
}

func (l *draft) quarantine(a layers.Attributes, shape orb.MultiPolygon, why layers.Text) {
	l.Quarantined = append(l.Quarantined, layers.Quarantine{Zone: layers.Zone{Attributes: a, Shape: shape}, Reason: why})
}

// grade finds the layer's own word for a grade: offices write 一级保护区 for 一级,
// 准 for 准保护区 and 禁采区 for 禁采.
func (l *draft) grade(written string) (grade string, known bool) {
	for _, word := range []string{
		written, strings.TrimSuffix(written, "保护区"), written + "保护区", strings.TrimSuffix(written, "区"),
	} {
		if slices.Contains(l.Grades, word) {
			return word, true
		}
	}
	return "", false
}

// checkCodes refuses two zones of one code on one day: a report names a zone by
// its code, so the code must say which.
func (l *draft) checkCodes(file string) error {
	spans := map[string][]layers.Span{}
	for i := range l.Zones {
		z := &l.Zones[i]
		for _, s := range spans[z.Code] {
			if s.Overlaps(z.Span) {
				return &LoadError{File: file, Feature: z.Code, Err: errors.New("同一日期有两个相同编码的区 / two zones have this code on the same day")}
			}
		}
		spans[z.Code] = append(spans[z.Code], z.Span)
	}
	return nil
}
