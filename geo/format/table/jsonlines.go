package table

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"waterzones/geo/format/feature"
)

// IsJSONLines tells JSON objects, one a line, that are no GeoJSON: the first line
// is a whole object, or goes on past the head, and has members of its own.
func IsJSONLines(head []byte) bool {
	line, _, whole := bytes.Cut(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"), []byte{'\n'})
	if len(line) == 0 || line[0] != '{' {
		return false
	}
	members, err := membersOf(line)
	if err != nil && (whole || len(head) < feature.Window || !errors.Is(err, io.ErrUnexpectedEOF)) {
		return false
	}
	for _, m := range members {
		if m.name == "type" && (strings.HasPrefix(m.text, "Feature") || slices.Contains(geometryTypes(), m.text)) {
			return false
		}
		if err != nil && slices.Contains([]string{"coordinates", "geometries", "geometry", "features", "properties"}, m.name) {
			return false // the type may be to come
		}
	}
	return len(members) > 0
}

func geometryTypes() []string {
	return []string{"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
}

// ReadJSONLines reads a table of which every line is a JSON object. The columns
// are the members of all objects in the first 64 KiB (Reading.Head), in the order
// in which they come; an object that has another, and something in it, is rejected, as what it
// says would be lost. Memory does not grow with the rows.
func ReadJSONLines(text io.Reader, how feature.Reading) (*feature.Source, error) {
	if how.Limits.Bytes > 0 {
		text = feature.NewAtMost(text, how.Limits.Bytes)
	}
	l := &jsonLines{r: bufio.NewReaderSize(text, feature.Window), at: map[string]int{}}
	head, err := how.Head(l.r)
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(bytes.TrimPrefix(head, []byte("\ufeff"))) {
		members, _ := membersOf(line) // what is wrong comes with its row
		for _, m := range members {
			if _, known := l.at[m.name]; !known {
				l.at[m.name] = len(l.header)
				l.header = append(l.header, m.name)
			}
		}
	}
	if slices.Contains(l.header, "geometry") && slices.Contains(l.header, "properties") {
		return nil, &feature.Error{ZH: "各行是 GeoJSON 要素，应作为 GeoJSON 序列（application/geo+json-seq）", EN: "the lines are features of GeoJSON: they are a GeoJSON sequence (application/geo+json-seq)"}
	}
	t, err := newRowTable(l.header, l.next, how)
	if err != nil {
		return nil, err
	}
	s := t.source(feature.JSONLines)
	s.Blank = func() int { return l.blank }
	return s, nil
}

// jsonLines is the rows of such a table.
type jsonLines struct {
	r      *bufio.Reader
	header []string
	at     map[string]int // member → column
	line   int            // lines read
	blank  int
	text   []byte
}

func (l *jsonLines) next() (Record, error) {
	for {
		text, err := l.readLine()
		if err != nil {
			return Record{}, err
		}
		l.line++
		if l.line == 1 {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
		if text = bytes.TrimSpace(text); len(text) == 0 {
			l.blank++
			continue
		}
		record := Record{Line: l.line}
		if len(text) > wideLine {
			record.Raw, record.Err = string(text[:longRaw]), tooLong(wideLine)
			return record, nil
		}
		record.Raw = string(text)
		record.Fields, record.Err = l.cells(text)
		return record, nil
	}
}

// readLine is good until the next; of one that is too long the beginning.
func (l *jsonLines) readLine() ([]byte, error) {
	l.text = l.text[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.text) <= wideLine {
			l.text = append(l.text, part...)
		}
		switch {
		case err == nil, err == io.EOF && len(l.text) > 0:
			return l.text, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

func (l *jsonLines) cells(text []byte) ([]string, *feature.RowError) {
	if !utf8.Valid(text) {
		return nil, notText()
	}
	members, err := membersOf(text)
	if err != nil {
		return nil, feature.RowErrorf("不是 JSON 对象：%v", "is no JSON object: %v", err)
	}
	cells := make([]string, len(l.header))
	seen := map[string]bool{}
	for _, m := range members {
		at, known := l.at[m.name]
		name := feature.Quote(m.name)
		switch {
		case seen[m.name]:
			return nil, feature.RowErrorf("成员重复：%s", "a member is given twice: %s", name)
		case known:
			cells[at] = m.text
		case m.text != "":
			return nil, feature.RowErrorf("文件开头的各行都没有成员 %s，无处写出", "has a member %s that no line at the file's beginning has, so that there is no column for it", name)
		}
		seen[m.name] = true
	}
	return cells, nil
}

// member is a member of an object, its value as a cell.
type member struct{ name, text string }

// membersOf are the members of an object in their order: texts as they are,
// numbers in their digits, nothing for null, lists and objects as JSON. With an
// error come those before it, and the one of which the value is wrong.
func membersOf(line []byte) (members []member, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.Join(err, errors.New("{"))
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return members, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return append(members, member{name: name.(string)}), err //nolint:forcetypeassert // a name is a string
		}
		m := member{name: name.(string)} //nolint:forcetypeassert // a name is a string
		switch value[0] {
		case 'n':
		case '"':
			err = json.Unmarshal(value, &m.text)
		default:
			var compact bytes.Buffer
			err = json.Compact(&compact, value)
			m.text = compact.String()
		}
		if err != nil {
			return members, err
		}
		members = append(members, m)
	}
	if _, err := d.Token(); err != nil {
		return members, err
	}
	if _, err := d.Token(); err != io.EOF {
		return members, errors.New("一行不止一个值 / more than one value in a line")
	}
	return members, nil
}
