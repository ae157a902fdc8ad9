package survey

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// maxSurveyLine bounds a line of the text formats of surveying and drawing; DXF
// allows 2,049 characters, parcels need some hundred.
const maxSurveyLine = 64 << 10

// surveyLines reads lines that end in LF, CRLF or CR.
type surveyLines struct {
	r      *bufio.Reader
	left   int64 // bytes that may still come
	most   int64
	number int // of the line that came last
	lf     bool
}

func newSurveyLines(r io.Reader, limit int64) *surveyLines {
	return &surveyLines{r: bufio.NewReaderSize(r, maxSurveyLine), left: limit, most: limit}
}

// next returns the next line without its end and without blanks around it; it
// holds until the next call. The error is io.EOF, that of the reader, or a
// *feature.Error.
func (l *surveyLines) next() ([]byte, error) {
	for {
		ahead, err := l.r.Peek(1)
		if err != nil {
			return nil, err
		}
		if l.lf && ahead[0] == '\n' { // the second half of CRLF
			l.lf = false
			_, _ = l.r.Discard(1) // it was peeked
			continue
		}
		break
	}
	l.number++
	line, taken, err := l.upToEnd()
	if err != nil {
		return nil, err
	}
	if l.left -= int64(taken); l.left < 0 {
		return nil, feature.TooLarge("文件超过 %d 字节", "a file of more than %d bytes", l.most)
	}
	return bytes.TrimSpace(line), nil
}

// upToEnd finds the end of the line in what is buffered, reading on at need.
func (l *surveyLines) upToEnd() (line []byte, taken int, err error) {
	for want := min(512, maxSurveyLine); ; want = min(2*want, maxSurveyLine) {
		ahead, err := l.r.Peek(max(want, min(l.r.Buffered(), maxSurveyLine)))
		if i := bytes.IndexAny(ahead, "\r\n"); i >= 0 {
			l.lf = ahead[i] == '\r'
			line = ahead[:i]
			_, _ = l.r.Discard(i + 1) // it was peeked
			return line, i + 1, nil
		}
		switch {
		case err == io.EOF:
			_, _ = l.r.Discard(len(ahead)) // it was peeked
			return ahead, len(ahead), nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, 0, err
		case len(ahead) >= maxSurveyLine:
			return nil, 0, feature.TooLarge("一行超过 %d 字节", "a line of more than %d bytes", maxSurveyLine).AtLine(l.number)
		}
	}
}

// giveOut yields what next returns, of which so many may come, and reports whether
// that was all of the file.
func giveOut(next func() (feature.Feature, error), most int, tooMany *feature.Error, yield func(feature.Feature, error) bool) (whole bool) {
	for n := 0; ; n++ {
		f, err := next()
		if err == io.EOF {
			return true
		}
		if n >= most {
			err = tooMany
		}
		if !yield(f, err) || err != nil && !feature.IsFeatureError(err) {
			return false
		}
	}
}

// surveyNumber reads a finite decimal number, full-width digits too.
func surveyNumber(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if n := feature.NumberEnd(text); n == 0 || n != len(text) {
		text = strings.TrimSpace(charset.Narrow(text))
		if n = feature.NumberEnd(text); n == 0 || n != len(text) {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// surveyFields splits a line at its commas: at full-width ones only where there
// are no others, since a name may hold one.
func surveyFields(line string) []string {
	if !strings.Contains(line, ",") {
		line = strings.ReplaceAll(line, "，", ",")
	}
	fields := strings.Split(line, ",")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields
}

// planeOrder says what two numbers of a position are and which comes first, by
// their size alone.
type planeOrder struct {
	northFirst bool
	degrees    bool
	prefix     int // the zone before the easting; 0: none
}

// orderOf tells the order of two coordinates. Of degrees in China longitudes are
// 73 to 136 and latitudes 3 to 54; a northing is 1,000,000 to 6,000,000 m (9° to
// 54°), an easting has no prefix and less than 1,000,000 m or a prefix of 13 to
// 45. Where the values do not tell, ok is false.
func orderOf(first, second float64) (o planeOrder, ok bool) {
	for _, o := range []planeOrder{{northFirst: true}, {}} {
		north, east := first, second
		if !o.northFirst {
			north, east = second, first
		}
		switch zone := math.Floor(east / 1e6); {
		case north >= 3 && north <= 54 && east >= 73 && east <= 136:
			o.degrees = true
		case north < 1e6 || north > 6e6 || east < 1e5:
			continue
		case zone >= 13 && zone <= 45:
			o.prefix = int(zone)
		case zone != 0:
			continue
		}
		return o, true
	}
	return planeOrder{}, false
}

// point puts a position east first.
func (o planeOrder) point(first, second float64) orb.Point {
	if o.northFirst {
		return orb.Point{second, first}
	}
	return orb.Point{first, second}
}
