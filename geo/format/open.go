package format

import (
	"bytes"
	"errors"
	"io"

	"waterzones/geo/format/archive"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/gpkg"
	"waterzones/geo/format/kml"
	"waterzones/geo/format/shapefile"
	"waterzones/geo/format/survey"
	"waterzones/geo/format/table"
	"waterzones/geo/format/wk"
	"waterzones/geo/geojson"
)

// headSize is how much of a file tells its format.
const headSize = 64 << 10

// textFormat is a format of text: how its beginning looks and how it is read.
type textFormat struct {
	is   func(head []byte) bool
	read func(text io.Reader, how feature.Reading) (*feature.Source, error)
}

// textFormats are tried in order: what looks like nothing else is a table.
func textFormats() []textFormat {
	return []textFormat{
		{table.IsJSONLines, table.ReadJSONLines},
		{geojson.IsSeq, geojson.ReadSeq},
		{geojson.Is, geojson.Read},
		{kml.Is, kml.Read},
		{survey.IsDXF, survey.ReadDXF},
		{survey.IsDikuai, survey.ReadDikuai},
		{wk.IsWKB, wk.ReadWKB},
		{wk.IsWKT, wk.ReadWKT},
		{survey.IsCASS, survey.ReadCASS},
		{table.IsCSV, table.ReadCSV},
	}
}

// binaryFormat is a format whose parts lie all over the file.
type binaryFormat struct {
	is   func(head []byte) bool
	read func(c feature.Content, how feature.Reading) (*feature.Source, error)
}

func binaryFormats() []binaryFormat {
	return []binaryFormat{
		{gpkg.Is, gpkg.Read},
		{shapefile.Is, shapefile.Read},
		{table.IsXLSX, table.ReadXLSX},
		{kml.IsKMZ, kml.ReadKMZ},
		{archive.Is, shapefile.Read},
	}
}

// Open tells what a file is by its content and begins to read it. Its features
// come from the Source, which is to be closed. Errors are *feature.Error and say
// what the file is, where that can be told and it is none that is read.
func Open(c feature.Content, how feature.Reading) (*feature.Source, error) {
	head := make([]byte, min(headSize, c.Size))
	if _, err := c.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if isGzip(head) {
		return openGzip(io.NewSectionReader(c, 0, c.Size), how)
	}
	if err := unread(head); err != nil {
		return nil, err
	}
	for _, f := range binaryFormats() {
		if f.is(head) {
			return f.read(c, how)
		}
	}
	return openText(io.NewSectionReader(c, 0, c.Size), how)
}

// OpenStream is Open for what can be read only once. Tables and features by the
// line are read as they come; anything else is kept in a temporary file first,
// up to how.Limits.Bytes.
func OpenStream(r io.Reader, how feature.Reading) (*feature.Source, error) {
	head, err := feature.ReadHead(r, headSize)
	if err != nil {
		return nil, err
	}
	if isGzip(head) {
		return openGzip(io.MultiReader(bytes.NewReader(head), r), how)
	}
	return openBegun(head, r, how)
}

// openBegun is OpenStream of what is not packed, of which the head was read.
func openBegun(head []byte, r io.Reader, how feature.Reading) (*feature.Source, error) {
	if err := unread(head); err != nil {
		return nil, err
	}
	all := io.MultiReader(bytes.NewReader(head), r)
	for _, f := range binaryFormats() {
		if f.is(head) {
			return openSpooled(all, how)
		}
	}
	return openText(all, how)
}

// openText tells the encoding of a text, and then its format.
func openText(r io.Reader, how feature.Reading) (*feature.Source, error) {
	text, encoding, err := charset.Decode(r, how.Encoding)
	if err != nil {
		return nil, err
	}
	head, err := feature.ReadHead(text, headSize)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, &feature.Error{ZH: "文件为空", EN: "the file is empty"}
	}
	all := io.MultiReader(bytes.NewReader(head), text)
	formats := textFormats()
	if how.Comma != 0 { // whoever knows what stands between the cells knows that there are some
		formats = []textFormat{{func([]byte) bool { return true }, table.ReadCSV}}
	}
	for _, f := range formats {
		if f.is(head) {
			src, err := f.read(all, how)
			if src == nil || err != nil && !how.Declared {
				return nil, err
			}
			src.Encoding = encoding
			return src, nil
		}
	}
	return nil, &feature.Error{
		ZH: "看不出文件是什么格式；可读：GeoJSON、CSV、NDJSON、XLSX、Shapefile（zip）、GeoPackage、KML/KMZ、WKT、WKB、勘测定界 TXT、CASS dat、DXF",
		EN: "the format of the file cannot be told; read are GeoJSON, CSV, NDJSON, XLSX, Shapefile (zip), GeoPackage, KML/KMZ, WKT, WKB, 勘测定界 TXT, CASS dat, DXF",
	}
}

// openSpooled keeps the stream in a temporary file, so that it can be read in
// any order.
func openSpooled(r io.Reader, how feature.Reading) (src *feature.Source, err error) {
	f, err := archive.NewSpool()
	if err != nil {
		return nil, err
	}
	limit := how.Limits.OrLayer().Bytes
	size, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err == nil && size > limit {
		err = feature.TooLarge("文件超过 %d 字节", "the file is larger than %d bytes", limit)
	}
	if err == nil {
		src, err = Open(feature.Content{ReaderAt: f, Size: size}, how)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	src.OnClose(f.Close)
	return src, nil
}

// unread names the formats that people send and that are not read, and says
// what to do.
func unread(head []byte) error {
	for _, f := range []struct{ magic, zh, en string }{
		{"AC10", "DWG 图形；请另存为 DXF（文本）", "a DWG drawing; save it as DXF (text)"},
		{"AutoCAD Binary DXF", "二进制 DXF；请另存为文本 DXF", "a binary DXF; save it as DXF in text form"},
		{"\xd0\xcf\x11\xe0", "旧版 Office 文件（如 .xls）；请另存为 .xlsx 或 CSV", "an old Office file (such as .xls); save it as .xlsx or CSV"},
		{"%PDF", "PDF；请提供矢量文件", "a PDF; bring the vector file"},
		{"Rar!", "RAR 压缩包；请改用 zip", "a RAR archive; use zip"},
		{"7z\xbc\xaf", "7z 压缩包；请改用 zip", "a 7z archive; use zip"},
		{gzipMagic, "压缩了两次的 gzip 文件；请先解压一次", "a gzip file within another; unpack it once"},
	} {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return &feature.Error{ZH: "这是" + f.zh, EN: "this is " + f.en}
		}
	}
	return nil
}
