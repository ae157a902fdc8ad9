package shapefile

import (
	"archive/zip"
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/archive"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/prj"
)

// shapefileMost is how long each part may be: 2 GiB less one byte, which is what
// programs can read whose offsets are signed.
const shapefileMost = math.MaxInt32

// shapefileWriter writes one layer into temporary files, then a zip of its parts
// to out. Memory does not grow with the features.
type shapefileWriter struct {
	out    io.Writer
	schema feature.Schema
	table  *dbfWriter
	main   *archive.Spool
	index  *archive.Spool
	mainTo *bufio.Writer
	indexT *bufio.Writer
	typ    int // 0 before the first feature
	bound  orb.Bound
	n      int
	size   int64 // of the main file
	most   int64
	record []byte
	err    error // of a file, which ends the writing
}

// NewWriter returns a writer of a zip with .shp, .shx, .dbf, .prj and
// .cpg. The first feature decides whether the shapes are points, multipoints,
// lines or areas; one of another kind, a text longer than 254 bytes, a value that
// is not of its field's type or a character that GBK does not have is a
// *feature.FeatureError, and the feature is not written. Shells are written
// clockwise and holes counter-clockwise, as the format demands. Text is in UTF-8,
// or in GBK if the schema's encoding is GB18030; names of fields are cut to 10
// bytes between characters and kept apart by numbers. What would make a part
// longer than 2 GiB is a *feature.Error with TooLarge.
func NewWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	s := &shapefileWriter{out: w, schema: schema, size: shpHeader, most: shapefileMost, bound: orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}}
	// Without .prj the shifted systems of web maps would pass for CGCS2000.
	_, err := feature.SRID(schema.CRS)
	if err != nil {
		return nil, err
	}
	if s.table, err = newDBFWriter(schema); err != nil {
		return nil, err
	}
	if s.main, err = archive.NewSpool(); err == nil {
		s.index, err = archive.NewSpool()
	}
	if err != nil {
		s.discard()
		return nil, err
	}
	s.mainTo, s.indexT = bufio.NewWriterSize(s.main, 256<<10), bufio.NewWriter(s.index)
	blank := make([]byte, shpHeader)
	_, err1 := s.mainTo.Write(blank)
	_, err2 := s.indexT.Write(blank)
	return s, errors.Join(err1, err2)
}

// Write adds a feature.
func (s *shapefileWriter) Write(f feature.Feature) error {
	if s.err != nil {
		return s.err
	}
	typ := shpTypeOf(f.Geometry)
	if typ == 0 || s.typ != 0 && typ != s.typ {
		return s.refuse(f)
	}
	row, err := s.table.row(&f)
	if err != nil {
		return err
	}
	s.record = appendShape(s.record[:0], f.Geometry, typ)
	if !finiteShape(s.record, typ) {
		return &feature.FeatureError{Place: f.Where(), ZH: "坐标无效", EN: "a coordinate is void"}
	}
	next := s.size + shpRecordHeader + int64(len(s.record))
	if next > s.most || s.table.sizeWith(row) > s.most {
		return feature.TooLarge("Shapefile 的一个文件将超过 2 GB；请改用 GeoPackage，或分批导出", "a file of the Shapefile would be longer than 2 GB; use GeoPackage, or export in parts")
	}
	s.typ, s.bound = typ, s.bound.Union(f.Geometry.Bound())
	s.n++
	s.err = errors.Join(s.writeRecord(), s.table.writeRow(row))
	s.size = next
	return s.err
}

// writeRecord writes the record, and its place.
func (s *shapefileWriter) writeRecord() error {
	var head, entry [8]byte
	words := uint32(len(s.record) / 2)
	binary.BigEndian.PutUint32(head[:], uint32(s.n))
	binary.BigEndian.PutUint32(head[4:], words)
	binary.BigEndian.PutUint32(entry[:], uint32(s.size/2))
	binary.BigEndian.PutUint32(entry[4:], words)
	_, err1 := s.mainTo.Write(head[:])
	_, err2 := s.mainTo.Write(s.record)
	_, err3 := s.indexT.Write(entry[:])
	return errors.Join(err1, err2, err3)
}

func (s *shapefileWriter) refuse(f feature.Feature) error {
	zh, en := "没有 Shapefile 能写的图形", "has no shape that a Shapefile can hold"
	if typ := shpTypeOf(f.Geometry); typ != 0 {
		names := map[int]feature.Note{shpPoint: {ZH: "点", EN: "points"}, shpMultiPoint: {ZH: "多点", EN: "multipoints"}, shpPolyLine: {ZH: "线", EN: "lines"}, shpPolygon: {ZH: "面", EN: "areas"}}
		zh = fmt.Sprintf("是%s，而本文件只放%s；请分开导出，或改用 GeoPackage", names[typ].ZH, names[s.typ].ZH)
		en = fmt.Sprintf("belongs to %s in a file of %s; export them apart, or use GeoPackage", names[typ].EN, names[s.typ].EN)
	}
	return &feature.FeatureError{Place: f.Where(), ZH: zh, EN: en}
}

// Close writes the zip and removes the temporary files.
func (s *shapefileWriter) Close() error {
	defer s.discard()
	if s.err != nil {
		return s.err
	}
	if err := errors.Join(s.finish(s.main, s.mainTo, s.size), s.finish(s.index, s.indexT, shpHeader+int64(s.n)*shxEntry)); err != nil {
		return err
	}
	z := zip.NewWriter(s.out)
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, cmp.Or(strings.Trim(s.schema.Layer, ". "), "layer"))
	for _, part := range []struct {
		ext   string
		write func(io.Writer) error
	}{
		{".shp", s.main.CopyTo},
		{".shx", s.index.CopyTo},
		{".dbf", s.table.writeTo},
		{".prj", textTo(prj.Esri(s.schema.CRS))},
		{".cpg", textTo(s.table.cpg())},
	} {
		if part.ext == ".prj" && prj.Esri(s.schema.CRS) == "" {
			continue
		}
		to, err := z.Create(name + part.ext)
		if err == nil {
			err = part.write(to)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// finish writes the header of a file whose length in bytes is known now.
func (s *shapefileWriter) finish(f *archive.Spool, to *bufio.Writer, size int64) error {
	if err := to.Flush(); err != nil {
		return err
	}
	head := make([]byte, shpHeader)
	binary.BigEndian.PutUint32(head, shpCode)
	binary.BigEndian.PutUint32(head[24:], uint32(size/2))
	binary.LittleEndian.PutUint32(head[28:], 1000)
	binary.LittleEndian.PutUint32(head[32:], uint32(s.typ))
	if s.n > 0 {
		appendBox(head[:36], s.bound)
	}
	_, err := f.WriteAt(head, 0)
	return err
}

func (s *shapefileWriter) discard() {
	for _, f := range []*archive.Spool{s.main, s.index, s.table.spooled} {
		if f != nil {
			_ = f.Close() // nothing can be done about a temporary file
		}
	}
}

func textTo(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}
