package table

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// What the writer writes the reader reads.
func TestXLSXWriter(t *testing.T) {
	features := []feature.Feature{
		{Geometry: orb.Point{112.84999999999999, 35.300000000000004}, Values: []string{"001", "140502000001", "140502198001011234", "1.50", "2026-08-15", "=1+1", "_x000D_"}},
		{Geometry: orb.Point{1e-7, -0.5}, Values: []string{"", "x", "-3", "1e5", "", "a\nb", "<&>"}},
		{Values: []string{"a", "1", "2", "3", "4", "5", "6"}},
	}
	schema := feature.Schema{Layer: "水井/登记[1]", Fields: []feature.Field{
		{Name: "no", Type: feature.TextField}, {Name: "code", Type: feature.IntegerField}, {Name: "id", Type: feature.IntegerField}, {Name: "depth", Type: feature.RealField}, {Name: "date", Type: feature.DateField}, {Name: "formula", Type: feature.TextField}, {Name: "odd", Type: feature.TextField},
	}}
	s, err := ReadXLSX(formattest.File(formattest.Written(t, NewXLSXWriter, schema, features)), feature.Reading{})
	want := `xlsx |no |code |id |depth |date |formula |odd |lon |lat
2 in 水井_登记_1_ POINT(112.85 35.3) ["001" "140502000001" "140502198001011234" "1.50" "2026-08-15" "=1+1" "_x000D_" "112.85" "35.3"]
3 in 水井_登记_1_ POINT(0.0000001 -0.5) ["" "x" "-3" "1e5" "" "a\nb" "<&>" "0.0000001" "-0.5"]
4 in 水井_登记_1_ ["a" "1" "2" "3" "4" "5" "6" "" ""] error`
	if got := formattest.SourceText(s, err); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// What the writer writes, another program reads: names, texts with all that XML
// and the format escape, and numbers as numbers.
func TestXLSXReadByExcelize(t *testing.T) {
	schema := feature.Schema{Layer: "a<b>&c", Fields: []feature.Field{{Name: "编号", Type: feature.TextField}, {Name: "n", Type: feature.RealField}}}
	data := formattest.Written(t, NewXLSXWriter, schema, []feature.Feature{
		{Geometry: orb.Point{112.5, 35.25}, Values: []string{" 水 <&>\"_x0041_\r\n\t\x01", "1.5"}},
		{Geometry: orb.Point{-1e-7, 35.300000000000004}, Values: []string{"", "x"}},
	})
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("a<b>&c", excelize.Options{RawCellValue: true})
	want := [][]string{{"编号", "n", "lon", "lat"}, {" 水 <&>\"_x0041_\r\n\t\ufffd", "1.5", "112.5", "35.25"}, {"", "x", "-1E-07", "35.3"}}
	if err != nil || !reflect.DeepEqual(rows, want) {
		t.Errorf("got %q, %v; want %q", rows, err, want)
	}
	if kind, err := book.GetCellType("a<b>&c", "B2"); err != nil || kind != excelize.CellTypeUnset { // a number, by the standard
		t.Errorf("B2 is of type %v, %v", kind, err)
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
}

// Columns are counted as in a spreadsheet.
func TestColumnName(t *testing.T) {
	for i := range mostColumns {
		want, err := excelize.ColumnNumberToName(i + 1)
		if got := columnName(i); err != nil || got != want {
			t.Fatalf("column %d: %s, want %s; %v", i, got, want, err)
		}
	}
}

func TestXLSXWriterRefuses(t *testing.T) {
	long := make(orb.LineString, 4000)
	for i := range long {
		long[i] = orb.Point{112 + float64(i)*1e-7, 35}
	}
	for _, c := range []struct {
		name     string
		schema   feature.Schema
		features []feature.Feature
		want     string
	}{
		{"a shape that no cell holds", feature.Schema{}, []feature.Feature{{Geometry: long}}, "more than the 32767 characters"},
		{"a line after a point", feature.Schema{}, []feature.Feature{{Geometry: orb.Point{1, 2}}, {Geometry: long[:2]}}, "not for lines or areas"},
		{"too many columns", feature.Schema{Fields: make([]feature.Field, mostColumns)}, []feature.Feature{{Geometry: orb.Point{1, 2}}}, "XLSX has at most 16384"},
		{"too few values", feature.Schema{Fields: []feature.Field{{Name: "a", Type: feature.TextField}}}, []feature.Feature{{Geometry: orb.Point{1, 2}, Values: []string{}}}, "0 values for 1 columns"},
		{"no place", feature.Schema{}, []feature.Feature{{Geometry: orb.LineString{}}}, "不能写出"},
	} {
		w, err := NewXLSXWriter(io.Discard, c.schema)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.features {
			err = errors.Join(err, w.Write(f))
		}
		if !formattest.Says(err, c.want) || err == nil {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
		_ = w.Close()
	}
}

// Memory does not grow with the rows of a sheet.
func TestXLSXStreams(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	const rows = 30_000
	file := formattest.File(formattest.Written(t, NewXLSXWriter, feature.Schema{CRS: crs.CGCS2000, Fields: []feature.Field{{Name: "name", Type: feature.TextField}}}, formattest.ManyWells(rows)))
	n := 0
	s, err := ReadXLSX(file, feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range s.Features {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != rows {
		t.Errorf("%d rows", n)
	}
}

func BenchmarkXLSX(b *testing.B) {
	const rows = 20_000
	file := formattest.File(formattest.Written(b, NewXLSXWriter, feature.Schema{Fields: []feature.Field{{Name: "name", Type: feature.TextField}}}, formattest.ManyWells(rows)))
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := formattest.LastError(ReadXLSX(file, feature.Reading{})); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			book, err := excelize.OpenReader(io.NewSectionReader(file, 0, file.Size))
			if err != nil {
				b.Fatal(err)
			}
			lines, err := book.Rows("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for lines.Next() {
				if _, err := lines.Columns(); err != nil {
					b.Fatal(err)
				}
			}
			_ = book.Close()
		}
	})
}
