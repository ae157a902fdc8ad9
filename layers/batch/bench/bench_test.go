package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waterzones/geo/pgtest"
)

// TestJoin is the whole of a scenario, small: our program in a process of its own
// finds the hits that PostGIS and GEOS find.
func TestJoin(t *testing.T) {
	t.Chdir("../../..")
	b := &bench{options: options{seeds: []uint64{1, 2}, points: 2000, rounds: 1, detail: 0.02, limit: time.Minute}, dir: t.TempDir()}
	if err := b.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.end(); err != nil {
			t.Error(err)
		}
	})
	if b.postgis == nil {
		pgtest.Missing(t, "postgis", "the Debian package postgresql-postgis")
	}
	if err := b.join(t.Context()); err != nil {
		t.Fatal(err)
	}
	joined, nearest := 0, 0
	for _, r := range b.results {
		switch {
		case strings.HasPrefix(r.Note, "equal: 2"): // some 2,600 hits
			joined++
		case strings.HasPrefix(r.Note, "same nearest zone: ") && r.Err == "":
			nearest++
		}
	}
	if joined < 2*2 || nearest != 2 { // for each seed PostGIS's two ways, and GEOS where it is installed
		t.Errorf("%d joins and %d nearest zones compared\n%s", joined, nearest, table(b.results))
	}
}

// TestHits: the three forms of output are read as the same hits, whatever their
// order, and one hit more, fewer or elsewhere is noticed.
func TestHits(t *testing.T) {
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "out.csv")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	want, err := rows(file("1,A\n1,B\n3,A\n"))
	if err != nil || want.n != 3 {
		t.Fatalf("%v, %v", &want, err)
	}
	for text, equal := range map[string]bool{
		"id,zones\n3,A\n2,\n1,B;A\n":                    true,
		"id,status,zones\n1,ok,l/A;l/B;m/C\n3,ok,l/A\n": true,
		"id,zones\n1,A;B\n2,A\n":                        false,
		"id,zones\n1,A;B\n3,A;B\n":                      false,
		"id,zones\n1,A;B\n":                             false,
	} {
		var layers []string
		if strings.Contains(text, "/") {
			layers = []string{"l"}
		}
		got, err := hits(file(text), layers...)
		if err != nil || (got == want) != equal {
			t.Errorf("%q: %v, %v; equal to %v should be %t", text, &got, err, &want, equal)
		}
	}
	if _, err := hits(file("id,verdict\n1,ok\n")); err == nil {
		t.Error("a file without zones is taken")
	}
	check := sameHits(func() (pairs, error) { return want, nil })
	if _, err := check(file("id,zones\n1,A\n3,A\n"), ours{}); err == nil {
		t.Error("a hit too few is no error")
	}
}

// TestSameNearest: another nearest zone than PostGIS's is counted, and too many are
// an error.
func TestSameNearest(t *testing.T) {
	dir := t.TempDir()
	write := func(name, format string, differ int) string {
		var text strings.Builder
		for i := range 1000 {
			zone := "A"
			if i < differ {
				zone = "B"
			}
			fmt.Fprintf(&text, format, i, zone)
		}
		path := filepath.Join(dir, name)
		header := map[bool]string{true: "id,nearest\n"}[name == "ours"]
		if err := os.WriteFile(path, []byte(header+text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("its.nearest", "%d,%s,0.5\n", 0)
	for differ, refused := range map[int]bool{0: false, 10: false, 11: true} {
		note, err := sameNearest(write("ours", "%d,l/%s\n", differ), []string{filepath.Join(dir, "its")})
		if want := fmt.Sprintf("same nearest zone: %d of 1000", 1000-differ); note != want || (err != nil) != refused {
			t.Errorf("%d differ: %q, %v", differ, note, err)
		}
	}
}

// TestTable: a line for all seeds, with the median and the range of ratios; what
// failed for one seed is not hidden behind the others.
func TestTable(t *testing.T) {
	line := func(seed uint64, seconds float64) result {
		return result{What: "join", Seed: seed, Ours: cost{Seconds: seconds}, Rival: "PostGIS", Its: cost{Seconds: 12}}
	}
	results := []result{line(1, 2), line(2, 1), line(3, 3)}
	if got := table(results); !strings.Contains(got, "| join | 2.000 s | PostGIS 12.00 s | 6.00 × (4.00 to 12.00) |") {
		t.Error(got)
	}
	results[2].Err = "other hits"
	if got := table(results); !strings.Contains(got, "| join | failed |") || !strings.Contains(got, "other hits") {
		t.Error(got)
	}
	if err := failures(results); err == nil || !strings.Contains(err.Error(), "other hits") {
		t.Errorf("failures: %v", err)
	}
}
