package crs

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// Options are what is known of a pasted pair beside its text. The zero value
// knows nothing.
type Options struct {
	// CRS is the system as declared. Only readings in it are returned. The zero
	// value allows every system but GCJ-02 and BD-09.
	CRS CRS
	// Packed takes two plain numbers as D.MMSS: 112.5100 is 112°51′00″.
	Packed bool
}

// Reading is one way to understand a pair.
type Reading struct {
	CRS        CRS
	Point      orb.Point // longitude and latitude in degrees, CGCS2000
	NorthFirst bool      // the pair began with the latitude or the northing
	// PrecisionM is how precise the writing is, in metres to either side: half a
	// unit of the last digit, by the round figures of the trade: 3 decimals of a
	// degree 50, whole seconds 15, whole minutes 900, millimetres 0.0005. A number
	// of the same kind as its neighbour counts with the neighbour's decimals, as
	// spreadsheets drop trailing zeros.
	PrecisionM float64
	Said       Text // what was understood, for a person
}

// ParsePair reads a pasted coordinate: decimal degrees; degrees, minutes and
// seconds with any marks (° º ˚ 度, ′ ' ’ 分, ″ " ” ” 秒), with dashes or with
// blanks; metres of a projected system with or without zone prefix. The two
// values stand in either order, with a comma, semicolon, 、, blank or tab between
// them or nothing where marks or words part them; E, N, 东经, 北纬 and the like may
// stand before or after; characters may be full-width.
//
// It returns every reading that the values allow, at least one, with no two of
// the same point, in the order geographic, zones of 3 degrees, of 6, Web
// Mercator. A zone of 6 degrees without prefix that gives the same point as one
// of 3 degrees is not repeated. Numbers of at most 360 are degrees unless a
// system of metres is declared. A pair that allows no reading is an error with
// the reason.
func ParsePair(text string, opt Options) ([]Reading, error) {
	p, err := parsePair(text, opt)
	if err != nil {
		return nil, err
	}
	var readings []Reading
	var refused error
	for _, c := range p.systems() {
		for _, northFirst := range p.orders(c) {
			r, err := p.read(c, northFirst)
			if err != nil {
				if refused == nil {
					refused = err
				}
				continue
			}
			if !slices.ContainsFunc(readings, func(s Reading) bool { return s.Point == r.Point }) {
				readings = append(readings, r)
			}
		}
	}
	switch {
	case len(readings) > 0:
		return readings, nil
	case refused == nil:
		return nil, refuse("坐标 %s 的两个数值写成了同一方向", "both values of %s are said to be in one direction", quoted(text))
	case opt.CRS == 0 && !p.small():
		return nil, refuse("坐标 %s 不在任何可用坐标系的范围内", "the pair %s is in the range of no system known here", quoted(text))
	}
	return nil, refused
}

// pair is a coordinate taken apart, not yet understood.
type pair struct {
	values   [2]value
	numbers  [2]float64 // degrees if angular or packed, else as written
	angular  bool
	declared Options
}

func parsePair(text string, opt Options) (pair, error) {
	items, err := scan(text)
	if err != nil {
		return pair{}, err
	}
	values, err := group(separated(items))
	if err != nil {
		return pair{}, err
	}
	if len(values) != 2 {
		return pair{}, refuse("坐标 %s 应有两个数值，找到 %d 个", "the coordinate %s should have two values and has %d", quoted(text), len(values))
	}
	p := pair{values: [2]value(values), declared: opt}
	p.angular = values[0].angular() || values[1].angular() || opt.Packed
	for i, v := range p.values {
		if p.angular {
			p.numbers[i], err = v.degrees(opt.Packed)
		} else {
			p.numbers[i], err = v.signed(v.numbers[0].size())
		}
		if err != nil {
			return pair{}, err
		}
	}
	// No easting of a zone is as small as an angle.
	_, zone := opt.CRS.Zone()
	if zone && p.small() || opt.CRS == WebMercator && p.angular {
		return pair{}, refuse("坐标 %s 以度为单位，而声明的 %s 以米为单位", "the coordinate %s is in degrees, and %s as declared is in metres", quoted(text), opt.CRS)
	}
	return p, nil
}

// separated makes a tab a separator if it is the only one between values, and
// drops the others: six cells of a table may hold two angles.
func separated(items []item) []item {
	count := 0
	for i, it := range items {
		inside := i > 0 && i < len(items)-1
		if it.kind == separatorItem && inside {
			return slices.DeleteFunc(items, isTab)
		}
		if isTab(it) && inside && !isTab(items[i-1]) {
			count++
		}
	}
	if count != 1 {
		return slices.DeleteFunc(items, isTab)
	}
	return items
}

func isTab(it item) bool { return it.kind == tabItem }

// small reports whether both numbers can be degrees.
func (p pair) small() bool {
	return p.angular || math.Abs(p.numbers[0]) <= 360 && math.Abs(p.numbers[1]) <= 360
}

// systems are those that the pair may be in: of the zones only those of the
// prefix, if one of the numbers is too long to have none.
func (p pair) systems() []CRS {
	if p.declared.CRS != 0 {
		return []CRS{p.declared.CRS}
	}
	if p.small() {
		return []CRS{CGCS2000}
	}
	longest := max(p.numbers[0], p.numbers[1])
	prefix := int(min(longest, quadrantM*10) / prefixUnitM)
	var all []CRS
	for _, f := range families {
		for i := f.first; i <= f.last; i++ {
			if f.Prefixed && i != prefix || !f.Prefixed && longest > quadrantM {
				continue
			}
			c, _ := Zone{i, f.WidthDeg, f.Prefixed}.CRS()
			all = append(all, c)
		}
	}
	return append(all, WebMercator)
}

// orders are the orders that the words beside the values allow: whether north
// comes first, the likelier one first, whose error is the one to tell.
func (p pair) orders(c CRS) []bool {
	first, second := p.values[0].word.axis, p.values[1].word.axis
	likely := false
	if _, zone := c.Zone(); zone {
		// No easting without prefix is as long as a northing of China, and every
		// easting with one is longer.
		likely = p.numbers[0] > p.numbers[1]
		if max(p.numbers[0], p.numbers[1]) > quadrantM {
			likely = !likely
		}
	}
	var orders []bool
	for _, northFirst := range []bool{likely, !likely} {
		if northFirst && first != eastAxis && second != northAxis || !northFirst && first != northAxis && second != eastAxis {
			orders = append(orders, northFirst)
		}
	}
	return orders
}

// read takes the pair as one of a system.
func (p pair) read(c CRS, northFirst bool) (Reading, error) {
	east, north := p.numbers[0], p.numbers[1]
	if northFirst {
		east, north = north, east
	}
	point, err := c.Inverse(north, east)
	if err != nil {
		return Reading{}, err
	}
	r := Reading{CRS: c, Point: point, NorthFirst: northFirst, PrecisionM: p.precisionM(c)}
	r.Said = p.said(r)
	return r, nil
}

// precisionM is the precision of the writing in metres (Reading.PrecisionM).
func (p pair) precisionM(c CRS) float64 {
	var half [2]float64
	for i, v := range p.values {
		unit, decimals := v.precision(p.declared.Packed)
		if !c.Degrees() {
			unit = noUnit
		}
		half[i] = [...]float64{noUnit: 0.5, degree: 50_000, minute: 900, second: 15}[unit] / math.Pow10(decimals)
	}
	if v, w := p.values[0], p.values[1]; len(v.numbers) == len(w.numbers) && (v.plain() == w.plain() || !p.declared.Packed) {
		return min(half[0], half[1])
	}
	return max(half[0], half[1])
}

// said puts a reading into words.
func (p pair) said(r Reading) Text {
	title := r.CRS.Title()
	notation := Text{}
	order := Text{ZH: "东坐标在前", EN: "east first"}
	if r.NorthFirst {
		order = Text{ZH: "北坐标在前", EN: "north first"}
	}
	if r.CRS.Degrees() {
		notation = p.notation()
		order = Text{ZH: "经度在前", EN: "longitude first"}
		if r.NorthFirst {
			order = Text{ZH: "纬度在前", EN: "latitude first"}
		}
	}
	precision := strconv.FormatFloat(r.PrecisionM, 'f', -1, 64)
	return Text{
		ZH: fmt.Sprintf("读作 %s%s，%s，书写精度 ±%s 米", title.ZH, notation.ZH, order.ZH, precision),
		EN: fmt.Sprintf("took as %s%s, %s, written to ±%s m", title.EN, notation.EN, order.EN, precision),
	}
}

// notation names the way that angles are written.
func (p pair) notation() Text {
	parts := max(len(p.values[0].numbers), len(p.values[1].numbers))
	switch {
	case p.declared.Packed && p.values[0].plain() && p.values[1].plain():
		return Text{ZH: "，度分秒压缩写法（D.MMSS）", EN: ", packed degrees, minutes and seconds (D.MMSS)"}
	case parts == 1:
		return Text{ZH: "，十进制度", EN: ", decimal degrees"}
	case parts == 2:
		return Text{ZH: "，度分", EN: ", degrees and minutes"}
	}
	return Text{ZH: "，度分秒", EN: ", degrees, minutes and seconds"}
}
