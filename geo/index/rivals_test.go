package index

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/golang/geo/s2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/tidwall/rtree"
)

// rival counts the zones of a point.
type rival func(p orb.Point) int

func s2Index(zones []orb.MultiPolygon) rival {
	index := s2.NewShapeIndex()
	for _, zone := range zones {
		var loops []*s2.Loop
		for _, polygon := range zone {
			for _, ring := range polygon {
				points := make([]s2.Point, len(ring)-1)
				for i, p := range ring[1:] {
					points[i] = sphere(p)
				}
				loop := s2.LoopFromPoints(points)
				loop.Normalize()
				loops = append(loops, loop)
			}
		}
		index.Add(s2.PolygonFromLoops(loops))
	}
	index.Build()
	query := s2.NewContainsPointQuery(index, s2.VertexModelClosed)
	return func(p orb.Point) int {
		return len(query.ContainingShapes(sphere(p)))
	}
}

func sphere(p orb.Point) s2.Point { return s2.PointFromLatLng(s2.LatLngFromDegrees(p[1], p[0])) }

func tree(zones []orb.MultiPolygon) *rtree.RTreeG[int] {
	t := &rtree.RTreeG[int]{}
	for i, zone := range zones {
		b := zone.Bound()
		t.Insert(b.Min, b.Max, i)
	}
	return t
}

func planarContains(zones []orb.MultiPolygon) rival {
	boxes := tree(zones)
	return func(p orb.Point) (n int) {
		boxes.Search(p, p, func(_, _ [2]float64, i int) bool {
			if planar.MultiPolygonContains(zones[i], p) {
				n++
			}
			return true
		})
		return n
	}
}

func simpleFeatures(b *testing.B, zones []orb.MultiPolygon) rival {
	b.Helper()
	boxes := tree(zones)
	prepared := make([]geom.PreparedGeometry, len(zones))
	for i, zone := range zones {
		var err error
		if prepared[i], err = geom.Prepare(simple(zone)); err != nil {
			b.Fatal(err)
		}
	}
	return func(p orb.Point) (n int) {
		at := geom.XY{X: p[0], Y: p[1]}.AsPoint().AsGeometry()
		boxes.Search(p, p, func(_, _ [2]float64, i int) bool {
			hit, err := prepared[i].Intersects(at)
			if err != nil {
				b.Fatal(err)
			}
			if hit {
				n++
			}
			return true
		})
		return n
	}
}

func simple(zone orb.MultiPolygon) geom.Geometry {
	parts := make([]geom.Polygon, len(zone))
	for i, polygon := range zone {
		rings := make([]geom.LineString, len(polygon))
		for k, ring := range polygon {
			flat := make([]float64, 0, 2*len(ring))
			for _, p := range ring {
				flat = append(flat, p[0], p[1])
			}
			rings[k] = geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
		}
		parts[i] = geom.NewPolygon(rings)
	}
	return geom.NewMultiPolygon(parts).AsGeometry()
}

// geosAnswer is what the C program says.
type geosAnswer struct {
	build, locate float64 // seconds
	n             int
	hits          [][]uint32 // by point: zone*2, plus 1 on its boundary
}

// geos builds and runs the C program; it needs a C compiler and libgeos-dev.
func geos(b testing.TB, zones []orb.MultiPolygon, points []orb.Point) geosAnswer {
	b.Helper()
	dir := b.TempDir()
	name := func(s string) string { return filepath.Join(dir, s) }
	run(b, "cc", "-O2", filepath.Join("testdata", "geos.c"), "-o", name("geos"), "-lgeos_c")
	write(b, name("zones"), func(put func(any)) {
		put(int32(len(zones)))
		for _, zone := range zones {
			put(int32(len(zone)))
			for _, polygon := range zone {
				put(int32(len(polygon)))
				for _, ring := range polygon {
					put(int32(len(ring)))
					put(ring)
				}
			}
		}
	})
	write(b, name("points"), func(put func(any)) {
		put(int64(len(points)))
		put(points)
	})
	var a geosAnswer
	out := run(b, name("geos"), name("zones"), name("points"), name("hits"))
	if _, err := fmt.Sscan(out, &a.build, &a.locate, &a.n); err != nil {
		b.Fatalf("%q: %v", out, err)
	}
	a.hits = readHits(b, name("hits"), len(points))
	return a
}

func run(b testing.TB, command string, args ...string) string {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), command, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v (a C compiler and libgeos-dev are needed)", command, err)
	}
	return string(out)
}

func write(b testing.TB, name string, content func(put func(any))) {
	b.Helper()
	file, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	content(func(v any) {
		if err := binary.Write(w, binary.LittleEndian, v); err != nil {
			b.Fatal(err)
		}
	})
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

func readHits(b testing.TB, name string, points int) [][]uint32 {
	b.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	next := func() uint32 {
		v := binary.LittleEndian.Uint32(data)
		data = data[4:]
		return v
	}
	hits := make([][]uint32, points)
	for i := range hits {
		hits[i] = make([]uint32, next())
		for k := range hits[i] {
			hits[i][k] = next()
		}
	}
	return hits
}
