// Package formattest makes files for the tests of package format and its rooms,
// sound ones and hostile ones, and says what was read of them.
package formattest

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
)

// File is a file of bytes.
func File(data []byte) feature.Content {
	return feature.Content{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
}

// NamedFile is File with a name.
func NamedFile(name string, data []byte) feature.Content {
	return feature.Content{Name: name, ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
}

// Zip is a zip of names and what they hold, in order.
func Zip(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// HugeDirectory is a zip whose end says that it has one entry, and whose
// directory goes on.
func HugeDirectory(t testing.TB) []byte {
	t.Helper()
	data := Zip(t, "a", "")
	at := bytes.Index(data, []byte("PK\x01\x02"))
	end := bytes.Index(data, []byte("PK\x05\x06"))
	entry, tail := data[at:end], bytes.Clone(data[end:])
	data = append(data[:at:at], bytes.Repeat(entry, 300_000)...)
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(data)-at))
	binary.LittleEndian.PutUint16(tail[10:], uint16(300_000&0xFFFF))
	return append(data, tail...)
}

// GBK encodes a text.
func GBK(s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

// Stream hides that a reader can seek.
func Stream(data []byte) io.Reader { return struct{ io.Reader }{bytes.NewReader(data)} }

// Written is a file of features.
func Written(t testing.TB, create func(io.Writer, feature.Schema) (feature.Writer, error), schema feature.Schema, features []feature.Feature) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := create(&b, schema)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Zones are two features of a layer, and what a writer must know of it.
func Zones() (feature.Schema, []feature.Feature) {
	return feature.Schema{Layer: "zones", CRS: crs.CGCS2000, Fields: []feature.Field{{Name: "name", Type: feature.TextField}, {Name: "n", Type: feature.IntegerField}}},
		[]feature.Feature{{Geometry: Square(112, 35), Values: []string{"一级", "1"}}, {Geometry: Square(113, 36), Values: []string{"二级", "2"}}}
}

// EditedGeoPackage is a GeoPackage of zones after the statements were run in it.
// The driver of SQLite is the caller's to import.
func EditedGeoPackage(t testing.TB, data []byte, statements ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.gpkg")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	// They call functions that only an editor of the layer brings.
	var triggers []string
	for _, name := range []string{"insert", "update1", "update2", "update3", "update4"} {
		triggers = append(triggers, `DROP TRIGGER rtree_zones_geom_`+name)
	}
	for _, s := range append(triggers, statements...) {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if data, err = os.ReadFile(file); err != nil {
		t.Fatal(err)
	}
	return data
}

// DXF writes groups given as "0 SECTION|2 ENTITIES".
func DXF(groups string) string {
	var b strings.Builder
	for g := range strings.SplitSeq(groups, "|") {
		code, value, _ := strings.Cut(g, " ")
		b.WriteString(code + "\n" + value + "\n")
	}
	return b.String()
}

// DXFEntities is a drawing of entities alone, written as DXF takes them.
func DXFEntities(groups string) string {
	return DXF("0 SECTION|2 ENTITIES|" + groups + "|0 ENDSEC|0 EOF")
}

// WorkbookParts are the parts of a small workbook around a sheet and what else is
// given.
func WorkbookParts(sheet string, more ...string) []string {
	return append([]string{
		"[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="` + sheetType + `main+xml"/></Types>`,
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="b" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", sheet,
	}, more...)
}

const (
	sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet."
	NoShared  = `<sst/>`
	HeaderRow = `<row><c t="str"><v>lon</v></c><c t="inlineStr"><is><t>lat</t></is></c></row>`
	SheetOpen = `<worksheet><sheetData>`
	SheetShut = `</sheetData></worksheet>`
)

// ZipFile is Zip as a Content.
func ZipFile(t testing.TB, parts ...string) feature.Content {
	t.Helper()
	return File(Zip(t, parts...))
}

// RegisteredView makes the view v a layer.
func RegisteredView(view string) []string {
	return []string{
		"CREATE VIEW v AS " + view,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4490)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4490, 0, 0)`,
	}
}

// FullDisk is a writer that takes nothing; its error is [io.ErrShortWrite].
type FullDisk struct{}

func (FullDisk) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
