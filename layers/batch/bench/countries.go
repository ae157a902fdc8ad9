package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// countriesPackage is a real map: 248 countries of 1.3 million vertices. It is
// fetched when it is measured and is no part of the repository.
const countriesPackage = "@geo-maps/countries-land-1km@0.6.0"

// countries are places on land against the countries of the world, beside GEOS:
// the map as it is, where most countries have a ring that crosses or touches
// itself, for which we and GEOS have different answers, and the same made valid.
func (b *bench) countries(ctx context.Context) error {
	file, zones, err := fetchCountries(ctx, b.dir)
	if err != nil {
		return err
	}
	crude, valid := b.path("crude.wkt"), b.path("countries.geojson")
	if err := writeWKT(crude, zones); err != nil {
		return err
	}
	shapes, err := b.validCountries(ctx, crude, valid)
	if err != nil {
		return err
	}
	for _, seed := range b.seeds {
		places := b.path("places.csv")
		if err := writeWells(places, wells{seed, b.points / 5, boxes(zones)}); err != nil {
			return err
		}
		if b.geos != nil {
			sound := ours{what: "screen --zones, 248 countries made valid", args: []string{"--zones", valid}}
			if err := b.versus(ctx, seed, places, []ours{sound, b.cached(ctx, sound, places)}, b.geosJoins(shapes, places)); err != nil {
				return err
			}
		}
		rivals := b.geosJoins(crude, places)
		for i := range rivals {
			rivals[i].check = nil
		}
		asIs := ours{what: "screen --zones, 248 countries as they are", args: []string{"--zones", file}}
		if err := b.versus(ctx, seed, places, []ours{asIs}, rivals); err != nil {
			return err
		}
	}
	return nil
}

// validCountries writes what GEOS makes of the countries, as GeoJSON and as WKT,
// whose name it gives.
func (b *bench) validCountries(ctx context.Context, crude, file string) (shapes string, err error) {
	if b.geos == nil {
		return "", nil
	}
	made := b.path("made.wkt")
	if err := b.geos.makeValid(ctx, crude, made); err != nil {
		return "", err
	}
	text, err := os.ReadFile(made)
	if err != nil {
		return "", err
	}
	var zones []zone
	for line := range strings.Lines(string(text)) {
		code, shape, _ := strings.Cut(line, "\t")
		z := zone{code: code}
		if strings.HasPrefix(shape, "POLYGON") {
			polygon, err := wkt.UnmarshalPolygon(shape)
			if err != nil {
				return "", err
			}
			z.shape = orb.MultiPolygon{polygon}
		} else if z.shape, err = wkt.UnmarshalMultiPolygon(shape); err != nil {
			return "", fmt.Errorf("country %s: %w", code, err)
		}
		zones = append(zones, z)
	}
	shapes = b.path("countries.wkt")
	return shapes, errors.Join(writeGeoJSON(file, zones), writeWKT(shapes, zones))
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
