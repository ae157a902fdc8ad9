package shapefile

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"strconv"
	"strings"

	"waterzones/geo/format/archive"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// dbfWriter writes the table of a Shapefile. The widths of its fields are those
// of the longest values, which are known at the end: until then records lie in a
// temporary file as texts.
type dbfWriter struct {
	fields  []feature.Field
	names   []string // as written
	widths  []int
	points  []int // decimals of a real field
	gbk     bool
	bare    bool // no fields are asked for
	spooled *archive.Spool
	to      *bufio.Writer
	n       int
}

// Bounds of dBASE.
const (
	dbfNameBytes = 10
	dbfTextBytes = 254
	dbfDateBytes = 8
)

func newDBFWriter(schema feature.Schema) (*dbfWriter, error) {
	d := &dbfWriter{fields: schema.Fields, gbk: schema.Encoding == feature.GB18030}
	switch schema.Encoding {
	case feature.Auto, feature.UTF8, feature.UTF8BOM, feature.GB18030:
	default:
		return nil, &feature.Error{ZH: "Shapefile 只能写 UTF-8 或 GBK", EN: "a Shapefile is written in UTF-8 or in GBK"}
	}
	const most = 255 // of dBASE IV; a header counts its bytes in two
	if len(d.fields) > most {
		return nil, feature.Errorf("字段超过 %d 个", "more than %d fields", most)
	}
	if len(d.fields) == 0 { // a table without fields is none
		d.bare = true
		d.fields = []feature.Field{{Name: "FID", Type: feature.IntegerField}}
	}
	seen := map[string]bool{}
	for _, f := range d.fields {
		name, err := d.shortName(f.Name, seen)
		if err != nil {
			return nil, err
		}
		d.names = append(d.names, name)
		d.points = append(d.points, 1)
		d.widths = append(d.widths, 1)
	}
	var err error
	if d.spooled, err = archive.NewSpool(); err != nil {
		return nil, err
	}
	d.to = bufio.NewWriterSize(d.spooled, 256<<10)
	return d, nil
}

// shortName cuts a name to the bytes that a descriptor has, between characters,
// and makes it differ from those before, whose case does not count.
func (d *dbfWriter) shortName(name string, seen map[string]bool) (string, error) {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' {
			return '_'
		}
		return r
	}, name), " ")
	for n := 1; ; n++ {
		ending := ""
		if n > 1 {
			ending = "_" + strconv.Itoa(n)
		}
		short := ""
		for _, r := range cmp.Or(name, "field") {
			next, err := d.encode(short + string(r))
			if err != nil {
				return "", feature.Errorf("字段名 %s 不能写成 GBK；请改用 UTF-8", "the field name %s cannot be written in GBK; use UTF-8", feature.Quote(name))
			}
			if len(next)+len(ending) > dbfNameBytes {
				break
			}
			short += string(r)
		}
		short += ending
		if key := strings.ToLower(short); !seen[key] {
			seen[key] = true
			written, _ := d.encode(short)
			return written, nil
		}
	}
}

// encode writes a text in the bytes of the table.
func (d *dbfWriter) encode(text string) (string, error) {
	text = strings.ToValidUTF8(text, "�")
	if !d.gbk {
		return text, nil
	}
	return charset.ToGBK(text)
}

// cpg names the encoding as GDAL and Esri's programs understand it.
func (d *dbfWriter) cpg() string {
	if d.gbk {
		return "936"
	}
	return "UTF-8"
}

// widen are the widths that the fields have with one more record.
func (d *dbfWriter) widen(row []string, i int) int {
	w := max(d.widths[i], len(row[i]))
	switch d.fields[i].Type {
	case feature.DateField:
		return dbfDateBytes
	case feature.RealField:
		return max(w, 3) // 0.0
	}
	return w
}

// sizeWith is how many bytes the table has with one more record.
func (d *dbfWriter) sizeWith(row []string) int64 {
	width := int64(1)
	for i := range row {
		width += int64(d.widen(row, i))
	}
	return d.headerSize() + int64(d.n+1)*width + 1
}

func (d *dbfWriter) headerSize() int64 { return dbfHeader + dbfDescriptor*int64(len(d.fields)) + 1 }

// writeRow keeps a record.
func (d *dbfWriter) writeRow(row []string) error {
	d.n++
	for i, value := range row {
		d.widths[i] = d.widen(row, i)
		if d.fields[i].Type == feature.RealField {
			if _, decimals, found := strings.Cut(value, "."); found && !strings.Contains(value, "e") {
				d.points[i] = max(d.points[i], len(decimals))
				d.widths[i] = max(d.widths[i], d.points[i]+2)
			}
		}
		if err := d.to.WriteByte(byte(len(value))); err != nil {
			return err
		}
		if _, err := d.to.WriteString(value); err != nil {
			return err
		}
	}
	return nil
}

// writeTo writes the whole table.
func (d *dbfWriter) writeTo(w io.Writer) error {
	if err := d.to.Flush(); err != nil {
		return err
	}
	if _, err := d.spooled.Seek(0, io.SeekStart); err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 256<<10)
	if _, err := out.Write(d.head()); err != nil {
		return err
	}
	in := bufio.NewReaderSize(d.spooled, 256<<10)
	held := make([]byte, dbfTextBytes+1)
	for range d.n {
		if err := d.copyRecord(out, in, held); err != nil {
			return err
		}
	}
	if err := out.WriteByte(0x1A); err != nil {
		return err
	}
	return out.Flush()
}

// copyRecord pads the values of one record: numbers before them, texts after.
func (d *dbfWriter) copyRecord(out *bufio.Writer, in *bufio.Reader, held []byte) error {
	line := []byte{' '}
	for i, f := range d.fields {
		n, err := in.ReadByte()
		if err != nil {
			return err
		}
		if _, err := io.ReadFull(in, held[:n]); err != nil {
			return err
		}
		blanks := bytes.Repeat([]byte{' '}, d.widths[i]-int(n))
		if f.Type == feature.IntegerField || f.Type == feature.RealField {
			line = append(append(line, blanks...), held[:n]...)
		} else {
			line = append(append(line, held[:n]...), blanks...)
		}
	}
	_, err := out.Write(line)
	return err
}

// head is the header with the field descriptors. The date of the last change is
// fixed, so that equal features make equal files.
func (d *dbfWriter) head() []byte {
	head := make([]byte, dbfHeader, d.headerSize())
	copy(head, []byte{3, 80, 1, 1}) // dBASE III, 1980-01-01
	width := 1
	for i, f := range d.fields {
		var field [dbfDescriptor]byte
		copy(field[:dbfNameBytes], d.names[i])
		field[11] = 'C'
		switch f.Type {
		case feature.IntegerField:
			field[11] = 'N'
		case feature.RealField:
			field[11], field[17] = 'N', byte(d.points[i])
		case feature.BoolField:
			field[11] = 'L'
		case feature.DateField:
			field[11] = 'D'
			d.widths[i] = dbfDateBytes
		case feature.TextField:
		}
		field[16] = byte(d.widths[i])
		width += d.widths[i]
		head = append(head, field[:]...)
	}
	binary.LittleEndian.PutUint32(head[4:], uint32(d.n))
	binary.LittleEndian.PutUint16(head[8:], uint16(d.headerSize()))
	binary.LittleEndian.PutUint16(head[10:], uint16(width))
	if d.gbk {
		head[29] = 0x4D
	}
	return append(head, dbfEnd)
}
