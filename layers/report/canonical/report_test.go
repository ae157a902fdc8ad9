package canonical_test

import (
	"crypto/sha256"
	"encoding/json"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"

	"waterzones/layers/catalogue"
	"waterzones/layers/report"
	"waterzones/layers/report/canonical"
	"waterzones/layers/report/reporttest"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

func reports(t testing.TB) map[string]*report.Report {
	t.Helper()
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := reporttest.Reports(release, set)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestReports: real reports are written as encoding/json and another library write
// them, and hashed as that text is without the hash and the pictures.
func TestReports(t *testing.T) {
	p := plan[report.Report](t)
	for name, r := range reports(t) {
		if _, err := r.AppendSigned(nil); err != nil {
			t.Fatal(err)
		}
		want := oracle(t, r)
		if !report.Intact([]byte(want)) || report.Intact([]byte(strings.Replace(want, `"complete":`, `"complete": `, 1))) || report.Intact([]byte(strings.Replace(want, `"as_of":"20`, `"as_of":"19`, 1))) {
			t.Errorf("%s: not told from one that was changed", name)
		}
		got, sum, err := p.AppendHashed(nil, r)
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, want)
		}
		r.Hash = ""
		for i := range r.Zones {
			r.Zones[i].Overlap = nil
		}
		if sum != sha256.Sum256([]byte(oracle(t, r))) {
			t.Errorf("%s: another hash than its text's: %x", name, sum)
		}
	}
}

// TestReportsCostFewAllocations: one pass makes nothing a member; shapes are
// boxed.
func TestReportsCostFewAllocations(t *testing.T) {
	p := plan[report.Report](t)
	r := reports(t)["area in zones"]
	r.Site.Attributes = nil // written by MarshalJSON
	dst, _, err := p.AppendHashed(nil, r)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(50, func() { dst, _, err = p.AppendHashed(dst[:0], r) }); n > 20 || err != nil {
		t.Errorf("%v allocations for %d bytes, %v", n, len(dst), err)
	}
}

// BenchmarkReport writes and hashes a report in one pass, and as it was done
// before: marshalled, parsed and put in order.
func BenchmarkReport(b *testing.B) {
	p, err := canonical.For[report.Report]()
	if err != nil {
		b.Fatal(err)
	}
	r := reports(b)["area in zones"]
	var dst []byte
	b.Run("canonical", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if dst, _, err = p.AppendHashed(dst[:0], r); err != nil {
				b.Fatal(err)
			}
		}
		b.SetBytes(int64(len(dst)))
	})
	b.Run("unhashed", func(b *testing.B) {
		for b.Loop() {
			if dst, err = p.Append(dst[:0], r); err != nil {
				b.Fatal(err)
			}
		}
		b.SetBytes(int64(len(dst)))
	})
	b.Run("transformed", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			text, err := json.Marshal(r)
			if err != nil {
				b.Fatal(err)
			}
			if _, err = jcs.Transform(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
