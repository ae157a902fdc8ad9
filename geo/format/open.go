package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// headSize is how much of a file tells its format.
const headSize = 64 << 10

// textFormat is a format of text: how its beginning looks and how it is read.
type textFormat struct {
	is   func(head []byte) bool
	read func(text io.Reader, how Reading) (*Source, error)
}

// textFormats are tried in order: what looks like nothing else is a table.
func textFormats() []textFormat {
	return []textFormat{
		{isGeoJSONSeq, readGeoJSONSeq},
		{isGeoJSON, readGeoJSON},
		{isKML, readKML},
		{isDXF, readDXF},
		{isDikuai, readDikuai},
		{isWKB, readWKB},
		{isWKT, readWKT},
		{isCASS, readCASS},
		{isCSV, readCSV},
	}
}

// binaryFormat is a format whose parts lie all over the file.
type binaryFormat struct {
	is   func(head []byte) bool
	read func(c Content, how Reading) (*Source, error)
}

func binaryFormats() []binaryFormat {
	return []binaryFormat{
		{isGeoPackage, readGeoPackage},
		{isShapefile, readShapefile},
		{isXLSX, readXLSX},
		{isKMZ, readKMZ},
		{isZip, readShapefile},
	}
}

// Open tells what a file is by its content and begins to read it. Its features
// come from the Source, which is to be closed. Errors are *Error and say what the
// file is, where that can be told and it is none that is read.
func Open(c Content, how Reading) (*Source, error) {
	head := make([]byte, min(headSize, c.Size))
	if _, err := c.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := refused(head); err != nil {
		return nil, err
	}
	for _, f := range binaryFormats() {
		if f.is(head) {
			return f.read(c, how)
		}
	}
	text, encoding, err := Decode(io.NewSectionReader(c, 0, c.Size), how.Encoding)
	if err != nil {
		return nil, err
	}
	return openText(text, encoding, how)
}

// OpenStream is Open for what can be read only once. Tables and features by the
// line are read as they come; anything else is kept in a temporary file first,
// up to how.Limits.Bytes.
func OpenStream(r io.Reader, how Reading) (*Source, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	if err := refused(head); err != nil {
		return nil, err
	}
	all := io.MultiReader(bytes.NewReader(head), r)
	for _, f := range binaryFormats() {
		if f.is(head) {
			return openSpooled(all, how)
		}
	}
	text, encoding, err := Decode(all, how.Encoding)
	if err != nil {
		return nil, err
	}
	return openText(text, encoding, how)
}

// openText tells the format of a text in UTF-8.
func openText(text io.Reader, encoding Encoding, how Reading) (*Source, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(text, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, &Error{ZH: "文件为空", EN: "the file is empty"}
	}
	all := io.MultiReader(bytes.NewReader(head), text)
	for _, f := range textFormats() {
		if f.is(head) {
			src, err := f.read(all, how)
			if src == nil || err != nil && !how.Declared {
				return nil, err
			}
			src.Encoding = encoding
			return src, nil
		}
	}
	return nil, &Error{
		ZH: "看不出文件是什么格式；可读：GeoJSON、CSV、XLSX、Shapefile（zip）、GeoPackage、KML/KMZ、WKT、WKB、勘测定界 TXT、CASS dat、DXF",
		EN: "the format of the file cannot be told; read are GeoJSON, CSV, XLSX, Shapefile (zip), GeoPackage, KML/KMZ, WKT, WKB, 勘测定界 TXT, CASS dat, DXF",
	}
}

// openSpooled keeps the stream in a temporary file, so that it can be read in
// any order.
func openSpooled(r io.Reader, how Reading) (src *Source, err error) {
	f, err := os.CreateTemp("", "waterzones-*")
	if err != nil {
		return nil, err
	}
	// Without a name the file is gone with the process, whatever ends it; where a
	// system does not allow that, it is removed when the source is closed.
	named := os.Remove(f.Name()) != nil
	closer := func() error {
		err := f.Close()
		if named {
			err = errors.Join(err, os.Remove(f.Name()))
		}
		return err
	}
	limit := how.Limits.orLayer().Bytes
	size, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err == nil && size > limit {
		err = &Error{TooLarge: true, ZH: fmt.Sprintf("文件超过 %d 字节", limit), EN: fmt.Sprintf("the file is larger than %d bytes", limit)}
	}
	if err == nil {
		src, err = Open(Content{ReaderAt: f, Size: size}, how)
	}
	if err != nil {
		return nil, errors.Join(err, closer())
	}
	src.OnClose(closer)
	return src, nil
}

// refused names the formats that people send and that are not read, and says
// what to do.
func refused(head []byte) error {
	for _, f := range []struct{ magic, zh, en string }{
		{"AC10", "DWG 图形；请另存为 DXF（文本）", "a DWG drawing; save it as DXF (text)"},
		{"AutoCAD Binary DXF", "二进制 DXF；请另存为文本 DXF", "a binary DXF; save it as DXF in text form"},
		{"\xd0\xcf\x11\xe0", "旧版 Office 文件（如 .xls）；请另存为 .xlsx 或 CSV", "an old Office file (such as .xls); save it as .xlsx or CSV"},
		{"%PDF", "PDF；请提供矢量文件", "a PDF; bring the vector file"},
		{"Rar!", "RAR 压缩包；请改用 zip", "a RAR archive; use zip"},
		{"7z\xbc\xaf", "7z 压缩包；请改用 zip", "a 7z archive; use zip"},
		{"\x1f\x8b", "gzip 压缩文件；请先解压", "a gzip file; unpack it first"},
	} {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return &Error{ZH: "这是" + f.zh, EN: "this is " + f.en}
		}
	}
	return nil
}
