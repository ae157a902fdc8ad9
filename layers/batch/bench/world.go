package main

import (
	"bufio"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/paulmach/orb"

	"waterzones/geo/index/city"
)

// zone is a polygon under the code that every party names it by.
type zone struct {
	layer, code   string
	grade, source string // of a protection zone
	shape         orb.MultiPolygon
}

// The layers of a city's zones. Its counties are the domain of a spring each, so
// that a rule speaks of every place.
const (
	springDomains   = "spring_domain"
	protectionZones = "drinking_water_zone"
)

// corner lies in Jincheng, so that the rules and the other layers of the seeds
// apply in a city there.
func corner() orb.Point { return orb.Point{112.3, 35.1} }

// square is the area of the city at the corner.
func square() orb.Bound {
	c := corner()
	return orb.Bound{Min: c, Max: orb.Point{c[0] + 1, c[1] + 1}}
}

// nation is n cities apart from one another, the first at the corner.
func nation(seed uint64, n int, detail float64) []zone {
	var zones []zone
	for i := range n {
		random := rand.New(rand.NewPCG(seed, uint64(i))).Float64
		c := corner()
		at := orb.Point{c[0] - 3*float64(i%5), c[1] - 3*float64(i/5)}
		for _, z := range city.New(random, at, detail) {
			zones = append(zones, named(i+1, z))
		}
	}
	return zones
}

// named says of a zone of a city what its layer says.
func named(number int, z city.Zone) zone {
	source := strconv.Itoa(number) + string("CRS"[z.Kind]) + strconv.Itoa(z.Group+1)
	if z.Kind == city.County {
		return zone{layer: springDomains, code: source, source: source, shape: rounded(z.Shape), grade: []string{"重点保护区", "保护范围"}[z.Group%2]}
	}
	return zone{
		layer: protectionZones, code: source + "-" + strconv.Itoa(z.Grade), shape: rounded(z.Shape),
		grade: []string{"一级", "二级", "准保护区"}[z.Grade-1], source: source,
	}
}

// rounded is the shape with coordinates of 0.1 mm, as files have them.
func rounded(shape orb.MultiPolygon) orb.MultiPolygon {
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i, p := range ring {
				ring[i] = orb.Point{math.Round(p[0]*1e9) / 1e9, math.Round(p[1]*1e9) / 1e9}
			}
		}
	}
	return shape
}

// world is a city and its wells as files.
type world struct {
	zones  string // GeoJSON, for ours
	wkt    string // the same zones, for the rivals
	layers string // a layers directory that holds the same zones
	wells  string // CSV
	points int
}

// newWorld writes the files of a city by seed into a directory.
func newWorld(dir string, seed uint64, points int, detail float64) (world, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return world{}, err
	}
	w := world{
		zones: filepath.Join(dir, "city.geojson"), wkt: filepath.Join(dir, "zones.wkt"),
		layers: filepath.Join(dir, "layers"), wells: filepath.Join(dir, "wells.csv"), points: points,
	}
	zones := nation(seed, 1, detail)
	if err := writeGeoJSON(w.zones, zones); err != nil {
		return w, err
	}
	if err := writeWKT(w.wkt, zones); err != nil {
		return w, err
	}
	if err := writeLayers(w.layers, zones, square()); err != nil {
		return w, err
	}
	return w, writeWells(w.wells, wells{seed, points, []orb.Bound{square()}})
}

func writeWells(path string, s wells) error {
	return create(path, func(w *bufio.Writer) error { return s.writeTo(w) })
}
