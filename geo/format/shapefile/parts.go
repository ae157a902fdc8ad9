package shapefile

import (
	"cmp"
	"io"
	"path"
	"slices"
	"strings"

	"waterzones/geo/format/archive"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/prj"
)

// shapefileParts are the files of one Shapefile.
type shapefileParts struct {
	Name string                     // of the layer
	by   map[string]feature.Content // extension; those that are not there have no ReaderAt
}

// bare is a name without its extension.
func bare(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// stem is bare in small letters: programs on Windows write LAYER.SHP beside
// layer.dbf.
func stem(name string) string { return strings.ToLower(bare(name)) }

// besideParts are the parts that were given together, the main file first.
func besideParts(c feature.Content, most int64) (shapefileParts, error) {
	p := shapefileParts{Name: bare(path.Base(cmp.Or(c.Name, "shapefile"))), by: map[string]feature.Content{".shp": c}}
	all := c.Size
	for _, b := range c.Beside {
		all += b.Size
		if ext := archive.Extension(b.Name); ext != ".shp" && stem(b.Name) == stem(c.Name) {
			p.by[ext] = b
		}
	}
	if all > most {
		return p, feature.TooManyBytes(most)
	}
	return p, nil
}

// zippedLayers are the Shapefiles in an archive, by the names of their layers:
// the base name of the main file, or its whole path where two have the same.
func zippedLayers(a *archive.Archive) ([]zippedLayer, error) {
	var layers []zippedLayer
	count := map[string]int{}
	for _, e := range a.WithExtension(".shp") {
		base := bare(path.Base(e.Name))
		count[base]++
		layers = append(layers, zippedLayer{Name: base, path: e.Name})
	}
	for i, l := range layers {
		if count[l.Name] > 1 {
			layers[i].Name = bare(l.path)
		}
		for _, e := range a.Entries {
			if stem(e.Name) == stem(l.path) {
				layers[i].parts = append(layers[i].parts, e)
			}
		}
	}
	if len(layers) > 0 {
		return layers, nil
	}
	if len(a.Nested) > 0 {
		return nil, feature.Errorf("压缩包内没有 .shp，只有压缩包 %s；请先解开内层再提交", "the archive has no .shp but the archive %s; unpack that first", feature.Quote(a.Nested[0]))
	}
	return nil, &feature.Error{ZH: "压缩包内没有 .shp 文件", EN: "the archive has no .shp file"}
}

type zippedLayer struct {
	Name  string
	path  string
	parts []archive.Entry
}

// open inflates the parts of a layer.
func (l zippedLayer) open(a *archive.Archive) (p shapefileParts, err error) {
	p = shapefileParts{Name: l.Name, by: map[string]feature.Content{}}
	for _, e := range l.parts {
		ext := archive.Extension(e.Name)
		if !slices.Contains([]string{".shp", ".shx", ".dbf", ".prj", ".cpg"}, ext) {
			continue
		}
		if _, twice := p.by[ext]; twice { // A.shp beside a.shp
			return p, feature.Errorf("压缩包中有两个仅大小写不同的文件", "the archive has two files whose names differ in case alone").In(e.Name)
		}
		if p.by[ext], err = a.Extract(e); err != nil {
			return p, err
		}
	}
	return p, nil
}

func noLayer(name string, there []string) *feature.Error {
	list := feature.Clip(strings.Join(there, ", "))
	return feature.Errorf("没有图层 %s；有：%s", "there is no layer %s; there is %s", feature.Quote(name), list)
}

// smallText reads a part that is a short text; "" if it is not there.
func smallText(c feature.Content) (string, error) {
	if c.ReaderAt == nil {
		return "", nil
	}
	text, err := io.ReadAll(io.NewSectionReader(c, 0, min(c.Size, prj.Longest)))
	return string(text), err
}
