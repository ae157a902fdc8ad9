package survey

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/rings"
)

// maxDXFNested is how many vertices of closed outlines are kept to find those
// that lie in one another.
const maxDXFNested = 2_000_000

// dxfHeader is what the drawing says of itself.
type dxfHeader struct {
	version  string // $ACADVER
	codePage string // $DWGCODEPAGE
	unit     int    // $INSUNITS; 0: none, 6: metres
}

// readHeader reads the variables that matter.
func (r *dxfReader) readHeader() error {
	variable := ""
	for {
		g, err := r.codes.next()
		if err != nil || g.is("ENDSEC") {
			return err
		}
		if g.code == 9 {
			variable = strings.ToUpper(g.value)
			continue
		}
		switch variable {
		case "$ACADVER":
			r.header.version = strings.ToUpper(feature.Clip(g.value))
		case "$DWGCODEPAGE":
			r.header.codePage = strings.ToUpper(feature.Clip(dxfText(g.value)))
		case "$INSUNITS":
			if r.header.unit, err = strconv.Atoi(g.value); err != nil {
				return feature.LineErrorf(g.line, "$INSUNITS 不是整数", "$INSUNITS is not an integer")
			}
		}
		variable = ""
	}
}

// unitName is a value of $INSUNITS; "" for metres and for none.
func (h *dxfHeader) unitName() (zh, en string) {
	switch h.unit {
	case 0, 6:
		return "", ""
	case 1:
		return "英寸", "inches"
	case 2:
		return "英尺", "feet"
	case 4:
		return "毫米", "millimetres"
	case 5:
		return "厘米", "centimetres"
	case 7:
		return "千米", "kilometres"
	}
	return "单位 " + strconv.Itoa(h.unit), "unit " + strconv.Itoa(h.unit)
}

// checkUnit rejects, in a drawing that names another unit than metres, what is
// no place in metres of a zone or in degrees in China.
func (h *dxfHeader) checkUnit(e *dxfEntity, g orb.Geometry) error {
	zh, en := h.unitName()
	if zh == "" {
		return nil
	}
	b := g.Bound()
	for _, p := range []orb.Point{b.Min, b.Max} {
		if o, ok := orderOf(p[0], p[1]); !ok || o.northFirst {
			return feature.PlaceErrorf(feature.LinePlace(e.line), "图纸单位为%[1]s（$INSUNITS=%[3]d），坐标 %.3[4]f, %.3[5]f 也不是以米为单位的位置；请换算为米",
				"the drawing is in %[2]s ($INSUNITS=%[3]d), and %.3[4]f, %.3[5]f is no place in metres; convert it to metres", zh, en, h.unit, p[0], p[1])
		}
	}
	return nil
}

// dxfTally counts what is said at the end.
type dxfTally struct {
	skipped                  map[string]int // by kind
	paper, invisible, tilted int
	hidden, returning        int
	external                 int  // INSERTs of other drawings
	foreign                  bool // a layer's name is not ASCII
	taken                    int
	rings                    map[string][]orb.Ring // closed outlines by layer
	vertices                 int                   // in rings, kept or not
}

// skip counts entities that are not taken, of as many kinds as can be read.
func (t *dxfTally) skip(kind string, n int) {
	if _, known := t.skipped[kind]; !known && len(t.skipped) >= 1000 {
		kind = "…"
	}
	t.skipped[kind] += n
}

// add looks at a feature that is taken.
func (t *dxfTally) add(r *dxfReader, e *dxfEntity, f feature.Feature) {
	t.taken++
	if r.hidden[f.Layer] {
		t.hidden++
	}
	t.foreign = t.foreign || !charset.ASCII([]byte(f.Layer))
	if g, ok := f.Geometry.(orb.Polygon); ok {
		t.tallyRing(f.Layer, g[0])
		if !e.closed() {
			t.returning++
		}
	}
}

// noteSkipped writes the notes.
func (r *dxfReader) noteSkipped() {
	t, src := &r.tally, r.src
	if zh, en := r.header.unitName(); zh != "" && t.taken > 0 {
		src.AddNote("图纸单位写为%[1]s（$INSUNITS=%[3]d），但坐标数值是以米计的位置或经纬度，已按数值读取",
			"the drawing says %[2]s ($INSUNITS=%[3]d), but its values are places in metres or degrees and were read as these", zh, en, r.header.unit)
	}
	if page := r.header.codePage; t.foreign && page != "" && page != "ANSI_936" && page != "GB2312" && r.header.version < "AC1021" {
		src.AddNote("图纸声明的代码页是 %s，图层名可能有误", "the drawing declares the code page %s; names of layers may be wrong", page)
	}
	r.saySkipped()
	if t.hidden > 0 {
		src.AddNote("%d 个图形在关闭或冻结的图层上，也已读取", "%d features are on layers that are off or frozen, and were read too", t.hidden)
	}
	if t.returning > 0 {
		src.AddNote("%d 条多段线首尾重合而没有闭合标志，按面读取", "%d polylines end where they begin without being marked as closed; they were read as areas", t.returning)
	}
	r.sayNested()
}

func (r *dxfReader) saySkipped() {
	t := &r.tally
	var kinds, shapes []string
	for _, kind := range slices.Sorted(maps.Keys(t.skipped)) {
		if hasShape(kind) {
			shapes = append(shapes, fmt.Sprintf("%d %s", t.skipped[kind], kind))
			continue
		}
		if len(kinds) == 30 {
			kinds = append(kinds, "…")
			break
		}
		kinds = append(kinds, fmt.Sprintf("%d %s", t.skipped[kind], kind))
	}
	if len(kinds) > 0 {
		list := strings.Join(kinds, ", ")
		r.src.AddNote("未读取的图元：%s", "entities skipped: %s", list)
	}
	if len(shapes) > 0 {
		list := strings.Join(shapes, ", ")
		r.src.AddUnread("未读取的图形：%s；请改为闭合多段线", "shapes not read: %s; turn them into closed polylines", list)
	}
	for _, c := range []struct {
		n      int
		zh, en string
		say    func(zh, en string, values ...any)
	}{
		{t.paper, "%d 个图元在图纸空间，未读取", "%d entities in paper space were skipped", r.src.AddNote},
		{t.invisible, "%d 个图元不可见，未读取", "%d entities that are invisible were skipped", r.src.AddNote},
		{t.tilted, "%d 个图元不在水平面内，未读取", "%d entities in a plane that is not level were skipped", r.src.AddUnread},
		{t.external, "%d 个图元是外部参照，未读取", "%d entities that refer to other drawings were skipped", r.src.AddUnread},
	} {
		if c.n > 0 {
			c.say(c.zh, c.en, c.n)
		}
	}
}

// hasShape reports whether entities of the kind that are not read bound areas or
// run along lines.
func hasShape(kind string) bool {
	return slices.Contains([]string{
		"HATCH", "SPLINE", "ELLIPSE", "REGION", "MLINE", "MPOLYGON", "SOLID", "TRACE", "3DFACE", "3DSOLID", "BODY", "SURFACE",
	}, kind)
}

// sayNested tells of closed outlines that lie in others of their layer.
func (r *dxfReader) sayNested() {
	t := &r.tally
	if t.vertices > maxDXFNested {
		r.src.AddNote("闭合线过多，没有检查是否相套；相套者未按洞处理", "too many closed outlines to look which lie in one another; none was taken as a hole")
		return
	}
	var layers []string
	inside := 0
	for _, layer := range slices.Sorted(maps.Keys(t.rings)) {
		around, err := rings.Around(t.rings[layer])
		if err != nil {
			around = nil
			layers = append(layers, layer) // too many to count
		}
		before := inside
		for _, others := range around {
			if len(others) > 0 {
				inside++
			}
		}
		if inside > before {
			layers = append(layers, layer)
		}
	}
	if len(layers) > 0 {
		r.src.AddNote("%d 条闭合线位于同一图层的另一条之内（图层 %s）；图纸不说明哪些是洞，均按独立的面读取",
			"%d closed outlines lie in another of their layer (%s); a drawing does not say which are holes, and each is an area of its own", inside, feature.QuoteAll(layers))
	}
}
