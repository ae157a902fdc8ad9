package geojson

import (
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// run reads positions of an array as long as they and the commas after them lie
// whole in the window and are what nearly all are: two to four plain decimals in
// range. It leaves all else, and every error, to nested, which reads the same at a
// third of the speed, and returns how many it read.
func (d *document) run(c *coordinates) (n int) {
	window := d.buf[d.pos:d.end]
	for d.vertices < d.limits.Vertices {
		p, size := positionIn(window)
		if size == 0 || d.file == nil && (math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90) {
			return n
		}
		n++
		d.vertices++
		d.pos += size
		window = window[size:]
		c.points = append(c.points, p)
	}
	return n
}

// positionIn reads the position that b begins with, and the comma after it; its
// size is 0 where there is none of that form.
func positionIn(b []byte) (p orb.Point, size int) {
	i := blanks(b, 0)
	if i >= len(b) || b[i] != '[' {
		return p, 0
	}
	for k := range 4 {
		i = blanks(b, i+1)
		if i >= len(b) {
			return p, 0
		}
		v, n := feature.ParseDecimal(b[i:])
		if n == 0 {
			return p, 0
		}
		if k < len(p) {
			p[k] = v
		}
		if i = blanks(b, i+n); i >= len(b) {
			return p, 0
		}
		if b[i] == ',' {
			continue
		}
		if b[i] != ']' || k == 0 {
			return p, 0
		}
		if i = blanks(b, i+1); i >= len(b) || b[i] != ',' {
			return p, 0
		}
		return p, i + 1
	}
	return p, 0
}

// blanks returns where the white space that begins at i ends.
func blanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}
