package wk

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
)

// shapeText is a text of geometries without attributes: WKT or WKB in digits.
type shapeText struct {
	source *feature.Source
	limits feature.Limits
	srid   int // of the first geometry, which the others must share
	next   func() (text string, line int, err error)
	parse  func(text string, limits feature.Limits) (orb.Geometry, int, error)
}

// readFirst reads the first geometry, which declares the system of all.
func (t *shapeText) readFirst() (*feature.Source, error) {
	text, line, err := t.next()
	if err == io.EOF {
		return nil, &feature.Error{ZH: "文件为空", EN: "the file is empty"}
	}
	if err != nil {
		return nil, err
	}
	g, srid, parseErr := t.parse(text, t.limits)
	if t.srid = srid; srid != 0 {
		declareSRID(t.source, srid)
	}
	t.source.Features = func(yield func(feature.Feature, error) bool) {
		t.yield(yield, feature.Feature{Geometry: g, Line: line}, parseErr)
	}
	return t.source, nil
}

// declareSRID takes an SRID as PostGIS uses them: as the code of EPSG.
func declareSRID(s *feature.Source, srid int) {
	s.DeclaredAs = fmt.Sprintf("SRID=%d", srid)
	c, err := crs.Parse(fmt.Sprintf("EPSG:%d", srid))
	if e, ok := errors.AsType[*crs.Error](err); ok {
		s.Notes = append(s.Notes, feature.Note{ZH: s.DeclaredAs + "：" + e.Text.ZH, EN: s.DeclaredAs + ": " + e.Text.EN})
	}
	s.Declared = c
}

// yield gives out f, and then what follows it.
func (t *shapeText) yield(yield func(feature.Feature, error) bool, f feature.Feature, err error) {
	for n := 1; ; n++ {
		if err = feature.AtFeature(f.Where(), err); feature.IsFeatureError(err) {
			f = feature.Feature{}
		}
		if err == nil && n > t.limits.Features {
			err = feature.TooManyFeatures(t.limits.Features)
		}
		if !yield(f, err) || err != nil && !feature.IsFeatureError(err) {
			return
		}
		text, line, nextErr := t.next()
		if nextErr == io.EOF {
			return
		}
		f, err = feature.Feature{}, nextErr
		if nextErr == nil {
			f, err = t.feature(text, line)
		}
	}
}

func (t *shapeText) feature(text string, line int) (feature.Feature, error) {
	g, srid, err := t.parse(text, t.limits)
	if err == nil && srid != t.srid {
		err = feature.Errorf("SRID=%d 与第一个图形的 SRID=%d 不同；请按坐标系分成几个文件", "SRID=%d differs from SRID=%d of the first geometry; put each system in a file of its own", srid, t.srid)
	}
	return feature.Feature{Geometry: g, Line: line}, err
}

// shapeLines reads lines with bounds for each and for all.
type shapeLines struct {
	r         *bufio.Reader
	line      int
	left      int64 // bytes that may still come
	all, most int64 // bytes of the file and of one geometry, at most
}

func newShapeLines(r io.Reader, limits feature.Limits) *shapeLines {
	const most = 128 // bytes that a position of four numbers takes in either format
	return &shapeLines{
		r: bufio.NewReaderSize(r, feature.Window), left: limits.Bytes, all: limits.Bytes,
		most: min(limits.Bytes, most*(int64(limits.Vertices)+8)),
	}
}

// next returns the next line that is not blank, with its number from 1.
func (l *shapeLines) next() (string, int, error) {
	for {
		text, err := l.read()
		if text = strings.TrimSpace(text); text != "" || err != nil {
			return text, l.line, err
		}
	}
}

func (l *shapeLines) read() (string, error) {
	var line []byte
	l.line++
	for {
		part, err := l.r.ReadSlice('\n')
		if l.left -= int64(len(part)); l.left < 0 {
			return "", feature.TooLarge("文件超过 %d 字节", "a file of more than %d bytes", l.all)
		}
		if line = append(line, part...); int64(len(line)) > l.most {
			return "", l.tooLong()
		}
		switch {
		case err == nil, err == io.EOF && len(bytes.TrimSpace(line)) > 0:
			return string(line), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		}
	}
}

func (l *shapeLines) tooLong() *feature.Error {
	return feature.TooLarge("一个图形超过 %d 字节", "one geometry of more than %d bytes", l.most).AtLine(l.line)
}

// firstLine returns the first line of a file's head that is not blank.
func firstLine(head []byte) (line []byte, whole bool) {
	for line := range bytes.Lines(head) {
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 {
			return trimmed, line[len(line)-1] == '\n'
		}
	}
	return nil, true
}
