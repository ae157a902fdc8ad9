package canonical_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/gowebpki/jcs"

	"waterzones/layers/report"
	"waterzones/layers/report/canonical"
)

// reports are the golden ones of every kind of site.
func reports(t testing.TB) map[string]*report.Report {
	t.Helper()
	names, err := filepath.Glob("../../print/testdata/officer/*.golden.json")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d reports, %v", len(names), err)
	}
	all := map[string]*report.Report{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		r := new(report.Report)
		if err := json.Unmarshal(text, r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[filepath.Base(name)] = r
	}
	return all
}

// TestReports: real reports are written as encoding/json and another library write
// them, and their hash is the one that they had been signed with.
func TestReports(t *testing.T) {
	p := plan[report.Report](t)
	for name, r := range reports(t) {
		want := oracle(t, r)
		got, sum, err := p.AppendHashed(nil, r)
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, want)
		}
		if hex.EncodeToString(sum[:]) != r.Hash {
			t.Errorf("%s: %x, was signed %s", name, sum, r.Hash)
		}
	}
}

// TestReportsCostFewAllocations: one pass makes nothing a member; shapes are
// boxed.
func TestReportsCostFewAllocations(t *testing.T) {
	p := plan[report.Report](t)
	r := reports(t)["three_grades.golden.json"]
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
	r := reports(b)["three_grades.golden.json"]
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
