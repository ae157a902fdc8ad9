package geojson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"waterzones/geo/format/feature"
)

// recordSeparator begins each text of RFC 8142.
const recordSeparator = 0x1e

// longestRecord is a feature of a million vertices and more.
const longestRecord = 64 << 20

// ReadSeq reads a sequence of GeoJSON texts (RFC 8142), or one Feature or
// Geometry a line. What is wrong with one is a *feature.FeatureError, and the next
// is read. Only Limits.Features that the caller sets bounds their number.
func ReadSeq(text io.Reader, how feature.Reading) (*feature.Source, error) {
	if how.Limits.Bytes > 0 {
		text = feature.NewAtMost(text, how.Limits.Bytes)
	}
	q := &sequence{r: bufio.NewReaderSize(text, feature.Window), end: '\n', line: 1, limits: how.Limits.OrLayer(), most: how.Limits.Features, live: how.Live}
	head, err := how.Head(q.r)
	if err != nil {
		return nil, err
	}
	if head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"); len(head) > 0 && head[0] == recordSeparator {
		q.end = recordSeparator
	}
	return &feature.Source{Kind: feature.GeoJSONSeq, Features: q.features}, nil
}

// sequence is a text of records, each with a GeoJSON text.
type sequence struct {
	r      *bufio.Reader
	end    byte // of a record
	line   int  // of the next byte, from 1
	record []byte
	limits feature.Limits
	most   int  // features; 0: no bound
	live   bool // see feature.Reading
}

func (q *sequence) features(yield func(feature.Feature, error) bool) {
	for n := 0; ; {
		record, line, err := q.next()
		if err == io.EOF {
			return
		}
		if n++; err == nil && q.most > 0 && n > q.most {
			err = feature.TooManyFeatures(q.most)
		}
		var f feature.Feature
		if err == nil {
			f, err = featureIn(record, q.limits)
		}
		f.Line = line
		var wrong *feature.FeatureError
		e, bad := errors.AsType[*feature.Error](err)
		if bad && !(e.TooLarge && e.Line == 0) {
			wrong = &feature.FeatureError{Place: feature.LinePlace(line), ZH: e.ZH, EN: e.EN}
			if e.Path != "" {
				wrong.Place += " " + e.Path
			}
			err = wrong
		}
		if !yield(f, err) || err != nil && wrong == nil {
			return
		}
	}
}

// next returns the next record that is not blank and its line. A record that is
// too long is an error with its line, and is skipped.
func (q *sequence) next() (record []byte, line int, err error) {
	for {
		if record, line, whole := q.arrived(); whole {
			return record, line, nil
		}
		q.record = q.record[:0]
		from, long := q.line, false
		for {
			part, err := q.r.ReadSlice(q.end)
			q.line += bytes.Count(part, []byte{'\n'})
			if long = long || len(q.record)+len(part) > longestRecord; !long {
				q.record = append(q.record, part...)
			}
			if err == nil || err == io.EOF && len(q.record) > 0 {
				break
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				return nil, 0, err
			}
		}
		text := bytes.TrimSuffix(q.record, []byte{q.end})
		ahead := len(text) - len(bytes.TrimLeft(text, "\ufeff \t\r\n"))
		from += bytes.Count(text[:ahead], []byte{'\n'})
		switch text = bytes.TrimSpace(text[ahead:]); {
		case long:
			return nil, from, &feature.Error{Line: from, TooLarge: true, ZH: fmt.Sprintf("一个要素超过 %d 字节", longestRecord), EN: fmt.Sprintf("a feature of more than %d bytes", longestRecord)}
		case len(text) > 0:
			return text, from, nil
		}
	}
}

// arrived is the next text of a live sequence, where it is one line: the separator
// that ends it comes with the next.
func (q *sequence) arrived() (record []byte, line int, whole bool) {
	if !q.live || q.end != recordSeparator {
		return nil, 0, false
	}
	for want := 1; want <= feature.Window; want = q.r.Buffered() + 1 {
		if _, err := q.r.Peek(want); err != nil {
			return nil, 0, false
		}
		head, err := q.r.Peek(q.r.Buffered())
		if err != nil {
			return nil, 0, false
		}
		text := bytes.TrimLeft(head, "\x1e \t\r\n")
		end := bytes.IndexByte(text, '\n')
		switch {
		case end >= 0 && bytes.IndexByte(text[:end], recordSeparator) < 0 && json.Valid(text[:end]):
			q.record = append(q.record[:0], text[:end]...)
			ahead := head[:len(head)-len(text)]
			line = q.line + bytes.Count(ahead, []byte{'\n'})
			q.line = line + 1
			_, err := q.r.Discard(len(ahead) + end + 1)
			return bytes.TrimSpace(q.record), line, err == nil
		case end >= 0 || bytes.IndexByte(text, recordSeparator) >= 0:
			return nil, 0, false
		}
	}
	return nil, 0, false
}

// IsSeq tells a sequence by its first byte, or by a first line that is a
// whole Feature or Geometry, or goes on past the head, with an object after it.
func IsSeq(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	if len(head) > 0 && head[0] == recordSeparator {
		return true
	}
	line, rest, whole := bytes.Cut(head, []byte{'\n'})
	if !Is(line) || bytes.Contains(line[:min(len(line), 200)], []byte(`FeatureCollection`)) {
		return false
	}
	if !whole {
		return len(head) >= feature.Window
	}
	d := documentIn(line, feature.Limits{})
	if d.skip() != nil || d.next() != 0 {
		return false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return len(rest) > 0 && rest[0] == '{'
}
