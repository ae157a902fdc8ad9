package print_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"waterzones/layers/print"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with testdata/NAME, which -update writes; it is read by eye
// before it is accepted.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; if the change is meant, run with -update and read it. Got:\n%s", path, got)
	}
}

// TestGolden holds one paper in Chinese, one in English and one of parcels, and
// the form of a page. Those reports are made by hand, so that no edit of the
// rules or of the seeds changes what is held.
func TestGolden(t *testing.T) {
	for _, m := range allMade() {
		t.Run(m.name, func(t *testing.T) {
			d := print.Document(m.report, m.options)
			switch m.name {
			case "crossing_line":
				golden(t, m.name+".txt", gist(t, &d, signedText(t, m.report)))
				golden(t, m.name+".outline.txt", outline(t, page(t, m)))
			default:
				golden(t, m.name+".txt", d.Text())
			}
		})
	}
}

func page(t testing.TB, m made) string {
	t.Helper()
	var b bytes.Buffer
	if err := print.HTML(&b, m.report, m.options); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// textOfHTML reads the page as XML, which it is too.
func textOfHTML(t testing.TB, page string) string {
	t.Helper()
	var b strings.Builder
	d := xml.NewDecoder(strings.NewReader(page))
	hidden := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		} else if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "head" {
				hidden++
			}
		case xml.EndElement:
			if token.Name.Local == "head" {
				hidden--
			}
		case xml.CharData:
			if hidden == 0 {
				b.Write(token)
			}
		}
	}
}

// squeezed is a text without spaces, which lines and cells part differently.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func firstDifference(got, want string) string {
	g, w := []rune(got), []rune(want)
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	around := func(r []rune) string { return string(r[max(0, i-20):min(len(r), i+30)]) }
	return "got …" + around(g) + "…, want …" + around(w) + "…"
}

func TestForbidden(t *testing.T) {
	for text, want := range map[string]string{
		"经核查，允许建设。":               "允许",
		"该项目符合要求":                 "符合要求",
		"可以建设":                    "可以建设",
		"不涉及饮用水水源保护区。":            "不涉及",
		"已核查。该项目不涉及蓝线。":           "不涉及",
		"在已核查的 3 个图层内不涉及保护区":      "",
		"The project is Allowed.": "is allowed",
		"未发现限制；不等于可以实施。":          "",
		"": "",
	} {
		if got := strings.Join(forbidden(text), ","); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestPlanted puts a forbidden word where a report could get it from.
func TestPlanted(t *testing.T) {
	for _, m := range allMade() {
		m.report.Summary.ZH, m.options.Lang = "该项目符合要求。", ""
		if len(forbidden(page(t, m))) == 0 {
			t.Errorf("%s: the planted word was not found", m.name)
		}
	}
}

// TestPolicy holds that the page needs nothing that its policy denies.
func TestPolicy(t *testing.T) {
	m := allMade()[0]
	m.report.Site.Name = `<script>alert(1)</script>" onload="x`
	got := page(t, m)
	for _, denied := range []string{"<script", " style=", "<link", "src=", "@import", "url(http", " onload=\"x"} {
		if strings.Contains(got, denied) {
			t.Errorf("the page has %q", denied)
		}
	}
	_, after, _ := strings.Cut(got, "<style>")
	style, _, _ := strings.Cut(after, "</style>")
	sum := sha256.Sum256([]byte(style))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(print.Policy(), want) {
		t.Errorf("the style's hash %s is not in %s", want, print.Policy())
	}
}

// TestNotInTheHash: number, clock, language and names of officers are not the report's.
func TestNotInTheHash(t *testing.T) {
	for _, m := range allMade() {
		if _, err := m.report.AppendSigned(nil); err != nil {
			t.Fatal(err)
		}
		before := m.report.Hash
		m.options = print.Options{Number: "other", Lang: "en"}
		_ = page(t, m)
		if _, err := m.report.AppendSigned(nil); err != nil || m.report.Hash != before {
			t.Errorf("%s: hash %s, was %s (%v)", m.name, m.report.Hash, before, err)
		}
	}
}
