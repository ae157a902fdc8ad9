package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/kml"
)

// saved is a workbook as a file.
func saved(t testing.TB, book *excelize.File) feature.Content {
	t.Helper()
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return formattest.File(b.Bytes())
}

// sheetOf is a workbook of one sheet with rows of cells.
func sheetOf(t testing.TB, rows ...[]any) feature.Content {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, book)
}

func TestXLSX(t *testing.T) {
	for _, c := range []struct {
		name string
		rows [][]any
		want string // part of what is said
	}{
		{"plain", [][]any{{"编号", "经度", "纬度"}, {"001", 112.85, 35.5}}, `2 in Sheet1 POINT(112.85 35.5) ["001" "112.85" "35.5"]`},
		{"texts", [][]any{{"编号", "经度", "纬度"}, {"a", "112°51′00″", "35°30′00″"}}, `pair "经度112°51′00″,纬度35°30′00″"`},
		{"a title above", [][]any{{"取水井清单"}, {}, {"编号", "经度", "纬度"}, {1, 112.85, 35.5}}, "header 3"},
		{"names in two rows", [][]any{{"编号", "坐标"}, {nil, "经度", "纬度"}, {1, 112.85, 35.5}}, `xlsx |编号 |经度 |纬度`},
		{"pairs", [][]any{{"编号", "坐标"}, {1, "112.85,35.5"}}, `pair "112.85,35.5"`},
		{"northing and easting", [][]any{{"X(北)", "Y(东)"}, {3930673.602, 38395658.899}}, `pair "东38395658.899,北3930673.602"`},
		{"a code of 12 digits", [][]any{{"code", "lon", "lat"}, {140502000001, 112.85, 35.5}}, `"140502000001"`},
		{"true", [][]any{{"a", "lon", "lat"}, {true, 112.85, 35.5}}, `"TRUE"`},
		{"WKT", [][]any{{"wkt"}, {"LINESTRING (1 2, 3 4)"}}, "LINESTRING(1 2,3 4)"},
		{"blank rows", [][]any{{"lon", "lat"}, {}, {1, 2}, {}, {}, {3, 4}}, "blank 3"},
		{"an empty coordinate", [][]any{{"lon", "lat", "n"}, {nil, 2, "x"}}, `["" "2" "x"] error 第 2 行 / line 2: lon="" 为空`},
		{"cells beyond the names", [][]any{{"lon", "lat"}, {1, 2, "x"}}, "1 rows have cells beyond the named columns"},
		{"a short row", [][]any{{"lon", "lat", "n"}, {1, 2}}, `["1" "2" ""]`},
		{"no coordinates", [][]any{{"a", "b"}, {1, 2}}, "name no columns of coordinates"},
		{"nothing", nil, "name no columns of coordinates"},
		{"escaped characters", [][]any{{"lon", "lat", "n"}, {1, 2, "a_x000D_b_x005F_x41_x\nd"}}, `"a\rb_x41_x\nd"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ReadXLSX(sheetOf(t, c.rows...), feature.Reading{})
			want, got := c.want, formattest.SourceText(s, err)
			if want == "header 3" {
				want = "in row 3"
			}
			if !strings.Contains(got, want) {
				t.Errorf("got\n%swant %s", got, want)
			}
			if s != nil && s.Close() != nil {
				t.Error("not closed")
			}
		})
	}
}

// Numbers come as stored where they are shown rounded, and as shown where the
// number alone means something else.
func TestXLSXNumberFormats(t *testing.T) {
	book := excelize.NewFile()
	if err := book.SetSheetRow("Sheet1", "A1", &[]string{"v", "lon", "lat"}); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		value float64
		code  string // "#14" is built in
		want  string
	}{
		{112.8512345, "0.00", "112.8512345"},
		{112.8512345, "#2", "112.8512345"},
		{1234567.891, "#,##0", "1234567.891"},
		{0.25, "0%", "0.25"},
		{42, "000000", "000042"},
		{1234567, "000000", "1234567"},
		{46249, "yyyy-mm-dd", "2026-08-15"},
		{46249, "#14", "2026-08-15"},
		{46249, `yyyy"年"m"月"d"日"`, "2026-08-15"},
		{46249, "[$-804]yyyy/m/d;@", "2026-08-15"},
		{46249.5, "yyyy/m/d h:mm", "2026-08-15 12:00:00"},
		{46249, "#58", "2026-08-15"},
		{0.75, "h:mm:ss", "18:00:00"},
		{0.75, "#20", "18:00:00"},
		{4.702083333333333, "[h]:mm:ss", "112:51:00"},
		{4.702083333333333, "#46", "112:51:00"},
		{59, "yyyy-mm-dd", "1900-02-28"},
		{61, "yyyy-mm-dd", "1900-03-01"},
		{1.5, "[Red]0.0", "1.5"},
		{1.5, "General", "1.5"},
		{1.5, `"day"0.0`, "1.5"},
		{1.5, `0.0\d`, "1.5"},
		{1.405e17, "0", "140500000000000000"},
		{1e-7, "General", "0.0000001"},
		{38395658.89912345, "0", "38395658.8991234"},
		{-5, "yyyy-mm-dd", "-5"},
	}
	for i, c := range cases {
		style := &excelize.Style{CustomNumFmt: &c.code}
		if n := 0; c.code[0] == '#' && c.code != "#,##0" {
			if _, err := fmt.Sscanf(c.code, "#%d", &n); err != nil {
				t.Fatal(err)
			}
			style = &excelize.Style{NumFmt: n}
		}
		id, err := book.NewStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		cell := fmt.Sprintf("A%d", i+2)
		err = errors.Join(book.SetSheetRow("Sheet1", cell, &[]float64{c.value, 1, 2}), book.SetCellStyle("Sheet1", cell, cell, id))
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err := ReadXLSX(saved(t, book), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for f, err := range s.Features {
		if err != nil || f.Values[0] != cases[i].want {
			t.Errorf("%v as %s: %q, %v; want %q", cases[i].value, cases[i].code, f.Values[0], err, cases[i].want)
		}
		i++
	}
	if i != len(cases) {
		t.Errorf("%d rows of %d", i, len(cases))
	}
}

// The calendar of 1904, hidden sheets, formulas, merged cells, rich text.
func TestXLSXWorkbook(t *testing.T) {
	book := excelize.NewFile()
	yes := true
	style, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	for _, err := range []error{
		err,
		book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}),
		book.SetSheetRow("Sheet1", "A1", &[]string{"隐藏", "lon", "lat"}),
		newSheet(book, "水井"), newSheet(book, "排口"), newSheet(book, "说明"),
		active(book, 1), book.SetSheetVisible("Sheet1", false),
		book.SetSheetRow("水井", "A1", &[]string{"name", "lon", "lat", "date"}),
		book.SetSheetRow("水井", "A2", &[]any{"甲", 112.85, 35.5, 44787}),
		book.SetCellStyle("水井", "D2", "D2", style),
		book.SetCellRichText("水井", "A3", []excelize.RichTextRun{{Text: "乙"}, {Text: "井", Font: &excelize.Font{Bold: true}}}),
		book.SetCellFormula("水井", "B3", "B2+1"), book.SetCellValue("水井", "C3", 35.5),
		book.MergeCell("水井", "A4", "A6"),
		book.SetSheetRow("排口", "A1", &[]string{"lon", "lat"}),
		book.SetSheetRow("排口", "A2", &[]any{1, 2}),
		book.SetSheetRow("说明", "A1", &[]string{"说明"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	file := saved(t, book)
	s, err := ReadXLSX(file, feature.Reading{})
	got := formattest.SourceText(s, err)
	for _, want := range []string{
		`2 in 水井 POINT(112.85 35.5) ["甲" "112.85" "35.5" "2026-08-15"]`,
		`3 in 水井 ["乙井" "" "35.5" ""] error`, // a formula that nobody computed has no value
		"layer Sheet1\nlayer 水井\nlayer 排口\nlayer 说明\n", "1 merged ranges", `sheet "排口" has coordinates too`, `sheet "水井", with`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%swant %s", got, want)
		}
	}
	for _, c := range []struct{ layer, want string }{
		{"排口", "2 in 排口 POINT(1 2)"},
		{"Sheet1", "xlsx |隐藏 |lon |lat"},
		{"说明", "name no columns of coordinates"},
		{"无", `there is no sheet "无" among "Sheet1", "水井", "排口", "说明"`},
	} {
		s, err := ReadXLSX(file, feature.Reading{Layer: c.layer})
		if got := formattest.SourceText(s, err); !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%swant %s", c.layer, got, c.want)
		}
	}
}

func newSheet(book *excelize.File, name string) error {
	_, err := book.NewSheet(name)
	return err
}

func active(book *excelize.File, sheet int) error {
	book.SetActiveSheet(sheet)
	return nil
}

func TestXLSXHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	row := `<row><c><v>1</v></c><c><v>2</v></c></row>`
	for _, c := range []struct {
		name, sheet, shared, want string
		how                       feature.Reading
	}{
		{"a million empty columns", formattest.SheetOpen + formattest.HeaderRow + "<row>" + strings.Repeat("<c/>", 1e6) + "</row>" + formattest.SheetShut, formattest.NoShared, "more than 16384 columns", feature.Reading{}},
		{"a million empty columns in the header", formattest.SheetOpen + "<row>" + strings.Repeat("<c/>", 1e6) + "</row>" + formattest.SheetShut, formattest.NoShared, "more than 16384 columns", feature.Reading{}},
		{"a column beyond the last", formattest.SheetOpen + formattest.HeaderRow + `<row><c r="XFE2"><v>1</v></c></row>` + formattest.SheetShut, formattest.NoShared, "more than 16384 columns", feature.Reading{}},
		{"a column of a thousand letters", formattest.SheetOpen + formattest.HeaderRow + `<row><c r="` + strings.Repeat("Z", 1000) + `2"/></row>` + formattest.SheetShut, formattest.NoShared, "more than 16384 columns", feature.Reading{}},
		{"no column", formattest.SheetOpen + formattest.HeaderRow + `<row><c r="2"/></row>` + formattest.SheetShut, formattest.NoShared, "a wrong cell reference", feature.Reading{}},
		{"the last row", formattest.SheetOpen + formattest.HeaderRow + `<row r="1048576"><c r="B1048576"><v>2</v></c></row>` + formattest.SheetShut, formattest.NoShared, "1048576 in S [\"\" \"2\"] error 第 1048576 行 / line 1048576: lon=\"\" 为空 / lon=\"\" is empty\nblank 1048574\n", feature.Reading{}},
		{"a row beyond the last", formattest.SheetOpen + formattest.HeaderRow + `<row r="1048577"/>` + formattest.SheetShut, formattest.NoShared, "beyond 1048576", feature.Reading{}},
		{"rows that go back", formattest.SheetOpen + formattest.HeaderRow + `<row r="9"/><row r="3"/>` + formattest.SheetShut, formattest.NoShared, `row number "3" is wrong`, feature.Reading{}},
		{"a row without number", formattest.SheetOpen + formattest.HeaderRow + `<row r="x"/>` + formattest.SheetShut, formattest.NoShared, `row number "x" is wrong`, feature.Reading{}},
		{"shared texts without end", formattest.SheetOpen + formattest.HeaderRow + formattest.SheetShut, "<sst>" + strings.Repeat("<si/>", 1e6), "too many shared texts", feature.Reading{Limits: feature.Limits{Bytes: 8 << 20}}},
		{"a shared text of 20 MB", formattest.SheetOpen + formattest.HeaderRow + formattest.SheetShut, "<sst><si><t>" + strings.Repeat("x", 20<<20), "more than 1048576 bytes", feature.Reading{}},
		{"a shared text of many runs", formattest.SheetOpen + formattest.HeaderRow + formattest.SheetShut, "<sst><si>" + strings.Repeat("<r><t>xxxxxxxxxx</t></r>", 1<<20), "the text of a cell is too long", feature.Reading{}},
		{"a shared text that is not there", formattest.SheetOpen + formattest.HeaderRow + `<row><c t="s"><v>7</v></c></row>` + formattest.SheetShut, formattest.NoShared, `there is no shared text "7"`, feature.Reading{}},
		{"a shared text before the first", formattest.SheetOpen + formattest.HeaderRow + `<row><c t="s"><v>-1</v></c></row>` + formattest.SheetShut, formattest.NoShared, `there is no shared text "-1"`, feature.Reading{}},
		{"a sheet of 64 MB", formattest.SheetOpen + formattest.HeaderRow + strings.Repeat(" ", 64<<20) + formattest.SheetShut, formattest.NoShared, "more than", feature.Reading{Limits: feature.Limits{Bytes: 1 << 20}}},
		{"a hundred thousand rows", formattest.SheetOpen + formattest.HeaderRow + strings.Repeat(row, 1e5) + formattest.SheetShut, formattest.NoShared, "more than 100 features", feature.Reading{Limits: feature.Limits{Features: 100}}},
		{"a type definition", `<!DOCTYPE a [<!ENTITY b "c">]>` + formattest.SheetOpen + formattest.HeaderRow + formattest.SheetShut, formattest.NoShared, "damaged: DTD", feature.Reading{}},
		{"an entity", formattest.SheetOpen + `<row><c t="str"><v>&b;</v></c></row>` + formattest.SheetShut, formattest.NoShared, "invalid character entity", feature.Reading{}},
		{"a sheet that ends early", formattest.SheetOpen + formattest.HeaderRow + `<row><c><v>1</v>`, formattest.NoShared, "not whole", feature.Reading{}},
		{"a sheet that ends between rows", formattest.SheetOpen + formattest.HeaderRow + row, formattest.NoShared, "not whole", feature.Reading{}},
		{"elements in elements", formattest.SheetOpen + formattest.HeaderRow + "<row>" + strings.Repeat("<c>", 1e6), formattest.NoShared, "not whole", feature.Reading{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := formattest.ZipFile(t, formattest.WorkbookParts(c.sheet, "xl/sharedStrings.xml", c.shared)...)
			formattest.Bounded(t, 300<<20, func() {
				s, err := ReadXLSX(file, c.how)
				if got := formattest.SourceText(s, err); !strings.Contains(got, c.want) {
					t.Errorf("got\n%.2000swant %s", got, c.want)
				}
			})
		})
	}
}

// Excel stores 17 digits.
func TestXLSXDigits(t *testing.T) {
	sheet := formattest.SheetOpen + formattest.HeaderRow + `<row><c><v>112.84999999999999</v></c><c><v>3.5299999999999997E1</v></c></row>` + formattest.SheetShut
	s, err := ReadXLSX(formattest.ZipFile(t, formattest.WorkbookParts(sheet, "xl/sharedStrings.xml", formattest.NoShared)...), feature.Reading{})
	if got := formattest.SourceText(s, err); !strings.Contains(got, `POINT(112.85 35.3) ["112.85" "35.3"]`) {
		t.Error(got)
	}
}

func TestXLSXNotAWorkbook(t *testing.T) {
	for _, c := range []struct {
		parts []string
		want  string
	}{
		{[]string{"a.txt", ""}, "the archive has no workbook"},
		{[]string{"[Content_Types].xml", `<Types><Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>`}, "xlsb is not supported"},
		{[]string{"[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="x.document.main+xml"/></Types>`}, "the archive has no workbook"},
		{[]string{"[Content_Types].xml", `<Types><Override`}, "damaged"},
		{formattest.WorkbookParts("")[:2], "the archive has no workbook"},
		{formattest.WorkbookParts("")[:6], "this part of the workbook is missing"},
		{formattest.WorkbookParts("", "../x", ""), "refused"},
	} {
		s, err := ReadXLSX(formattest.ZipFile(t, c.parts...), feature.Reading{})
		if got := formattest.SourceText(s, err); !strings.Contains(got, c.want) {
			t.Errorf("%q: got %swant %s", c.parts, got, c.want)
		}
	}
}

func TestIsXLSX(t *testing.T) {
	head := func(c feature.Content) []byte {
		data, err := io.ReadAll(io.NewSectionReader(c, 0, min(c.Size, feature.Window)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, c := range []struct {
		name      string
		head      []byte
		xlsx, kmz bool
	}{
		{"of excelize", head(sheetOf(t, []any{"lon", "lat"})), true, false},
		{"parts in another order", head(formattest.ZipFile(t, "docProps/a.xml", "", "xl/workbook.xml", "")), true, false},
		{"KMZ", head(formattest.ZipFile(t, "files/a.png", "x", "doc.KML", "")), false, true},
		{"Shapefile", head(formattest.ZipFile(t, "a.shp", "", "a.dbf", "")), false, false},
		{"empty zip", head(formattest.ZipFile(t)), false, false},
		{"text", []byte("xl/workbook.xml"), false, false},
		{"cut", head(formattest.ZipFile(t, "doc.kml", ""))[:20], false, false},
	} {
		if xlsx, kmz := IsXLSX(c.head), kml.IsKMZ(c.head); xlsx != c.xlsx || kmz != c.kmz {
			t.Errorf("%s: xlsx %v, kmz %v", c.name, xlsx, kmz)
		}
	}
}

// FuzzXLSX fuzzes a sheet and its shared texts in a whole archive.
func FuzzXLSX(f *testing.F) {
	for _, seed := range []string{
		formattest.SheetOpen + formattest.HeaderRow + `<row r="3"><c r="A3"><v>1</v></c><c s="1"><f>A1</f><v>2</v></c></row>` + formattest.SheetShut,
		formattest.SheetOpen + formattest.HeaderRow + `<row><c t="s"><v>0</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>` + formattest.SheetShut + `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`,
	} {
		f.Add(seed, `<sst><si><t>1</t><rPh><t>x</t></rPh></si><si><r><t>a_x000D_</t></r></si></sst>`)
	}
	f.Fuzz(func(t *testing.T, sheet, shared string) {
		s, err := ReadXLSX(formattest.ZipFile(t, formattest.WorkbookParts(sheet, "xl/sharedStrings.xml", shared)...), feature.Reading{})
		if err != nil {
			if _, ok := errors.AsType[*feature.Error](err); !ok {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		for f, err := range s.Features {
			var wrong *feature.FeatureError
			if err != nil && !errors.As(err, &wrong) {
				return
			}
			if len(f.Values) != len(s.Fields) || err == nil && f.Geometry == nil && f.Pair == "" {
				t.Fatalf("%+v %v", f, err)
			}
		}
	})
}
