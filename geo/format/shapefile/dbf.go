package shapefile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"waterzones/geo/format/feature"
)

// dbf reads the table of a Shapefile (dBASE III and later, as in the ESRI
// Shapefile Technical Description of 1998, and dBASE IV's and FoxPro's language
// byte). It is for one goroutine.
type dbf struct {
	fileWindow
	Records  int // deleted ones included
	Encoding feature.Encoding
	Language byte // LDID, 0 where there is none
	columns  []dbfColumn
	texts    []dbfColumn // those of text
	skipped  []string    // columns whose type is not read, as "name (M)"
	header   int64       // bytes
	width    int         // bytes of a record
	said     dbfDoubts
}

// dbfColumn is a field descriptor.
type dbfColumn struct {
	feature.Field
	raw      []byte // of its name
	kind     byte   // C, N, F, L, D
	from, to int    // in a record
}

// dbfDoubts counts values that could not be read, and remembers the first.
type dbfDoubts struct {
	overflow, unreadable, cut feature.Tally
	beyondASCII               bool // by detect
}

const (
	dbfHeader     = 32 // bytes before the field descriptors
	dbfDescriptor = 32
	dbfEnd        = 0x0D
)

// openDBF reads the header. It is a *feature.Error if that contradicts itself or
// the file's length.
func openDBF(c feature.Content) (*dbf, error) {
	d := &dbf{fileWindow: fileWindow{Content: c}}
	head, err := d.at(0, dbfHeader)
	if err != nil {
		return nil, err
	}
	d.Records = int(binary.LittleEndian.Uint32(head[4:]))
	d.header = int64(binary.LittleEndian.Uint16(head[8:]))
	d.width = int(binary.LittleEndian.Uint16(head[10:]))
	d.Language = head[29]
	if d.header <= dbfHeader || d.width == 0 {
		return nil, d.broken("不是 DBF 表：文件头无效", "not a DBF table: its header is void")
	}
	if need := d.header + int64(d.Records)*int64(d.width); need > d.Size {
		return nil, d.broken(
			"文件不完整：文件头说有 %d 条记录、应为 %d 字节，实为 %d 字节", "cut short: by its header it has %d records in %d bytes, it has %d bytes", d.Records, need, d.Size)
	}
	all, err := d.at(0, int(d.header))
	if err != nil {
		return nil, err
	}
	return d, d.describe(all[dbfHeader:])
}

// describe reads the field descriptors.
func (d *dbf) describe(list []byte) error {
	plain, extended := 1, 1
	var widths []int
	for ; len(list) >= dbfDescriptor && list[0] != dbfEnd; list = list[dbfDescriptor:] {
		name, _, _ := bytes.Cut(list[:11], []byte{0})
		plain += int(list[16])
		widths = append(widths, int(list[16]))
		if list[11] == 'C' { // Clipper writes the second byte of a long text's width where the decimals are
			widths[len(widths)-1] += int(list[17]) << 8
		}
		extended += widths[len(widths)-1]
		d.columns = append(d.columns, dbfColumn{raw: bytes.Clone(bytes.TrimRight(name, " ")), kind: list[11], Field: feature.Field{Type: dbfType(list[11], list[17])}})
	}
	if plain == d.width || extended != d.width {
		for i := range widths {
			widths[i] &= 0xFF
		}
		extended = plain
	}
	if extended > d.width {
		return d.broken("各字段共宽 %d 字节，而记录只有 %d 字节", "the fields are %d bytes wide together, and a record has %d", extended, d.width)
	}
	at := 1
	for i, w := range widths {
		d.columns[i].from, d.columns[i].to = at, at+w
		if w == 0 { // else a table of records of one byte would have thousands of values in each
			d.columns[i].Type = ""
		} else if d.columns[i].kind == 'C' {
			d.texts = append(d.texts, d.columns[i])
		}
		at += w
	}
	return nil
}

// dbfType is the type of a column, "" of one that is not read.
func dbfType(kind, decimals byte) feature.FieldType {
	switch kind {
	case 'C':
		return feature.TextField
	case 'N':
		if decimals == 0 {
			return feature.IntegerField
		}
		return feature.RealField
	case 'F':
		return feature.RealField
	case 'L':
		return feature.BoolField
	case 'D':
		return feature.DateField
	}
	return ""
}

// name decodes the names of the columns, which must differ, and drops columns
// whose type is not read. Encoding is known then.
func (d *dbf) name() (notes []feature.Note) {
	seen := map[string]int{} // by small letters: the number that the next of the name may get
	kept := d.columns[:0]
	for i, c := range d.columns {
		c.Name = d.nameOf(c.raw)
		if c.Name == "" {
			c.Name = fmt.Sprintf("field_%d", i+1)
		}
		given := c.Name
		for key := strings.ToLower(given); seen[strings.ToLower(c.Name)] > 0; seen[key]++ {
			c.Name = fmt.Sprintf("%s_%d", given, seen[key])
		}
		seen[strings.ToLower(c.Name)] = 2
		if c.Name != given {
			notes = append(notes, feature.NoteOf("字段名 %q 重复，改称 %q", "field name %q stands twice; the later one is called %q", given, c.Name))
		}
		if c.Type == "" {
			d.skipped = append(d.skipped, fmt.Sprintf("%s (%q)", c.Name, c.kind))
			continue
		}
		kept = append(kept, c)
	}
	d.columns = kept
	if len(d.skipped) > 0 {
		list := strings.Join(d.skipped[:min(len(d.skipped), 10)], ", ")
		notes = append(notes, feature.NoteOf("跳过 %d 个类型不支持的字段：%s", "%d fields of types that are not read were skipped: %s", len(d.skipped), list))
	}
	return notes
}

// Fields are the columns in order, once they are named.
func (d *dbf) Fields() []feature.Field {
	fields := make([]feature.Field, len(d.columns))
	for i, c := range d.columns {
		fields[i] = c.Field
	}
	return fields
}
