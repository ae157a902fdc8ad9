package geojson

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// geojsonFile is a GeoJSON document as offices have it: it may declare a system
// in a crs member, which RFC 7946 took out of the format, and have coordinates
// in metres; a shape that is wrong is no reason to give up the others.
type geojsonFile struct {
	system string // that the head declares, "" for none
	fault  error  // of the shape under way
	yield  func(feature.Feature, error) bool
}

// Read reads a FeatureCollection, a Feature or a bare Geometry. A crs
// member must stand in the first 64 KiB, as all programs write it. Positions are
// checked to be numbers only.
func Read(text io.Reader, how feature.Reading) (*feature.Source, error) {
	buffered := bufio.NewReaderSize(text, feature.Window)
	head, err := buffered.Peek(feature.Window)
	if err != nil && err != io.EOF {
		return nil, err
	}
	s := &feature.Source{Kind: feature.GeoJSON}
	file := &geojsonFile{system: systemInHead(head)}
	if file.system != "" {
		s.DeclareName(file.system)
	}
	s.Features = func(yield func(feature.Feature, error) bool) {
		file.yield = yield
		d := newDocument(buffered, how.Limits.OrLayer())
		d.file, d.yield = file, func(feature.Feature) bool { return false }
		o, err := d.root()
		switch {
		case errors.Is(err, errStopped) || err == nil && o.typ == "FeatureCollection":
		case err == nil:
			f, err := d.feature(o)
			if err := file.giveOut(1, o, f, err); err != nil && !errors.Is(err, errStopped) {
				yield(feature.Feature{}, err)
			}
		default:
			yield(feature.Feature{}, err)
		}
	}
	return s, nil
}

// giveOut gives out a feature, or what is wrong with it.
func (g *geojsonFile) giveOut(number int, o *object, f feature.Feature, err error) error {
	if g.fault != nil {
		err, g.fault = g.fault, nil
	}
	e, ok := errors.AsType[*feature.Error](err)
	if err != nil && (!ok || e.TooLarge) {
		return err
	}
	if err != nil {
		f = feature.Feature{ID: o.id, Properties: o.properties}
		wrong := &feature.FeatureError{Place: fmt.Sprintf("第 %d 个要素 / feature %d", number, number), ZH: e.ZH, EN: e.EN}
		if e.Path != "" {
			wrong.Place += " " + e.Path
		}
		err = wrong
	}
	if !g.yield(f, err) {
		return errStopped
	}
	return nil
}

// again meets a crs member, which must say what the head was found to say.
func (g *geojsonFile) again(raw []byte) error {
	if raw == nil {
		return nil
	}
	if name := systemName(raw); name != g.system {
		return feature.Errorf("坐标系 %s 与文件开头声明的 %s 不同，或写在文件 64 KiB 之后；请把 crs 写在 features 之前",
			"the system %s is not the one declared at the beginning, %s, or stands after 64 KiB; put crs before features", feature.Quote(name), feature.Quote(g.system))
	}
	return nil
}

// systemName is what a crs member says: its name, or itself where it has none.
func systemName(raw []byte) string {
	if name := nameOfCRS(raw); name != "" {
		return name
	}
	return feature.Clip(string(raw))
}

// systemInHead finds the crs member of a document by its first bytes.
func systemInHead(head []byte) (system string) {
	d := documentIn(head, feature.Limits{})
	if d.start() != nil {
		return ""
	}
	// An error is where the head ends, or is found again with its place.
	_ = d.members(func(name string) error {
		if name != "crs" {
			return d.skip()
		}
		raw, err := d.raw()
		if err == nil && raw != nil {
			system = systemName(raw)
		}
		return err
	})
	return system
}

// documentIn reads a text that is in memory.
func documentIn(text []byte, l feature.Limits) *document {
	l = l.OrDefault()
	return &document{limits: l, scanner: &scanner{buf: text, end: len(text), err: io.EOF, limit: l.Bytes, maxDepth: l.Depth, mark: -1}}
}

// featureIn reads one Feature or Geometry in memory, in any system, which
// Feature.CRS names if the text does.
func featureIn(text []byte, l feature.Limits) (feature.Feature, error) {
	d := documentIn(text, l)
	d.file = &geojsonFile{system: systemInHead(text)}
	o, err := d.root()
	var f feature.Feature
	if err == nil {
		f, err = d.feature(o)
	}
	if fault := d.file.fault; fault != nil {
		err = fault
	}
	f.CRS = d.file.system
	return f, err
}

// ParseGeometry reads a cell of a table.
func ParseGeometry(cell string, l feature.Limits) (orb.Geometry, string, error) {
	f, err := featureIn([]byte(cell), l)
	return f.Geometry, f.CRS, err
}

// Is tells an object with a GeoJSON type, or with features.
func Is(head []byte) (is bool) {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	d := documentIn(head, feature.Limits{})
	if d.next() != '{' {
		return false
	}
	_ = d.members(func(name string) error {
		if name != "type" {
			is = is || name == "features"
			return d.skip()
		}
		typ, err := d.string()
		is = isGeometry(typ) || strings.HasPrefix(typ, "Feature")
		return err
	})
	return is
}
