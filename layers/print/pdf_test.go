package print_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/paulmach/orb"

	"waterzones/geo/pgtest"
	"waterzones/layers/print"
	"waterzones/layers/print/font"
	"waterzones/layers/rules"
)

// paperOf is the report's PDF.
func paperOf(t testing.TB, m made) []byte {
	t.Helper()
	var b bytes.Buffer
	err := print.PDF(&b, m.report, m.options)
	if errors.Is(err, font.ErrUnbuilt) {
		pgtest.Missing(t, "font", "it with `make font`, which takes npm")
	} else if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPDFReads holds what a reader of the file gets against the document.
func TestPDFReads(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		pgtest.Missing(t, "poppler", "the Debian package poppler-utils")
	}
	for _, m := range allMade() {
		d := print.Document(m.report, m.options)
		if got, want := joined(&d, popplerPages(t, paperOf(t, m))), squeezed(d.Text()); got != want {
			t.Errorf("%s: %s", m.name, firstDifference(got, want))
		}
	}
}

// joined is the text of the pages without what each page repeats: the
// watermark, the number and the heads of a table that goes on.
func joined(d *print.Doc, pages []string) string {
	var b strings.Builder
	for i, page := range pages {
		page = strings.TrimPrefix(squeezed(page), squeezed(d.Watermark))
		number := "第%d页/共%d页"
		if d.Lang == "en" {
			number = "page%dof%d"
		}
		page = strings.TrimPrefix(page, fmt.Sprintf(number, i+1, len(pages)))
		for _, s := range d.Sections {
			for _, block := range s.Blocks {
				if block.Table != nil && strings.Contains(b.String(), squeezed(heads(block.Table))) {
					page = strings.TrimPrefix(page, squeezed(heads(block.Table)))
				}
			}
		}
		b.WriteString(page)
	}
	return b.String()
}

func heads(t *print.Table) string {
	var b strings.Builder
	for _, c := range t.Columns {
		b.WriteString(c.Title)
	}
	return b.String()
}

// pagesOf reads the texts of the content streams, which are UTF-16 in the order
// of writing; fpdf's fonts have the character as its own code.
func pagesOf(t testing.TB, pdf []byte) []string {
	t.Helper()
	shown := regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) Tj`)
	var pages []string
	for rest := pdf; ; {
		_, after, found := bytes.Cut(rest, []byte("stream\n"))
		if !found {
			return pages
		}
		stream, tail, _ := bytes.Cut(after, []byte("\nendstream"))
		rest = tail
		z, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			continue // not compressed: no content
		}
		content, err := io.ReadAll(z)
		if err != nil || !bytes.Contains(content, []byte(" Tj ET")) {
			continue
		}
		var b strings.Builder
		for _, m := range shown.FindAllSubmatch(content, -1) {
			b.WriteString(fromUTF16(unescaped(m[1])))
		}
		pages = append(pages, b.String())
	}
}

func unescaped(literal []byte) []byte {
	var raw []byte
	for i := 0; i < len(literal); i++ {
		if literal[i] == '\\' {
			i++
			if literal[i] == 'r' {
				raw = append(raw, '\r')
				continue
			}
		}
		raw = append(raw, literal[i])
	}
	return raw
}

func fromUTF16(raw []byte) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

func popplerPages(t testing.TB, pdf []byte) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-raw", "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// TestWatermark: every page says 示意 when any layer used is illustrative, and
// none does otherwise.
func TestWatermark(t *testing.T) {
	m := allMade()[0]
	for _, c := range []struct {
		lang, word   string
		illustrative bool
	}{{"", "示意", true}, {"en", "ILLUSTRATIVE", true}, {"", "示意", false}, {"en", "ILLUSTRATIVE", false}} {
		m.report.Illustrative, m.options.Lang = c.illustrative, c.lang
		for i, text := range pagesOf(t, paperOf(t, m)) {
			if got := strings.HasPrefix(text, c.word); got != c.illustrative {
				t.Errorf("page %d begins with %s: %v", i+1, c.word, got)
			}
		}
		if got := strings.Contains(page(t, m), `<body data-watermark="`+c.word+`">`); got != c.illustrative {
			t.Errorf("HTML has the watermark %s: %v", c.word, got)
		}
	}
}

// TestPDFIsRepeatable: equal in, equal out, and no clock but Options'.
func TestPDFIsRepeatable(t *testing.T) {
	m := allMade()[0]
	first := paperOf(t, m)
	if !bytes.Equal(first, paperOf(t, m)) {
		t.Error("two PDFs of one report differ")
	}
	m.options.PrintedAt = m.options.PrintedAt.Add(time.Hour)
	if bytes.Equal(first, paperOf(t, m)) {
		t.Error("the time of printing is not in the PDF")
	}
}

// TestPDFSaysWhatItLacks: characters beyond the font are seen to be missing.
func TestPDFSaysWhatItLacks(t *testing.T) {
	m := allMade()[0]
	m.report.Site.Name = "𠮷\t水\u0001厂"
	text := squeezed(strings.Join(pagesOf(t, paperOf(t, m)), ""))
	for _, want := range []string{"〓水厂", "U+20BB7"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF does not say %q", want)
		}
	}
	if strings.Contains(text, "U+0009") || strings.Contains(text, "U+0001") {
		t.Error("control characters are told as missing")
	}
}

// TestPDFLongCell: a cell longer than a page loses nothing.
func TestPDFLongCell(t *testing.T) {
	m := allMade()[0]
	long := strings.Repeat("水源保护区（陆域）12 345.67 ㎡，abcdefg；", 400)
	m.report.Site.Application = &rules.Application{Place: long}
	got := squeezed(strings.Join(pagesOf(t, paperOf(t, m)), ""))
	got = regexp.MustCompile(`第\d+页/共\d+页水`).ReplaceAllString(got, "水")
	if n := strings.Count(got, squeezed("水源保护区（陆域）12 345.67 ㎡，abcdefg；")); n < 390 {
		t.Errorf("%d of 400 repetitions are whole; page breaks may part a few", n)
	}
	if n := strings.Count(got, "陆域）") - strings.Count(squeezed(strings.Join(pagesOf(t, paperOf(t, allMade()[0])), "")), "陆域）"); n != 400 {
		t.Errorf("%d of 400 are there", n)
	}
}

// TestHardSites: shapes and words that nobody expects are printed all the same.
func TestHardSites(t *testing.T) {
	ring := make(orb.Ring, 0, 50_001)
	for i := range 50_000 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 50_000)
		wave := 1 + 0.1*math.Sin(float64(i))
		ring = append(ring, orb.Point{112.855 + 0.01*wave*cos, 35.503 + 0.008*wave*sin})
	}
	ring = append(ring, ring[0])
	for name, shape := range map[string]orb.Geometry{
		"many corners": orb.Polygon{ring},
		"the pole":     orb.Point{0, 90},
		"the world":    orb.LineString{{-180, -80}, {180, 80}},
		"a dot":        square(112.855, 35.503, 112.8550001, 35.5030001),
		"a collection": orb.Collection{orb.Point{112.85, 35.5}, orb.LineString{{112.85, 35.5}, {112.86, 35.5}}},
		"empty":        orb.MultiPoint{},
	} {
		m := made{name, common(shape), filed("1")}
		m.report.Site.Name = strings.Repeat("长", 5000)
		d := print.Document(m.report, m.options)
		if got, want := joined(&d, pagesOf(t, paperOf(t, m))), squeezed(d.Text()); got != want {
			t.Errorf("%s: %s", name, firstDifference(got, want))
		}
		if got, want := squeezed(textOfHTML(t, page(t, m))), squeezed(d.Text()); got != want {
			t.Errorf("%s: HTML: %s", name, firstDifference(got, want))
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	m := allMade()[0]
	for b.Loop() {
		paperOf(b, m)
	}
}
