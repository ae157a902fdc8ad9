package geo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// ViolationKind names a rule of Simple Features that a geometry breaks.
type ViolationKind string

// The closed list of kinds.
const (
	Empty                ViolationKind = "empty"                 // no geometry, or a part without positions
	UnknownType          ViolationKind = "unknown_type"          // not a type of orb
	NotFinite            ViolationKind = "not_finite"            // NaN or infinite
	OutOfRange           ViolationKind = "out_of_range"          // longitude beyond ±180 or latitude beyond ±90
	Antimeridian         ViolationKind = "antimeridian"          // an edge over more than 180° of longitude
	TooFewPoints         ViolationKind = "too_few_points"        // a line of one place, a ring of fewer than three
	RingNotClosed        ViolationKind = "ring_not_closed"       // first and last position differ
	SelfIntersection     ViolationKind = "self_intersection"     // a ring crosses, touches or retraces itself
	RingCrossing         ViolationKind = "ring_crossing"         // two rings cross or share a stretch
	DuplicateRing        ViolationKind = "duplicate_ring"        // two rings with the same positions
	HoleOutsideShell     ViolationKind = "hole_outside_shell"    // a hole not inside its own shell
	NestedHoles          ViolationKind = "nested_holes"          // a hole inside a hole
	NestedShells         ViolationKind = "nested_shells"         // a part inside another part
	InteriorDisconnected ViolationKind = "interior_disconnected" // rings that touch cut a part in two
)

// Violation is one rule broken, where, and at which member of the GeoJSON
// coordinates, as in "coordinates[0][1]" (counted from 0).
type Violation struct {
	Kind ViolationKind
	At   orb.Point // longitude, latitude; zero where the kind has no place
	Path string
}

// Error makes a violation an error; both languages in one line.
func (v Violation) Error() string {
	zh, en := v.Explain()
	return zh + " / " + en
}

// Explain says what is wrong, where, and what to do, in Chinese and English.
func (v Violation) Explain() (zh, en string) {
	zh, en = v.reason()
	switch v.Kind {
	case Empty, UnknownType, NotFinite:
		return fmt.Sprintf("%s：%s", v.Path, zh), fmt.Sprintf("%s: %s", v.Path, en)
	}
	return fmt.Sprintf("%s：%s（位置 %.8f, %.8f）", v.Path, zh, v.At[0], v.At[1]),
		fmt.Sprintf("%s: %s (at %.8f, %.8f)", v.Path, en, v.At[0], v.At[1])
}

func (v Violation) reason() (zh, en string) {
	switch v.Kind {
	case Empty:
		return "没有坐标，请补充", "no positions; give some"
	case UnknownType:
		return "不支持的几何类型", "geometry type not supported"
	case NotFinite:
		return "坐标不是有限数，请改正", "a coordinate is not a finite number; correct it"
	case OutOfRange:
		return "经度应在 ±180 之间、纬度应在 ±90 之间，请检查坐标顺序（经度在前）和坐标系",
			"longitude must be within ±180 and latitude within ±90; check the axis order (longitude first) and the CRS"
	case Antimeridian:
		return "边跨越 180° 经线，请在该处拆分", "an edge crosses the antimeridian; split the shape there"
	case TooFewPoints:
		return "不同的点太少：线至少两点，面的环至少三点", "too few distinct points: a line needs two, a ring three"
	case RingNotClosed:
		return "环未闭合，末点应与首点相同", "ring not closed; repeat its first point at its end"
	}
	return v.topology()
}

func (v Violation) topology() (zh, en string) {
	switch v.Kind {
	case SelfIntersection:
		return "环自相交、自相接或折返，请改正此处", "ring crosses, touches or retraces itself; correct it here"
	case RingCrossing:
		return "两个环相交或共边，请改正或合并", "two rings cross or share an edge; correct or merge them"
	case DuplicateRing:
		return "环重复，请删去其一", "ring given twice; remove one"
	case HoleOutsideShell:
		return "洞不在其外环之内", "hole outside its shell"
	case NestedHoles:
		return "洞在另一个洞之内，请删去", "hole inside another hole; remove it"
	case NestedShells:
		return "一个面在另一个面之内，请合并或改为洞", "polygon inside another one; merge them or make it a hole"
	case InteriorDisconnected:
		return "环相接把面分成几块，请拆分为多面", "rings that touch cut the interior in two; split the polygon"
	}
	return string(v.Kind), string(v.Kind)
}
