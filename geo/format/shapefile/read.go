// Package shapefile reads and writes Shapefiles (Esri's technical description of
// July 1998) with their tables (dBASE), as a zip or as the parts together.
package shapefile

import (
	"slices"

	"waterzones/geo/crs"
	"waterzones/geo/format/archive"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/prj"
)

// shapefileLayer is one Shapefile that is being read.
type shapefileLayer struct {
	Name       string
	shp        *shp
	dbf        *dbf // nil: none
	declared   crs.CRS
	declaredAs string
	notes      []feature.Note
	deleted    int
}

// Read reads a zip of Shapefiles, or a main file (.shp) whose other
// parts lie beside it (ESRI Shapefile Technical Description, 1998). Z and M are
// dropped. Rings are grouped into polygons by how they lie, and are not mended:
// where they do not wind as the format says, a note tells.
//
// Text is in the encoding that the caller names, else .cpg, else the language
// byte of the table, else what all its texts can be. Features of several
// Shapefiles come one layer after the other; layers in different systems are an
// error unless one is chosen. Records that are deleted are skipped and counted;
// empty shapes and MultiPatches are *feature.FeatureError. Where shapes and
// attributes cannot be matched for certain, the file is refused.
func Read(c feature.Content, how feature.Reading) (*feature.Source, error) {
	how.Limits = how.Limits.OrLayer()
	head := make([]byte, 4)
	if _, err := c.ReadAt(head, 0); err != nil {
		return nil, &feature.Error{ZH: "不是 Shapefile：文件过短", EN: "not a Shapefile: too short"}
	}
	src := &feature.Source{Kind: feature.Shapefile}
	parts, err := shapefiles(c, how, src)
	if err == nil {
		err = openShapefiles(src, parts, how)
	}
	if err != nil {
		_ = src.Close() // only temporary files that were read
		return nil, err
	}
	return src, nil
}

// shapefiles are the parts of the layers wanted. It notes what else there is.
func shapefiles(c feature.Content, how feature.Reading, src *feature.Source) ([]shapefileParts, error) {
	head := make([]byte, shpHeader)
	if n, _ := c.ReadAt(head, 0); !archive.Is(head[:n]) {
		p, err := besideParts(c, how.Limits.Bytes)
		src.Layers = []string{p.Name}
		if err == nil && how.Layer != "" && how.Layer != p.Name {
			err = noLayer(how.Layer, src.Layers)
		}
		return []shapefileParts{p}, err
	}
	a, err := archive.Open(c, how.Limits)
	if err != nil {
		return nil, err
	}
	src.OnClose(func() error { a.Close(); return nil })
	layers, err := zippedLayers(a)
	if err != nil {
		return nil, err
	}
	for _, l := range layers {
		src.Layers = append(src.Layers, l.Name)
	}
	if n := len(a.Nested); n > 0 {
		src.AddUnread("压缩包内另有 %d 个压缩包（%s 等），未打开", "%d archives in the archive (%s) were not opened", n, feature.Quote(a.Nested[0]))
	}
	if other := otherData(a); len(other) > 0 {
		src.AddUnread("压缩包内另有未读取的数据文件：%s", "the archive has other files of data, which were not read: %s", feature.QuoteAll(other))
	}
	if how.Layer != "" {
		i := slices.Index(src.Layers, how.Layer)
		if i < 0 {
			return nil, noLayer(how.Layer, src.Layers)
		}
		layers = layers[i : i+1]
	}
	var all []shapefileParts
	for _, l := range layers {
		p, err := l.open(a)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// openShapefiles opens the layers and says what they have in common.
func openShapefiles(s *feature.Source, parts []shapefileParts, how feature.Reading) error {
	var layers []*shapefileLayer
	for i, p := range parts {
		l, err := openShapefile(p, how)
		if err != nil {
			return err
		}
		layers = append(layers, l)
		if i == 0 {
			s.Declared, s.DeclaredAs = l.declared, l.declaredAs
		} else if s.Declared != l.declared || (s.Declared == 0 && s.DeclaredAs != l.declaredAs) {
			return feature.Errorf("图层 %s 与 %s 的坐标系不同；请指定其中一个图层",
				"the layers %s and %s are in different systems; name the one to be read", feature.Quote(layers[0].Name), feature.Quote(l.Name))
		}
		s.Notes = append(s.Notes, l.notes...)
		if l.dbf == nil {
			continue
		}
		s.Encoding = l.dbf.Encoding
		for _, f := range l.dbf.Fields() {
			if !slices.ContainsFunc(s.Fields, func(have feature.Field) bool { return have.Name == f.Name }) {
				s.Fields = append(s.Fields, f)
			}
		}
	}
	s.Features = allFeatures(s, layers, how.Limits.Features)
	return nil
}

// openShapefile opens one layer. A missing table, or a system that cannot be
// used, is a note.
func openShapefile(p shapefileParts, how feature.Reading) (l *shapefileLayer, err error) {
	l = &shapefileLayer{Name: p.Name}
	if l.shp, err = openSHP(p.by[".shp"], p.by[".shx"], how.Limits); err != nil {
		return nil, err
	}
	if err := l.openTable(p, how.Encoding); err != nil {
		return nil, err
	}
	text, err := smallText(p.by[".prj"])
	if err != nil {
		return nil, err
	}
	if text == "" {
		l.addNote("没有 .prj：文件没有说明坐标系", "no .prj: the file does not name its system")
		return l, nil
	}
	if l.declared, l.declaredAs, err = prj.Parse(text); err != nil {
		why := feature.Reason(err)
		l.notes = append(l.notes, feature.Note{ZH: ".prj 不可用：" + why.ZH, EN: "the .prj cannot be used: " + why.EN})
	}
	return l, nil
}

// openTable opens the table of attributes and settles its encoding.
func (l *shapefileLayer) openTable(p shapefileParts, wanted feature.Encoding) (err error) {
	table := p.by[".dbf"]
	if table.ReaderAt == nil {
		l.addNote("没有 .dbf：图形没有属性", "no .dbf: the shapes have no attributes")
		return nil
	}
	if l.dbf, err = openDBF(table); err != nil {
		return err
	}
	if n := l.shp.Records; n >= 0 && n != l.dbf.Records {
		return l.unmatched(n)
	}
	if l.dbf.Encoding = wanted; wanted == feature.Auto {
		if err := l.settleEncoding(p.by[".cpg"]); err != nil {
			return err
		}
	}
	l.notes = append(l.notes, l.dbf.name()...)
	return nil
}

func (l *shapefileLayer) settleEncoding(cpg feature.Content) error {
	text, err := smallText(cpg)
	if err != nil {
		return err
	}
	said, doubt, err := parseCPG(text)
	if err != nil {
		return err
	}
	if said == feature.Auto && doubt == "" {
		said = languageEncoding(l.dbf.Language)
	}
	if l.dbf.Encoding = said; said == feature.UTF8 {
		return nil // what is not shows itself in each value
	}
	if said == feature.GB18030 {
		return l.doubtGBK()
	}
	if l.dbf.Encoding, err = l.dbf.detect(); err != nil {
		return err
	}
	if doubt != "" && l.dbf.said.beyondASCII {
		l.addNote(".cpg 写 %s，未采用；按内容取 %s", ".cpg says %s, which was not taken; by its content the text is %s", feature.Quote(doubt), l.dbf.Encoding)
	}
	return nil
}

// doubtGBK refuses a table that is said to be GBK and reads as Chinese in UTF-8
// from end to end: taken as GBK, it would be other Chinese without a sign.
func (l *shapefileLayer) doubtGBK() error {
	e, err := l.dbf.detect()
	if err != nil {
		return err
	}
	if e == feature.UTF8 && l.dbf.said.beyondASCII {
		return l.dbf.broken("自称 GBK，内容却是 UTF-8 中文；请用 --encoding 指定", "is said to be in GBK, and is Chinese in UTF-8; name the encoding with --encoding")
	}
	return nil
}

func (l *shapefileLayer) addNote(zh, en string, values ...any) {
	l.notes = append(l.notes, feature.NoteOf(zh, en, values...))
}

func (l *shapefileLayer) unmatched(shapes int) *feature.Error {
	return l.dbf.broken(
		"属性 %d 条，图形 %d 个：无法对应；请重新导出", "%d records of attributes and %d shapes: they cannot be matched; export it again", l.dbf.Records, shapes)
}

// otherData lists the files of an archive that are of another format of shapes.
func otherData(a *archive.Archive) (names []string) {
	for _, e := range a.Entries {
		if slices.Contains([]string{".geojson", ".kml", ".gpkg", ".dxf", ".dwg", ".csv", ".xlsx", ".gml", ".mdb"}, archive.Extension(e.Name)) {
			names = append(names, e.Name)
		}
	}
	return names
}
