package survey

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// Bounds of what INSERT may ask for beside features: blocks within blocks; the
// entities drawn in blocks, those of layers not wanted included, where an INSERT,
// even of an empty block, counts as insertCost; and what blocks may keep where
// the limits allow less, in vertices (entityCost each entity beside its own).
const (
	maxDXFNesting = 64
	maxDXFDrawn   = 20_000_000
	insertCost    = 20
	leastDXFKept  = 2_000_000
	entityCost    = 20
)

// dxfBlock is a block: entities round a base point.
type dxfBlock struct {
	name         string
	baseX, baseY float64
	entities     []*dxfEntity
	external     bool           // lies in another drawing
	skipped      map[string]int // kinds not taken, by number
}

// readBlocks keeps the blocks. Their vertices count together as those of one
// feature do.
func (r *dxfReader) readBlocks() error {
	var block *dxfBlock
	for {
		e, err := r.entity()
		if err != nil || e.kind == "ENDSEC" {
			return err
		}
		switch {
		case e.kind == "BLOCK":
			block = &dxfBlock{name: e.name, baseX: e.real(10, 0), baseY: e.real(20, 0), external: e.flags&(4|8) != 0}
			r.blocks[strings.ToLower(e.name)] = block
			r.kept += entityCost
		case e.kind == "ENDBLK":
			block = nil
		case block != nil:
			if err := r.complete(e); err != nil {
				return err
			}
			r.keep(block, e)
		}
		if r.kept > max(r.limits.Vertices, leastDXFKept) {
			return feature.TooLarge("块中的图形过多", "too much is drawn in blocks")
		}
	}
}

func (r *dxfReader) keep(block *dxfBlock, e *dxfEntity) {
	if !e.drawn() {
		if block.skipped == nil {
			block.skipped = map[string]int{}
		}
		if block.skipped[e.kind]++; block.skipped[e.kind] == 1 {
			r.kept += entityCost
		}
		return
	}
	r.kept += entityCost + len(e.path)
	if e.kind != "INSERT" {
		e.reals = nil // the path has what they said
	} else {
		r.kept += entityCost
	}
	block.entities = append(block.entities, e)
}

// drawn reports whether the kind is one that is taken. Meshes are not lines.
func (e *dxfEntity) drawn() bool {
	switch e.kind {
	case "LWPOLYLINE", "LINE", "ARC", "CIRCLE", "POINT", "INSERT":
		return true
	case "POLYLINE":
		return e.flags&(16|64) == 0
	}
	return false
}

// complete reads what belongs to an entity and follows it: the vertices of a
// POLYLINE.
func (r *dxfReader) complete(e *dxfEntity) error {
	defer e.finish()
	if e.kind != "POLYLINE" {
		return nil
	}
	e.path = nil
	for {
		g, err := r.codes.next()
		if err != nil {
			return err
		}
		r.codes.held = &g
		if !g.is("VERTEX") && !g.is("SEQEND") {
			e.reject(e.line, "没有以 SEQEND 结束", "is not ended by SEQEND")
			return nil
		}
		v, err := r.entity()
		if err != nil || v.kind == "SEQEND" {
			return err
		}
		if !v.has(10) || !v.has(20) {
			v.reject(v.line, "缺少坐标", "lacks a coordinate")
		}
		if v.wrong != nil && e.wrong == nil {
			e.wrong = v.wrong
		}
		const frame = 16 // control points of a spline, beside the line that was made of it
		if v.flags&frame != 0 && e.flags&4 != 0 {
			continue
		}
		e.path = append(e.path, dxfVertex{v.reals[10], v.reals[20], v.real(42, 0)})
		if len(e.path) > r.limits.Vertices {
			return r.tooManyVertices(e)
		}
	}
}

// dxfPlace is where and as what entities are drawn: in the drawing itself, or as
// a block by an INSERT.
type dxfPlace struct {
	t       dxfAffine
	layer   string   // that entities on layer 0 get; "": their own
	handles string   // of the INSERTs, each followed by /
	blocks  []string // under way, the innermost last
}

// draw yields the feature of an entity, or those of its block.
func (r *dxfReader) draw(e *dxfEntity, at *dxfPlace) error {
	plane, level := e.plane()
	switch {
	case e.kind == "SEQEND":
		return nil
	case e.paper && len(at.blocks) == 0:
		r.tally.paper++
		return nil
	case !e.drawn():
		r.tally.skip(e.kind, 1)
		return nil
	case e.invisible:
		r.tally.invisible++
		return nil
	case e.wrong != nil:
		return r.send(feature.Feature{}, e.wrong)
	case !level:
		r.tally.tilted++
		return nil
	}
	layer := e.layer
	if layer == "" || layer == "0" && at.layer != "" {
		layer = cmp.Or(at.layer, "0")
	}
	t := at.t.after(plane)
	if e.kind == "INSERT" {
		return r.insert(e, dxfPlace{t: t, layer: layer, handles: at.handles, blocks: at.blocks})
	}
	if r.wanted != "" && layer != r.wanted {
		return nil
	}
	g, err := r.shapeOf(e, t)
	if err == nil {
		err = r.header.checkUnit(e, g)
	}
	if feature.IsFeatureError(err) {
		return r.send(feature.Feature{}, err)
	}
	if err != nil {
		return err
	}
	f := feature.Feature{Geometry: g, Layer: layer, Line: e.line, Properties: map[string]any{"Layer": layer, "Entity": e.kind}}
	if e.handle != "" {
		f.ID = at.handles + e.handle
	}
	if n := len(at.blocks); n > 0 {
		f.Properties["Block"] = at.blocks[n-1]
	}
	r.tally.add(r, e, f)
	return r.send(f, nil)
}

// insert draws a block as often as the INSERT says (70 columns, 71 rows).
func (r *dxfReader) insert(e *dxfEntity, at dxfPlace) error {
	block := r.blocks[strings.ToLower(e.name)]
	wrong := func(zh, en string) error {
		return r.send(feature.Feature{}, e.refusal(e.line, "%s "+zh, "%s "+en, feature.Quote(e.name)))
	}
	scaleX, scaleY := e.real(41, 1), e.real(42, 1)
	switch {
	case block == nil:
		return wrong("的块没有定义", "names a block that is not defined")
	case slices.Contains(at.blocks, block.name):
		return wrong("的块包含自身，未展开", "names a block that contains itself; it was not drawn")
	case len(at.blocks) >= maxDXFNesting:
		return wrong("嵌套过深，未展开", "is nested too deeply; it was not drawn")
	case scaleX == 0 || scaleY == 0:
		return wrong("的比例为零", "has a scale of zero")
	}
	turn, columns, rows := e.real(50, 0)*math.Pi/180, max(1, e.flags), max(1, e.rows)
	sin, cos := math.Sincos(turn)
	if quarter := math.Mod(e.real(50, 0), 90); quarter == 0 {
		sin, cos = math.Round(sin), math.Round(cos) // exactly square
	}
	inner := dxfPlace{layer: at.layer, blocks: append(slices.Clip(at.blocks), block.name)}
	for i := range rows {
		for j := range columns {
			x, y := float64(j)*e.real(44, 0), float64(i)*e.real(45, 0)
			place := dxfAffine{a: cos, b: -sin, c: sin, d: cos, e: e.reals[10] + dxfSum(cos, x, -sin, y), f: e.reals[20] + dxfSum(sin, x, cos, y)}
			size := dxfAffine{a: scaleX, d: scaleY, e: -scaleX * block.baseX, f: -scaleY * block.baseY}
			inner.t = at.t.after(place).after(size)
			inner.handles = at.handles + dxfRepeat(e, i, j)
			if err := r.drawBlock(block, &inner); err != nil || r.stopped {
				return err
			}
		}
	}
	return nil
}

// dxfRepeat is the handle of an INSERT, with row and column where it repeats.
func dxfRepeat(e *dxfEntity, row, column int) string {
	switch {
	case e.handle == "":
		return ""
	case e.flags <= 1 && e.rows <= 1:
		return e.handle + "/"
	}
	return e.handle + "[" + strconv.Itoa(row+1) + "," + strconv.Itoa(column+1) + "]/"
}

func (r *dxfReader) drawBlock(block *dxfBlock, at *dxfPlace) error {
	if r.drawn += insertCost + len(block.entities); r.drawn > maxDXFDrawn {
		return feature.TooLarge("块的插入次数过多", "blocks are inserted too often")
	}
	if block.external {
		r.tally.external++
	}
	for kind, n := range block.skipped {
		r.tally.skip(kind, n)
	}
	for _, e := range block.entities {
		if err := r.draw(e, at); err != nil || r.stopped {
			return err
		}
	}
	return nil
}

// tallyRing keeps a closed outline, so that those in one another are found.
func (t *dxfTally) tallyRing(layer string, ring orb.Ring) {
	if t.vertices += len(ring); t.vertices > maxDXFNested {
		t.rings = nil
		return
	}
	if t.rings == nil {
		t.rings = map[string][]orb.Ring{}
	}
	t.rings[layer] = append(t.rings[layer], slices.Clone(ring))
}
