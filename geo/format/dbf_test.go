package format

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"strconv"
	"strings"
	"testing"
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

func openDBFText(data []byte, e Encoding) (d *dbf, notes []Note, err error) {
	if d, err = openDBF(partContent("a.dbf", data)); err != nil {
		return nil, nil, err
	}
	if d.Encoding = e; e == Auto {
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
		d, _, err := openDBFText(dbfOf(0, []string{c.column, "b C 3"}, " "+c.cell+strings.Repeat(" ", widthOf(c.column)-len(c.cell))+"end"), UTF8)
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
	d, notes, err := openDBFText(dbfOf(0, []string{"名称 C 10", "a N 5", "A N 5 2", "memo M 10", "day D 8", "ok L 1", "f F 8", "t I 4"}), UTF8)
	if err != nil {
		t.Fatal(err)
	}
	want := []Field{{"名称", TextField}, {"a", IntegerField}, {"A_2", RealField}, {"day", DateField}, {"ok", BoolField}, {"f", RealField}}
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
		want    Encoding
		wrong   string
	}{
		{"ASCII", []string{"a C 8"}, []string{" abc"}, UTF8, ""},
		{"nothing", []string{"a C 8"}, nil, UTF8, ""},
		{"values in GBK", []string{"a C 8"}, []string{" abc", gbk(" 王台")}, GB18030, ""},
		{"values in UTF-8", []string{"a C 8"}, []string{" abc", " 王台"}, UTF8, ""},
		{"names alone in GBK", []string{gbk("名称 C 8")}, nil, GB18030, ""},
		{"a name in GBK, values in ASCII", []string{gbk("名称 C 8")}, []string{" abc"}, GB18030, ""},
		{"a name cut in UTF-8", []string{"批准日\xe6 C 8"}, nil, UTF8, ""},
		{"values cut in GBK", []string{"a C 5"}, []string{" " + gbk("王台井")[:5], " " + gbk("水源地")[:5]}, GB18030, ""},
		{"values cut in UTF-8", []string{"a C 5"}, []string{" " + "王台"[:5], " " + "水源"[:5]}, UTF8, ""},
		{"deleted ones have no say", []string{"a C 8"}, []string{"*" + gbk("王台"), " 水源"}, UTF8, ""},
		{"numbers have no say", []string{"a C 8", "b N 4"}, []string{" 王台  " + gbk("王台")}, UTF8, ""},
		{"both", []string{"a C 20"}, []string{gbk(" 王台水源"), " 王台水源"}, Auto, "mixes encodings"},
	} {
		d, _, err := openDBFText(dbfOf(0, c.columns, c.records...), Auto)
		if d != nil && d.Encoding != c.want || !says(err, c.wrong) {
			t.Errorf("%s: %+v, %v; want %s", c.name, d, err, c.want)
		}
	}
}

// A name is read though it is cut, or written in the other encoding.
func TestDBFNames(t *testing.T) {
	for _, c := range []struct {
		raw  string
		e    Encoding
		want string
	}{
		{"批准日\xe6", UTF8, "批准日"},
		{gbk("保护区级别名")[:10], GB18030, "保护区级别"},
		{"a" + gbk("保护区级别")[:9], GB18030, "a保护区级"},
		{gbk("级别"), UTF8, "级别"},
		{"名称", UTF8, "名称"},
	} {
		d := dbf{Encoding: c.e}
		if got := d.nameOf([]byte(c.raw)); got != c.want {
			t.Errorf("%q in %s: %q, want %q", c.raw, c.e, got, c.want)
		}
	}
}

func TestDBFWrongText(t *testing.T) {
	d, _, err := openDBFText(dbfOf(0, []string{"a C 8"}, gbk(" 王台")), UTF8)
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := d.record(0); !says(err, "is not text in UTF-8") || got != nil {
		t.Errorf("%v, %v", got, err)
	}
}

func TestParseCPG(t *testing.T) {
	for text, want := range map[string]Encoding{
		"CP936": GB18030, "936": GB18030, "ANSI 936": GB18030, "OEM 936": GB18030, "GBK": GB18030, "gb2312\r\n": GB18030, "GB18030": GB18030, "windows-936": GB18030, "x-gbk": GB18030, "EUC-CN": GB18030,
		"UTF-8": UTF8, "utf8": UTF8, "65001": UTF8, "CP65001": UTF8, "\xef\xbb\xbfUTF-8": UTF8, "UTF-8\x00": UTF8,
		"": Auto, "ISO-8859-1": Auto, "ISO 88591": Auto, "1252": Auto, "ANSI 1252": Auto, "LATIN1": Auto,
	} {
		if got, _, err := parseCPG(text); got != want || err != nil {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"Big5", "950", "Shift_JIS", "\xff\xfe", "王"} {
		if got, _, err := parseCPG(text); !says(err, "not supported") {
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
		bounded(t, 1<<20, func() {
			if _, err := openDBF(partContent("a.dbf", c.data)); !says(err, c.wrong) {
				t.Errorf("%s: %v, want %s", c.name, err, c.wrong)
			}
		})
	}
}

// Nothing panics; every record of what is opened can be asked for.
func FuzzDBF(f *testing.F) {
	f.Add(dbfOf(0, []string{"a C 8", "b N 4", "c L 1", "d D 8", "e F 9 3"}, " abc      12T20190601    1.500", "*"))
	f.Add(dbfOf(0x4D, []string{gbk("名称 C 44 1"), "m M 10"}, gbk(" 王台")))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, e := range []Encoding{Auto, UTF8, GB18030} {
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
