package shapefile

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/prj"
)

// parseCPG reads the content of a .cpg in any of the spellings that programs
// use: CP936, 936, ANSI 936, GBK, 65001, utf8. Auto with an empty doubt means
// that it says nothing; a doubt is a western code page, which GDAL and others
// write for want of a better, so that the content must tell.
func parseCPG(text string) (e feature.Encoding, doubt string, err error) {
	text = strings.Trim(strings.TrimPrefix(text, charset.Mark(feature.UTF8BOM)), " \t\r\n\x00\x1a")
	name := prj.Fold(text)
	for _, prefix := range []string{"ANSI", "OEM", "CP", "WINDOWS", "MS", "X"} {
		if rest := strings.TrimPrefix(name, prefix); rest != "" {
			name = rest
		}
	}
	switch name {
	case "":
		if text == "" {
			return feature.Auto, "", nil
		}
	case "UTF8", "65001", "UNICODE":
		return feature.UTF8, "", nil
	case "936", "54936", "GBK", "GB2312", "GB18030", "EUCCN", "20936", "51936":
		return feature.GB18030, "", nil
	case "1252", "88591", "ISO88591", "LATIN1", "ISOLATIN1", "28591", "437", "850", "ASCII", "USASCII", "20127", "0":
		return feature.Auto, text, nil
	}
	return feature.Auto, "", feature.Errorf(".cpg 所写编码 %s 不受支持；请用 --encoding 指定 utf-8 或 gb18030",
		"the encoding %s in .cpg is not supported; name utf-8 or gb18030 with --encoding", feature.Quote(text))
}

// languageEncoding is the encoding that the language byte tells (dBASE's LDID,
// as listed for ArcPad and FoxPro); Auto for "ANSI" and all that tell nothing.
func languageEncoding(id byte) feature.Encoding {
	const chinese, chineseWindows = 0x4D, 0x7A
	if id == chinese || id == chineseWindows {
		return feature.GB18030
	}
	return feature.Auto
}

// detect tells the encoding by the names of the fields and all their texts, each
// record a line.
func (d *dbf) detect() (feature.Encoding, error) {
	var c charset.Census
	var line []byte
	for _, col := range d.columns {
		line = append(append(line, wholeText(col.raw)...), '\t')
	}
	plain := charset.ASCII(line)
	for i := range d.Records {
		row, err := d.at(d.header+int64(i)*int64(d.width), d.width)
		if err != nil {
			return feature.Auto, err
		}
		if row[0] != '*' && !(plain && charset.ASCII(row)) {
			line = d.appendTexts(line, row)
		}
		d.said.beyondASCII = d.said.beyondASCII || !charset.ASCII(line)
		c.AddLine(append(line, '\n'))
		line, plain = line[:0], true
	}
	if len(line) > 0 { // names alone
		c.AddLine(append(line, '\n'))
	}
	return c.Decide()
}

// appendTexts appends the texts of a record, without characters that the width
// of a field cuts.
func (d *dbf) appendTexts(line, row []byte) []byte {
	for _, c := range d.texts {
		line = append(append(line, wholeText(bytes.Trim(row[c.from:c.to], " \x00"))...), '\t')
	}
	return line
}

// wholeText is a text without the part of a character that may stand at its end,
// whichever encoding it is in.
func wholeText(cell []byte) []byte {
	if utf8.Valid(cell) {
		return cell
	}
	if whole := cell[:len(cell)-charset.UTF8Tail(cell)]; utf8.Valid(whole) {
		return whole
	}
	if whole := charset.GB18030Len(cell); len(cell)-whole < utf8.UTFMax {
		return cell[:whole]
	}
	return cell
}

// decodeText decodes a text; full says that it fills its field, so that its end may be
// half a character. That is cut, and told.
func (d *dbf) decodeText(cell []byte, full bool) (text string, cut, ok bool) {
	if charset.ASCII(cell) {
		return string(cell), false, true
	}
	tail := charset.UTF8Tail(cell)
	if d.Encoding == feature.GB18030 {
		tail = len(cell) - charset.GB18030Len(cell)
	}
	if tail > 0 && full && tail < utf8.UTFMax {
		cell, cut = cell[:len(cell)-tail], true
	}
	if d.Encoding == feature.GB18030 {
		decoded, whole := charset.FromGB18030(string(cell))
		return decoded, cut, whole
	}
	return string(cell), cut, utf8.Valid(cell)
}

// nameOf decodes the name of a field: in the encoding of the values, or else in
// the other one, as names are often written by another program; half a character
// at its end is cut.
func (d *dbf) nameOf(raw []byte) string {
	const longest = 10
	full := len(raw) >= longest
	if text, _, ok := d.decodeText(raw, full); ok {
		return text
	}
	other := *d
	other.Encoding = feature.GB18030
	if d.Encoding == feature.GB18030 {
		other.Encoding = feature.UTF8
	}
	if text, _, ok := other.decodeText(raw, full); ok {
		return text
	}
	return strings.ToValidUTF8(string(raw), "�")
}
