package geojson

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// coordinates are the positions of one coordinates member in the order of the
// document, and where its arrays end: they can be read before the type is known.
type coordinates struct {
	points   []orb.Point
	lines    []int // ends, in points, of the arrays of positions
	polygons []int // ends, in lines, of the arrays of those
	height   int   // 0 for one position, 1 for an array of positions, … 3
}

const maxHeight = 3 // of a MultiPolygon

func isGeometry(typ string) bool {
	_, ok := heightOf(typ)
	return ok || typ == "GeometryCollection"
}

func heightOf(typ string) (height int, ok bool) {
	switch typ {
	case "Point":
		return 0, true
	case "MultiPoint", "LineString":
		return 1, true
	case "MultiLineString", "Polygon":
		return 2, true
	case "MultiPolygon":
		return 3, true
	}
	return 0, false
}

func (d *document) readGeometry() (orb.Geometry, error) {
	o, err := d.object(inGeometry)
	if err != nil {
		return nil, err
	}
	g, err := d.shapeOf(o)
	if err != nil && d.file != nil {
		d.file.fault, err = err, nil
	}
	return g, err
}

// readCoordinates gathers the positions in memory that is used again, and keeps
// them in as much as they need.
func (d *document) readCoordinates(c *coordinates) (err error) {
	c.points = d.points[:0]
	c.height, err = d.nested(c, maxHeight)
	d.points, c.points = c.points, slices.Clone(c.points)
	return err
}

// nested reads an array and returns its height, which is at most most.
func (d *document) nested(c *coordinates, most int) (height int, err error) {
	if d.next() != '[' {
		return 0, d.unexpected("坐标数组 […]", "a coordinate array […]")
	}
	if most < 0 {
		return 0, d.errorAt("", "坐标数组嵌套过深", "coordinate arrays are nested too deeply")
	}
	d.pos++
	switch b := d.next(); {
	case b == ']':
		return 0, d.errorAt("", "坐标数组为空", "the coordinate array is empty")
	case b != '[':
		return 0, d.position(c)
	}
	for i := 0; ; i++ {
		if height == 0 && most > 0 {
			i += d.run(c)
		}
		h, err := d.nested(c, most-1)
		if err != nil {
			return 0, within(index(i), err)
		}
		if i > 0 && h != height {
			return 0, d.errorAt(index(i), "与前一元素的嵌套层数不同", "is not nested as deeply as the element before it")
		}
		height = h
		if b := d.next(); b == ']' {
			break
		} else if b != ',' {
			return 0, d.unexpected("逗号或 ]", "a comma or ]")
		}
		d.pos++
	}
	d.pos++
	switch height {
	case 0:
		c.lines = append(c.lines, len(c.points))
	case 1:
		c.polygons = append(c.polygons, len(c.lines))
	}
	return height + 1, nil
}

// position reads the numbers after an opening bracket; Z and M are dropped.
func (d *document) position(c *coordinates) error {
	if d.vertices++; d.vertices > d.limits.Vertices {
		return feature.TooManyVertices(d.limits.Vertices)
	}
	var p [4]float64
	for i := 0; ; i++ {
		if i == len(p) {
			return d.errorAt("", "坐标多于 4 个数", "a position of more than 4 numbers")
		}
		d.next()
		v, err := d.number()
		if err != nil {
			return within(index(i), err)
		}
		p[i] = v
		b := d.next()
		if b == ',' {
			d.pos++
			continue
		}
		if b != ']' {
			return d.unexpected("逗号或 ]", "a comma or ]")
		}
		if i == 0 {
			return d.errorAt("", "坐标少于 2 个数", "a position of fewer than 2 numbers")
		}
		break
	}
	d.pos++
	if d.file == nil && (math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90) {
		zh, en := feature.OutOfRange(p[0], p[1])
		return d.errorAt("", zh, en)
	}
	c.points = append(c.points, orb.Point{p[0], p[1]})
	return nil
}

// shapeOf gives the coordinates of a geometry object its type.
func (d *document) shapeOf(o *object) (orb.Geometry, error) {
	if o.typ == "GeometryCollection" {
		switch {
		case o.has("coordinates"):
			return nil, d.errorAt("coordinates", "不应出现在 GeometryCollection 中", "must not be in a GeometryCollection")
		case len(o.children) == 0:
			return nil, d.errorAt("geometries", "缺少或为空", "missing or empty")
		}
		return o.children, nil
	}
	want, _ := heightOf(o.typ)
	switch {
	case o.has("geometries"):
		return nil, d.errorAt("geometries", "不应出现在 "+o.typ+" 中", "must not be in a "+o.typ)
	case !o.has("coordinates"):
		return nil, d.errorAt("coordinates", "缺少 coordinates 成员", "member coordinates is missing")
	case o.coordinates.height != want:
		return nil, d.errorAt("coordinates", fmt.Sprintf("%s 的坐标应嵌套 %d 层，实为 %d 层", o.typ, want+1, o.coordinates.height+1),
			fmt.Sprintf("coordinates of a %s are nested %d deep, these are %d deep", o.typ, want+1, o.coordinates.height+1))
	}
	g, err := o.coordinates.as(o.typ)
	if place, ok := errors.AsType[*feature.Error](err); ok {
		place.Offset = d.offset()
	}
	return g, within("coordinates", err)
}

func (c *coordinates) as(typ string) (orb.Geometry, error) {
	switch typ {
	case "Point":
		return c.points[0], nil
	case "MultiPoint":
		return orb.MultiPoint(c.points), nil
	case "LineString":
		l := orb.LineString(c.points)
		return l, feature.CheckLine(l)
	case "MultiLineString":
		return c.multiLineString()
	case "Polygon":
		return c.polygon(0, len(c.lines))
	}
	m := make(orb.MultiPolygon, 0, len(c.polygons))
	from := 0
	for i, to := range c.polygons {
		p, err := c.polygon(from, to)
		if err != nil {
			return nil, within(index(i), err)
		}
		m = append(m, p)
		from = to
	}
	return m, nil
}

// line returns the i-th array of positions.
func (c *coordinates) line(i int) orb.LineString {
	from := 0
	if i > 0 {
		from = c.lines[i-1]
	}
	return orb.LineString(c.points[from:c.lines[i]:c.lines[i]])
}

func (c *coordinates) multiLineString() (orb.Geometry, error) {
	m := make(orb.MultiLineString, 0, len(c.lines))
	for i := range c.lines {
		l := c.line(i)
		if err := feature.CheckLine(l); err != nil {
			return nil, within(index(i), err)
		}
		m = append(m, l)
	}
	return m, nil
}

func (c *coordinates) polygon(from, to int) (orb.Polygon, error) {
	p := make(orb.Polygon, 0, to-from)
	for i := from; i < to; i++ {
		r := orb.Ring(c.line(i))
		if err := feature.CheckRing(r); err != nil {
			return nil, within(index(i-from), err)
		}
		p = append(p, r)
	}
	return p, nil
}
