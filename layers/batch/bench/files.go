package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"
)

// create writes a file through a buffer.
func create(path string, write func(w *bufio.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(file, 1<<20)
	return errors.Join(write(w), w.Flush(), file.Close())
}

// writeGeoJSON writes zones as a FeatureCollection, one feature a line.
func writeGeoJSON(path string, zones []zone) error {
	return create(path, func(w *bufio.Writer) error {
		_, _ = w.WriteString(`{"type":"FeatureCollection","features":[`)
		var text []byte
		for i, z := range zones {
			properties, err := json.Marshal(z.properties())
			if err != nil {
				return err
			}
			if i > 0 {
				_ = w.WriteByte(',')
			}
			text = geoJSON().appendShape(text[:0], z.shape)
			_, _ = fmt.Fprintf(w, "\n"+`{"type":"Feature","properties":%s,"geometry":{"type":"MultiPolygon","coordinates":%s}}`, properties, text)
		}
		_, err := w.WriteString("\n]}\n")
		return err
	})
}

// properties are those of the zone in a layer's file.
func (z zone) properties() map[string]string {
	p := map[string]string{"code": z.code, "name": z.code}
	if z.grade != "" {
		p["grade"], p["source_code"], p["source_name"] = z.grade, z.source, "水源"+z.source
		p["status"], p["valid_from"] = "现行", "2009-12-01"
	}
	return p
}

// writeWKT writes zones as a rival reads them: code, tab, WKT.
func writeWKT(path string, zones []zone) error {
	return create(path, func(w *bufio.Writer) error {
		var text []byte
		for _, z := range zones {
			text = wellKnown().appendShape(append(append(text[:0], z.code...), "\tMULTIPOLYGON"...), z.shape)
			_, _ = w.Write(append(text, '\n'))
		}
		return nil
	})
}

// writeLayers makes a layers directory of the seeds' files, in which the zones
// take the place of the seeds' own in their layers and what is complete in the
// city is so in an area.
func writeLayers(dir string, zones []zone, area orb.Bound) error {
	if err := errors.Join(os.RemoveAll(dir), os.CopyFS(dir, os.DirFS("seeds/data"))); err != nil {
		return err
	}
	byLayer := map[string][]zone{}
	for _, z := range zones {
		byLayer[z.layer] = append(byLayer[z.layer], z)
	}
	for layer, zones := range byLayer {
		if err := writeGeoJSON(filepath.Join(dir, layer+".geojson"), zones); err != nil {
			return err
		}
	}
	return cover(filepath.Join(dir, "coverage.geojson"), area)
}

// cover makes an area the one in which the layers of the city are complete.
func cover(path string, area orb.Bound) error {
	areas, err := readFeatures[map[string]any](path)
	if err != nil {
		return err
	}
	for _, feature := range areas.Features {
		if feature["id"] == "city" {
			feature["geometry"] = map[string]any{"type": "Polygon", "coordinates": area.ToPolygon()}
		}
	}
	text, err := json.Marshal(areas)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// features are a GeoJSON FeatureCollection.
type features[F any] struct {
	Type     string `json:"type"`
	Features []F    `json:"features"`
}

func readFeatures[F any](path string) (features[F], error) {
	var all features[F]
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return all, err
}
