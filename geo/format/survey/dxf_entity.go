package survey

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// dxfEntity is an entity, or what is written like one: BLOCK, LAYER, ENDSEC.
type dxfEntity struct {
	kind                string // in capitals
	line                int
	layer, handle, name string // name: of the block or layer
	flags, rows         int    // 70 and 71, whatever they mean
	color               int
	paper, invisible    bool
	reals               *[60]float64 // by group code, 10 to 59
	given               uint64       // bits of the codes in reals that came
	normal              [3]float64   // extrusion
	path                []dxfVertex  // of an LWPOLYLINE or POLYLINE
	counted             int          // vertices as an LWPOLYLINE claims; -1: not
	wrong               *feature.FeatureError
}

func (e *dxfEntity) reject(line int, zh, en string, values ...any) {
	if e.wrong == nil {
		e.wrong = e.refusal(line, zh, en, values...)
	}
}

// refusal says what is wrong with the entity; the words follow its kind.
func (e *dxfEntity) refusal(line int, zh, en string, values ...any) *feature.FeatureError {
	wrong := feature.PlaceErrorf(feature.LinePlace(line), zh, en, values...)
	wrong.ZH, wrong.EN = e.kind+" "+wrong.ZH, e.kind+" "+wrong.EN
	return wrong
}

func (e *dxfEntity) has(code int) bool { return e.given&(1<<code) != 0 }

// real is the value of a group code, or what it is when it does not come.
func (e *dxfEntity) real(code int, otherwise float64) float64 {
	if e.has(code) {
		return e.reals[code]
	}
	return otherwise
}

// entity reads up to the group that begins the next.
func (r *dxfReader) entity() (*dxfEntity, error) {
	g, err := r.codes.next()
	if err != nil {
		return nil, err
	}
	if g.code != 0 {
		return nil, feature.LineErrorf(g.line, "应为组码 0，此处为 %d", "group code 0 must stand here, not %d", g.code)
	}
	e := &dxfEntity{kind: strings.ToUpper(feature.Clip(g.value)), line: g.line, normal: [3]float64{0, 0, 1}, color: 7, counted: -1, reals: new([60]float64)}
	nested := 0 // in groups that applications keep: 102 {NAME … 102 }
	for {
		g, err := r.codes.next()
		switch {
		case err != nil:
			return nil, err
		case g.code == 0:
			r.codes.held = &g
			return e, nil
		case g.code == 102 && strings.HasPrefix(g.value, "{"):
			nested++
		case g.code == 102 && nested > 0:
			nested--
		case nested == 0:
			e.set(g)
			if len(e.path) > r.limits.Vertices {
				return nil, r.tooManyVertices(e)
			}
		}
	}
}

func (r *dxfReader) tooManyVertices(e *dxfEntity) *feature.Error {
	return feature.TooLarge("第 %d 行的 %s 顶点多于 %d 个", "the %[2]s of line %[1]d has more than %[3]d vertices", e.line, e.kind, r.limits.Vertices)
}

// set takes one group.
func (e *dxfEntity) set(g dxfGroup) {
	switch {
	case g.code == 8:
		e.layer = dxfText(g.value)
	case g.code == 5 && e.handle == "":
		e.handle = feature.Clip(dxfText(g.value))
	case g.code == 2:
		e.name = dxfText(g.value)
	case g.code >= 10 && g.code < 60:
		e.setReal(g)
	case g.code >= 210 && g.code <= 230 && g.code%10 == 0:
		v, ok := surveyNumber(g.value)
		if !ok {
			e.reject(g.line, "的拉伸方向不是数", "has an extrusion that is not a number")
		}
		e.normal[(g.code-210)/10] = v
	default:
		e.setInteger(g)
	}
}

func (e *dxfEntity) setInteger(g dxfGroup) {
	n, err := strconv.Atoi(g.value)
	if err != nil {
		return // texts and flags that do not matter here
	}
	switch g.code {
	case 60:
		e.invisible = n == 1
	case 62:
		e.color = n
	case 67:
		e.paper = n == 1
	case 70:
		e.flags = n
	case 71:
		e.rows = n
	case 90:
		e.counted = n
	}
}

// setReal takes a number; those of an LWPOLYLINE's vertices repeat.
func (e *dxfEntity) setReal(g dxfGroup) {
	v, ok := surveyNumber(g.value)
	if !ok || math.Abs(v) > 1e15 {
		switch e.kind {
		case "LWPOLYLINE", "POLYLINE", "VERTEX", "POINT", "LINE", "ARC", "CIRCLE", "INSERT", "BLOCK":
			e.reject(g.line, "的值 %q 不是数", "has a value %q that is not a number", feature.Clip(g.value))
		}
		return
	}
	if e.kind == "LWPOLYLINE" && (g.code == 10 || g.code == 20 || g.code == 42) {
		e.setVertex(g, v)
		return
	}
	e.reals[g.code] = v
	e.given |= 1 << g.code
}

func (e *dxfEntity) setVertex(g dxfGroup, v float64) {
	last := len(e.path) - 1
	switch {
	case g.code == 10:
		if last >= 0 && math.IsNaN(e.path[last].y) {
			e.reject(g.line, "的前一顶点没有 Y", "has a vertex without Y before this")
		}
		e.path = append(e.path, dxfVertex{x: v, y: math.NaN()})
	case last < 0:
		e.reject(g.line, "的第一个顶点没有 X", "has a first vertex without X")
	case g.code == 20:
		e.path[last].y = v
	default:
		e.path[last].bulge = v
	}
}

// finish checks what only the whole entity tells, and turns ARC and CIRCLE into
// paths.
func (e *dxfEntity) finish() {
	need := map[string][]int{
		"POINT": {10, 20}, "LINE": {10, 20, 11, 21}, "ARC": {10, 20, 40, 50, 51}, "CIRCLE": {10, 20, 40}, "INSERT": {10, 20},
	}[e.kind]
	for _, code := range need {
		if !e.has(code) {
			e.reject(e.line, "缺少组码 %d", "lacks group code %d", code)
			return
		}
	}
	x, y := e.reals[10], e.reals[20]
	switch e.kind {
	case "POINT":
		e.path = []dxfVertex{{x: x, y: y}}
	case "LINE":
		e.path = []dxfVertex{{x: x, y: y}, {x: e.reals[11], y: e.reals[21]}}
	case "ARC", "CIRCLE":
		if e.reals[40] <= 0 {
			e.reject(e.line, "的半径不是正数", "has a radius that is not positive")
		}
		if e.path = dxfCircle(x, y, e.reals[40]); e.kind == "ARC" {
			e.path = dxfArc(x, y, e.reals[40], e.reals[50], e.reals[51])
		}
	case "LWPOLYLINE", "POLYLINE":
		if e.counted >= 0 && e.kind == "LWPOLYLINE" && e.counted != len(e.path) {
			e.reject(e.line, "写明 %d 个顶点，实有 %d 个", "claims %d vertices and has %d", e.counted, len(e.path))
		}
		if n := len(e.path); n == 0 || math.IsNaN(e.path[n-1].y) {
			e.reject(e.line, "没有顶点，或最后一个顶点没有 Y", "has no vertex, or the last lacks its Y")
		}
	}
}

// closed reports whether the entity is the outline of an area.
func (e *dxfEntity) closed() bool {
	return e.kind == "CIRCLE" || (e.kind == "LWPOLYLINE" || e.kind == "POLYLINE") && e.flags&1 != 0
}

// returns reports whether a polyline ends where it begins and is not marked as
// closed: many an outline is drawn so, and to take it as an area misses nothing
// that the line meets.
func (e *dxfEntity) returns(points []orb.Point) bool {
	return (e.kind == "LWPOLYLINE" || e.kind == "POLYLINE") && !e.closed() && len(points) >= 4 && points[0] == points[len(points)-1]
}

// plane is the way from the entity's own plane to the drawing's. POINT, LINE and
// 3D polylines are in the drawing's. A plane that is tilted has none.
func (e *dxfEntity) plane() (t dxfAffine, ok bool) {
	if e.kind == "POINT" || e.kind == "LINE" || e.kind == "POLYLINE" && e.flags&8 != 0 {
		return dxfIdentity(), true
	}
	const level = 1e-9
	n := e.normal
	length := math.Hypot(math.Hypot(n[0], n[1]), n[2])
	switch {
	case length == 0:
		return dxfIdentity(), true
	case math.Hypot(n[0], n[1]) > level*length:
		return dxfAffine{}, false
	case n[2] < 0:
		return dxfMirror(), true
	}
	return dxfIdentity(), true
}
