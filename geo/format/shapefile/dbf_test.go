package shapefile

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// dbfOf is a table by its columns, as "名称 C 10" or "a N 8 2", and its records,
// each a text with the mark of deletion first.
func dbfOf(language byte, columns []string, records ...string) []byte {
	head := append([]byte{3}, make([]byte, dbfHeader-1)...)
	head[29] = language
	width := 1
	for _, c := range columns {
		name, kind, size, decimals := columnOf(c)
		field := make([]byte, dbfDescriptor)
		copy(field[:11], name)
		field[11], field[16], field[17] = kind, byte(size), byte(decimals)
		head = append(head, field...)
		width += size
		if kind == 'C' {
			width += decimals << 8
		}
	}
	head = append(head, dbfEnd)
	binary.LittleEndian.PutUint32(head[4:], uint32(len(records)))
	binary.LittleEndian.PutUint16(head[8:], uint16(len(head)))
	binary.LittleEndian.PutUint16(head[10:], uint16(width))
	for _, r := range records {
		head = append(head, r+strings.Repeat(" ", width-len(r))...)
	}
	return append(head, 0x1A)
}

func openDBFText(data []byte, e feature.Encoding) (d *dbf, notes []feature.Note, err error) {
	if d, err = openDBF(formattest.NamedFile("a.dbf", data)); err != nil {
		return nil, nil, err
	}
	if d.Encoding = e; e == feature.Auto {
		if d.Encoding, err = d.detect(); err != nil {
			return nil, nil, err
		}
	}
	return d, d.name(), nil
}

func TestDBFValues(t *testing.T) {
	for _, c := range []struct {
		column, cell string
		want         any
		note         string
	}{
		{"a C 8", "王台", "王台", ""},
		{"a C 8", "  ab", "ab", ""},
		{"a C 8", "ab\x00\x00", "ab", ""},
		{"a C 8", "        ", nil, ""},
		{"a C 8", "abc王\xe5\x8f", "abc王", "1 texts end in half a character, which was left out, the first in record 1"},
		{"a C 44 1", strings.Repeat("x", 300), strings.Repeat("x", 300), ""},
		{"a N 5", "   12", 12.0, ""},
		{"a N 5", "-7", -7.0, ""},
		{"a N 9 3", " 1234.500", 1234.5, ""},
		{"a N 5", "*****", nil, "1 numbers did not fit their field (****) and count as null, the first in record 1"},
		{"a N 5", "     ", nil, ""},
		{"a N 5", "12,5", nil, "1 values are not of their field's type and count as null, the first in record 1"},
		{"a N 5", "0x1p4", nil, "1 values are not of their field's type and count as null, the first in record 1"},
		{"a N 5", "Inf", nil, "1 values are not of their field's type and count as null, the first in record 1"},
		{"a N 18", "140502001001000123", "140502001001000123", ""},
		{"a N 18", "  9007199254740991", 9007199254740991.0, ""},
		{"a N 20 15", "1.234567890123456", 1.234567890123456, ""},
		{"a F 12", "1.5e+003", 1500.0, ""},
		{"a L 1", "T", true, ""},
		{"a L 1", "y", true, ""},
		{"a L 1", "F", false, ""},
		{"a L 1", "n", false, ""},
		{"a L 1", "?", nil, ""},
		{"a L 1", "X", nil, "1 values are not of their field's type and count as null, the first in record 1"},
		{"a D 8", "20190601", "2019-06-01", ""},
		{"a D 8", "00000000", nil, ""},
		{"a D 8", "20190631", nil, "1 values are not of their field's type and count as null, the first in record 1"},
	} {
		d, _, err := openDBFText(dbfOf(0, []string{c.column, "b C 3"}, " "+c.cell+strings.Repeat(" ", widthOf(c.column)-len(c.cell))+"end"), feature.UTF8)
		if err != nil {
			t.Fatal(c.column, err)
		}
		got, deleted, err := d.record(0)
		said := ""
		for _, n := range d.said.notes() {
			said += n.EN
		}
		if got["a"] != c.want || got["b"] != "end" || deleted || err != nil || said != c.note {
			t.Errorf("%s %q: %v, %v, %q; want %v, %q", c.column, c.cell, got, err, said, c.want, c.note)
		}
	}
}

// columnOf takes the words of a column apart.
func columnOf(column string) (name string, kind byte, size, decimals int) {
	words := append(strings.Split(column, " "), "0")
	size, _ = strconv.Atoi(words[2])
	decimals, _ = strconv.Atoi(words[3])
	return words[0], words[1][0], size, decimals
}

func widthOf(column string) int {
	_, kind, size, decimals := columnOf(column)
	if kind == 'C' {
		size += decimals << 8
	}
	return size
}

func TestDBFFields(t *testing.T) {
	d, notes, err := openDBFText(dbfOf(0, []string{"名称 C 10", "a N 5", "A N 5 2", "memo M 10", "day D 8", "ok L 1", "f F 8", "t I 4"}), feature.UTF8)
	if err != nil {
		t.Fatal(err)
	}
	want := []feature.Field{{Name: "名称", Type: feature.TextField}, {Name: "a", Type: feature.IntegerField}, {Name: "A_2", Type: feature.RealField}, {Name: "day", Type: feature.DateField}, {Name: "ok", Type: feature.BoolField}, {Name: "f", Type: feature.RealField}}
	if got := d.Fields(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if len(notes) != 2 || !strings.Contains(notes[0].EN, `"A" stands twice`) || !strings.Contains(notes[1].EN, "2 fields of types that are not read were skipped: memo ('M'), t ('I')") {
		t.Errorf("%v", notes)
	}
}

func TestDBFEncoding(t *testing.T) {
	for _, c := range []struct {
		name    string
		columns []string
		records []string
		want    feature.Encoding
		wrong   string
	}{
		{"ASCII", []string{"a C 8"}, []string{" abc"}, feature.UTF8, ""},
		{"nothing", []string{"a C 8"}, nil, feature.UTF8, ""},
		{"values in GBK", []string{"a C 8"}, []string{" abc", formattest.GBK(" 王台")}, feature.GB18030, ""},
		{"values in UTF-8", []string{"a C 8"}, []string{" abc", " 王台"}, feature.UTF8, ""},
		{"names alone in GBK", []string{formattest.GBK("名称 C 8")}, nil, feature.GB18030, ""},
		{"a name in GBK, values in ASCII", []string{formattest.GBK("名称 C 8")}, []string{" abc"}, feature.GB18030, ""},
		{"a name cut in UTF-8", []string{"批准日\xe6 C 8"}, nil, feature.UTF8, ""},
		{"values cut in GBK", []string{"a C 5"}, []string{" " + formattest.GBK("王台井")[:5], " " + formattest.GBK("水源地")[:5]}, feature.GB18030, ""},
		{"values cut in UTF-8", []string{"a C 5"}, []string{" " + "王台"[:5], " " + "水源"[:5]}, feature.UTF8, ""},
		{"deleted ones have no say", []string{"a C 8"}, []string{"*" + formattest.GBK("王台"), " 水源"}, feature.UTF8, ""},
		{"numbers have no say", []string{"a C 8", "b N 4"}, []string{" 王台  " + formattest.GBK("王台")}, feature.UTF8, ""},
		{"both", []string{"a C 20"}, []string{formattest.GBK(" 王台水源"), " 王台水源"}, feature.Auto, "mixes encodings"},
	} {
		d, _, err := openDBFText(dbfOf(0, c.columns, c.records...), feature.Auto)
		if d != nil && d.Encoding != c.want || !formattest.Says(err, c.wrong) {
			t.Errorf("%s: %+v, %v; want %s", c.name, d, err, c.want)
		}
	}
}

// A name is read though it is cut, or written in the other encoding.
func TestDBFNames(t *testing.T) {
	for _, c := range []struct {
		raw  string
		e    feature.Encoding
		want string
	}{
		{"批准日\xe6", feature.UTF8, "批准日"},
		{formattest.GBK("保护区级别名")[:10], feature.GB18030, "保护区级别"},
		{"a" + formattest.GBK("保护区级别")[:9], feature.GB18030, "a保护区级"},
		{formattest.GBK("级别"), feature.UTF8, "级别"},
		{"名称", feature.UTF8, "名称"},
	} {
		d := dbf{Encoding: c.e}
		if got := d.nameOf([]byte(c.raw)); got != c.want {
			t.Errorf("%q in %s: %q, want %q", c.raw, c.e, got, c.want)
		}
	}
}

func TestDBFWrongText(t *testing.T) {
	d, _, err := openDBFText(dbfOf(0, []string{"a C 8"}, formattest.GBK(" 王台")), feature.UTF8)
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := d.record(0); !formattest.Says(err, "is not text in UTF-8") || got != nil {
		t.Errorf("%v, %v", got, err)
	}
}

func TestParseCPG(t *testing.T) {
	for text, want := range map[string]feature.Encoding{
		"CP936": feature.GB18030, "936": feature.GB18030, "ANSI 936": feature.GB18030, "OEM 936": feature.GB18030, "GBK": feature.GB18030, "gb2312\r\n": feature.GB18030, "GB18030": feature.GB18030, "windows-936": feature.GB18030, "x-gbk": feature.GB18030, "EUC-CN": feature.GB18030,
		"UTF-8": feature.UTF8, "utf8": feature.UTF8, "65001": feature.UTF8, "CP65001": feature.UTF8, "\xef\xbb\xbfUTF-8": feature.UTF8, "UTF-8\x00": feature.UTF8,
		"": feature.Auto, "ISO-8859-1": feature.Auto, "ISO 88591": feature.Auto, "1252": feature.Auto, "ANSI 1252": feature.Auto, "LATIN1": feature.Auto,
	} {
		if got, _, err := parseCPG(text); got != want || err != nil {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"Big5", "950", "Shift_JIS", "\xff\xfe", "王"} {
		if got, _, err := parseCPG(text); !formattest.Says(err, "not supported") {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
}

func TestDBFHostile(t *testing.T) {
	good := dbfOf(0, []string{"a C 8", "b N 4"}, " abc", " def")
	with := func(at int, b ...byte) []byte {
		data := bytes.Clone(good)
		copy(data[at:], b)
		return data
	}
	for _, c := range []struct {
		name  string
		data  []byte
		wrong string
	}{
		{"empty", nil, "cut short"},
		{"half a header", good[:20], "cut short"},
		{"four billion records", with(4, 0xFF, 0xFF, 0xFF, 0xFF), "has 4294967295 records"},
		{"one record more", with(4, 3), "cut short: by its header it has 3 records"},
		{"cut in a record", good[:len(good)-5], "cut short"},
		{"no header", with(8, 0, 0), "header is void"},
		{"a header longer than the file", with(8, 0xFF, 0xFF), "cut short"},
		{"records of no bytes", with(10, 0, 0), "header is void"},
		{"fields wider than a record", with(dbfHeader+16, 200), "the fields are 205 bytes wide"},
		{"records narrower than the fields", with(10, 5), "the fields are 13 bytes wide"},
	} {
		formattest.Bounded(t, 1<<20, func() {
			if _, err := openDBF(formattest.NamedFile("a.dbf", c.data)); !formattest.Says(err, c.wrong) {
				t.Errorf("%s: %v, want %s", c.name, err, c.wrong)
			}
		})
	}
}

// Nothing panics; every record of what is opened can be asked for.
func FuzzDBF(f *testing.F) {
	f.Add(dbfOf(0, []string{"a C 8", "b N 4", "c L 1", "d D 8", "e F 9 3"}, " abc      12T20190601    1.500", "*"))
	f.Add(dbfOf(0x4D, []string{formattest.GBK("名称 C 44 1"), "m M 10"}, formattest.GBK(" 王台")))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, e := range []feature.Encoding{feature.Auto, feature.UTF8, feature.GB18030} {
			d, _, err := openDBFText(data, e)
			if err != nil {
				continue
			}
			for i := range min(d.Records, 1000) {
				properties, deleted, err := d.record(i)
				if err == nil && !deleted && len(properties) != len(d.columns) {
					t.Fatalf("%d values in %d columns", len(properties), len(d.columns))
				}
			}
		}
	})
}
