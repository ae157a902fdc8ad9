package survey

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// IsCASS reports whether a text is CASS coordinates: every line (of the first
// hundred, the last of them cut off) a point, and none of them in degrees. The
// first may be the number of points.
func IsCASS(head []byte) bool {
	ends := func(r rune) bool { return r == '\n' || r == '\r' }
	seen, cut := 0, len(head) >= 64<<10
	for line := range strings.FieldsFuncSeq(string(head), ends) {
		line = strings.TrimSpace(line)
		switch p, ok := parseCASS(line); {
		case line == "" || cassEnd(line):
			continue
		case !ok && seen == 0 && cassCount(line):
			continue
		case !ok || p.first <= 180 && p.second <= 90:
			return cut && seen > 0 && strings.HasSuffix(strings.TrimSpace(string(head)), line)
		}
		if seen++; seen == 100 {
			break
		}
	}
	return seen > 0
}

func cassEnd(line string) bool { return strings.EqualFold(line, "END") }

func cassCount(line string) bool {
	n, ok := surveyNumber(line)
	return ok && n > 0 && n == float64(int64(n))
}

// cassPoint is a line 点号,编码,Y 东,X 北,H.
type cassPoint struct {
	name, code            string
	first, second, height float64
	hasHeight             bool
}

// parseCASS takes a line of five fields, or of four where the code was left out
// with its comma. The height may be empty.
func parseCASS(line string) (cassPoint, bool) {
	fields := surveyFields(line)
	if len(fields) == 4 {
		if _, coded := surveyNumber(fields[1]); !coded {
			return cassPoint{}, false
		}
		fields = []string{fields[0], "", fields[1], fields[2], fields[3]}
	}
	if len(fields) != 5 || fields[0] == "" {
		return cassPoint{}, false
	}
	p := cassPoint{name: fields[0], code: fields[1]}
	var okFirst, okSecond, okHeight bool
	p.first, okFirst = surveyNumber(fields[2])
	p.second, okSecond = surveyNumber(fields[3])
	p.height, okHeight = surveyNumber(fields[4])
	p.hasHeight = okHeight
	return p, okFirst && okSecond && (okHeight || fields[4] == "")
}

// ReadCASS reads the points of a CASS .dat file (点号,编码,Y 东,X 北,H: easting
// first, unlike 勘测定界 TXT), a Feature each. The file declares no system. Where
// the values show that it was written northing first, they are turned, line by
// line of the same order, and a note says so; a line in the other order, or that
// is no point, is a *feature.FeatureError.
func ReadCASS(text io.Reader, how feature.Reading) (*feature.Source, error) {
	limits := how.Limits.OrLayer()
	src := &feature.Source{Kind: feature.CASS}
	src.AddNote("CASS 坐标每行为 点号,编码,东坐标,北坐标,高程，东坐标在前", "CASS coordinates are number, code, easting, northing, height: the easting comes first")
	r := &cassReader{lines: newSurveyLines(text, limits.Bytes), src: src}
	src.Features = func(yield func(feature.Feature, error) bool) {
		if giveOut(r.next, limits.Features, feature.TooLarge("点多于 %d 个", "more than %d points", limits.Features), yield) {
			r.noteWhole()
		}
	}
	return src, nil
}

type cassReader struct {
	lines   *surveyLines
	src     *feature.Source
	order   *planeOrder // of the first line whose values tell
	ended   bool        // END was read
	after   int         // points after it
	read    int
	claimed float64 // number of points in the first line; 0: none
}

// next returns the next point.
func (r *cassReader) next() (feature.Feature, error) {
	for {
		raw, err := r.lines.next()
		if err != nil {
			return feature.Feature{}, err
		}
		line := string(raw)
		switch {
		case line == "":
		case cassEnd(line):
			r.ended = true
		case r.read == 0 && r.claimed == 0 && cassCount(line):
			r.claimed, _ = surveyNumber(line)
		default:
			if r.read++; r.ended {
				r.after++
			}
			return r.point(line)
		}
	}
}

func (r *cassReader) point(line string) (feature.Feature, error) {
	at := r.lines.number
	wrong := func(zh, en string, values ...any) (feature.Feature, error) {
		return feature.Feature{}, feature.PlaceErrorf(feature.LinePlace(at), zh, en, values...)
	}
	if !utf8.ValidString(line) {
		return wrong("不是文字，请核对编码", "is not text; check the encoding")
	}
	p, ok := parseCASS(line)
	if !ok {
		return wrong("应为 点号,编码,东坐标,北坐标,高程，此行为 %q", "is not number, code, easting, northing, height: %q", feature.Clip(line))
	}
	o, told := orderOf(p.first, p.second)
	switch {
	case !told: // a local grid: the order is the format's
		if o = (planeOrder{}); r.order != nil && r.order.northFirst {
			return wrong("从数值无法判断次序，而前面的行是北坐标在前", "its values do not tell the order, and the lines before have the northing first")
		}
	case r.order == nil:
		r.order = &o
	case o.northFirst != r.order.northFirst || o.degrees != r.order.degrees:
		return wrong("坐标次序或单位与前面的行不同", "the order or unit of the coordinates is not that of the lines before")
	}
	properties := map[string]any{"点号": p.name}
	if p.code != "" {
		properties["编码"] = p.code
	}
	if p.hasHeight {
		properties["高程"] = p.height
	}
	return feature.Feature{Geometry: orb.Geometry(o.point(p.first, p.second)), Properties: properties, Line: at}, nil
}

// noteWhole adds what only the whole file tells.
func (r *cassReader) noteWhole() {
	if r.order != nil && r.order.northFirst {
		r.src.AddNote("按数值判断，此文件北坐标在前，与格式规定的相反，已按数值读取", "by its values this file has the northing first, against the format; it was read as the values tell")
	}
	if r.after > 0 {
		r.src.AddNote("END 之后还有 %d 行，也已读取", "%d lines follow END and were read too", r.after)
	}
	if r.claimed != 0 && r.claimed != float64(r.read) {
		r.src.AddNote("首行写 %g 个点，实有 %d 行", "the first line says %g points, there are %d lines", r.claimed, r.read)
	}
}
