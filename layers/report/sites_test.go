package report_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

// TestSites: whole sites on the illustrative layers, each with what the statutes
// make of it; see testdata/sites.txt.
func TestSites(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/sites.txt")
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(text), "\nsite ") {
		lines := strings.Split(block, "\n")
		if strings.HasPrefix(block, "#") {
			continue // what stands before the first
		}
		t.Run(strings.Fields(lines[0])[0], func(t *testing.T) {
			r := askedSite(t, set, release, lines[0])
			for _, line := range lines[1:] {
				want, isWant := strings.CutPrefix(line, "\t")
				if isWant && !asWanted(t, r, want) {
					t.Errorf("%s\n\twant %s\n\tgot %s: %s", lines[0], want, r.Headline.ZH, gistOf(r))
				}
			}
		})
	}
}

// askedSite is the report on: name kind fact=value… WKT [on=DATE].
func askedSite(t *testing.T, set *rules.Set, release *layers.Release, line string) *report.Report {
	t.Helper()
	line, _, _ = strings.Cut(line, "#")
	words := strings.Fields(line)
	said := rules.Said{Name: words[0], Kind: words[1], Attributes: map[string]string{}}
	day, shape := layers.Date("2026-11-23"), ""
	for _, word := range words[2:] {
		name, value, fact := strings.Cut(word, "=")
		switch {
		case !fact:
			shape += " " + word
		case name == "on":
			day = layers.Date(value)
		case name == "stage":
			said.Stage = value
		default:
			said.Attributes[name] = value
		}
	}
	site, wrong := set.Site(said)
	if len(wrong) > 0 {
		t.Fatal(line, wrong)
	}
	var err error
	if site.Shape, err = wkt.Unmarshal(strings.TrimSpace(shape)); err != nil {
		t.Fatal(line, err)
	}
	r, err := report.Make(t.Context(), release.On(day), set, []screening.Parcel{{Site: site}}, report.Options{})
	if err != nil {
		t.Fatal(line, err)
	}
	return r
}

// asWanted reports whether the report is what a line of the file says.
func asWanted(t *testing.T, r *report.Report, want string) bool {
	t.Helper()
	verb, rest, _ := strings.Cut(want, " ")
	some := func(holds func(*report.Finding) bool) bool {
		for i := range r.Findings {
			if holds(&r.Findings[i]) {
				return true
			}
		}
		return false
	}
	switch verb {
	case "headline":
		return r.Headline.ZH == rest
	case "says":
		return strings.Contains(r.Summary.ZH, rest)
	case "notes":
		return slices.ContainsFunc(r.Notes, func(n layers.Text) bool { return strings.Contains(n.ZH, rest) })
	case "cites":
		law, article, _ := strings.Cut(rest, " ")
		return some(func(f *report.Finding) bool {
			return slices.ContainsFunc(f.Citation, func(c rules.Cited) bool { return c.Law == law && c.Article == article })
		})
	case "rule":
		return some(func(f *report.Finding) bool { return f.Rule == rest })
	case "not":
		return !some(func(f *report.Finding) bool { return f.Rule == rest })
	case "first":
		return len(r.Findings) > 0 && r.Findings[0].Rule == rest
	case "disposal":
		return some(func(f *report.Finding) bool { return f.Disposal.Title().ZH == rest })
	case "undisposed":
		return !some(func(f *report.Finding) bool { return f.Disposal.Title().ZH == rest })
	case "asks":
		return some(func(f *report.Finding) bool {
			return slices.ContainsFunc(f.Questions, func(q report.Question) bool { return q.Attribute == rest })
		})
	case "theme":
		id, status, _ := strings.Cut(rest, " ")
		return slices.ContainsFunc(r.Themes, func(t report.Theme) bool { return t.ID == id && string(t.Status) == status })
	}
	t.Fatalf("no such line: %s", want)
	return false
}

func gistOf(r *report.Report) string {
	var b strings.Builder
	b.WriteString(r.Summary.ZH)
	for i := range r.Findings {
		f := &r.Findings[i]
		b.WriteString("\n\t\t" + f.Rule + " " + string(f.Verdict) + " " + string(f.WouldBe) + " " + string(f.CouldBe) + " " + string(f.Disposal))
		for _, c := range f.Citation {
			b.WriteString(" " + c.Text)
		}
	}
	return b.String()
}
