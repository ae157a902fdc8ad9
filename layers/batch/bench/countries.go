package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// countriesPackage is a real map: 248 countries of 1.3 million vertices. It is
// fetched when it is measured and is no part of the repository.
const countriesPackage = "@geo-maps/countries-land-1km@0.6.0"

// countries are places on land against the countries of the world, beside GEOS.
func (b *bench) countries(ctx context.Context) error {
	file, zones, err := fetchCountries(ctx, b.dir)
	if err != nil {
		return err
	}
	shapes := b.path("countries.wkt")
	if err := writeWKT(shapes, zones); err != nil {
		return err
	}
	for _, seed := range b.seeds {
		places := b.path("places.csv")
		if err := writeWells(places, wells{seed, b.points / 5, boxes(zones)}); err != nil {
			return err
		}
		all := []ours{{what: "screen --zones, 248 countries", args: []string{"--zones", file}}}
		all = append(all, b.cached(ctx, all[0], places))
		if err := b.versus(ctx, seed, places, all, b.geosJoins(shapes, places)); err != nil {
			return err
		}
	}
	return nil
}

// fetchCountries unpacks the map. A country is named by its position, for it has
// neither a code nor a name.
func fetchCountries(ctx context.Context, dir string) (file string, zones []zone, err error) {
	pack := exec.CommandContext(ctx, "npm", "pack", "--silent", countriesPackage)
	pack.Dir, pack.Stderr = dir, os.Stderr
	archive, err := pack.Output()
	if err != nil {
		return "", nil, err
	}
	if _, err := run(ctx, nil, "tar", "-xzf", filepath.Join(dir, strings.TrimSpace(string(archive))), "-C", dir); err != nil {
		return "", nil, err
	}
	file = filepath.Join(dir, "package", "map.geo.json")
	read, err := readFeatures[country](file)
	if err != nil {
		return "", nil, err
	}
	for i, f := range read.Features {
		z := zone{code: strconv.Itoa(i + 1), shape: make(orb.MultiPolygon, 1)}
		into := any(&z.shape)
		if f.Geometry.Type == "Polygon" {
			into = &z.shape[0]
		}
		if err := json.Unmarshal(f.Geometry.Coordinates, into); err != nil {
			return "", nil, fmt.Errorf("country %s: %w", z.code, err)
		}
		zones = append(zones, z)
	}
	return file, zones, nil
}

// country is a feature of the map.
type country struct {
	Geometry struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// boxes are those of every part of the zones.
func boxes(zones []zone) []orb.Bound {
	var all []orb.Bound
	for _, z := range zones {
		for _, polygon := range z.shape {
			all = append(all, polygon.Bound())
		}
	}
	return all
}
