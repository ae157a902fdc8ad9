package catalogue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
)

// readFile adds the features of a file of any format to the layer. Where neither
// the file nor the catalogue says in which system its coordinates are, it is
// refused: a layer that lies half a kilometre off is worse than none.
func (l *draft) readFile(dir fs.FS, file, system string) error {
	wrong := func(where string, err error) error {
		return &LoadError{File: file, Layer: l.ID, Feature: where, Err: err}
	}
	var placer format.Placer
	if system != "" {
		var err error
		if placer.Declared, err = crs.Parse(system); err != nil {
			return wrong("", err)
		}
	}
	content, closeFile, err := contentOf(dir, file)
	if err != nil {
		return wrong("", err)
	}
	defer closeFile()
	src, err := format.Open(content, feature.Reading{Limits: feature.LayerLimits(), Declared: placer.Declared != 0})
	if err != nil {
		return wrong("", err)
	}
	defer func() { _ = src.Close() }() // it was only read
	n, names := 0, aliases()
	for f, err := range src.Features {
		n++
		where := fmt.Sprintf("features[%d] %s", n-1, f.Where())
		if err != nil {
			return wrong(where, err)
		}
		shape, err := place(&placer, src, &f)
		if err != nil {
			return wrong(where, err)
		}
		a, err := attributes(names, propertiesOf(src, &f))
		if err != nil {
			return wrong(where, err)
		}
		if a.Code == "" {
			a.Code = f.ID
		}
		if err := l.add(a, shape); err != nil {
			return wrong(where+" "+a.Code, err)
		}
	}
	l.check()
	return wholly(src, wrong)
}

// wholly refuses a file of which something that may hold shapes was not read: a
// layer without some of its zones answers as if they were not.
func wholly(src *feature.Source, wrong func(where string, err error) error) error {
	if len(src.Unread) == 0 {
		return nil
	}
	return wrong("", fmt.Errorf("%s / %s", src.Unread[0].ZH, src.Unread[0].EN))
}

// place is the feature in longitude and latitude.
func place(placer *format.Placer, src *feature.Source, f *feature.Feature) (orb.Geometry, error) {
	system := placer.Decide(src, f)
	if system.CRS == 0 && f.CRS == "" && src.Kind != feature.GeoJSON {
		return nil, errors.New("文件没有声明坐标系；请在 catalogue.json 中写明 crs / the file declares no coordinate system; name it as crs in catalogue.json")
	}
	placed, err := placer.Place(system, f)
	return placed.Shape, err
}

// propertiesOf are the feature's properties, of a table by the names of its
// columns.
func propertiesOf(src *feature.Source, f *feature.Feature) map[string]any {
	if f.Values == nil {
		return f.Properties
	}
	properties := make(map[string]any, len(f.Values))
	for i, field := range src.Fields {
		if i < len(f.Values) && f.Values[i] != "" {
			properties[field.Name] = f.Values[i]
		}
	}
	return properties
}

// contentOf opens a file for random access; one that does not offer it is read
// into memory. The parts of a Shapefile come as a zip.
func contentOf(dir fs.FS, file string) (c feature.Content, closeFile func(), err error) {
	f, err := dir.Open(file)
	if err != nil {
		return c, nil, err
	}
	closeFile = func() { _ = f.Close() } // it was only read
	info, err := f.Stat()
	if err != nil {
		closeFile()
		return c, nil, err
	}
	c = feature.Content{Name: file, Size: info.Size()}
	if at, ok := f.(io.ReaderAt); ok {
		c.ReaderAt = at
		return c, closeFile, nil
	}
	text, err := io.ReadAll(f)
	if err != nil {
		closeFile()
		return c, nil, err
	}
	c.ReaderAt, c.Size = bytes.NewReader(text), int64(len(text))
	return c, closeFile, nil
}
