package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// entryNames are those of entries.
func entryNames(entries []Entry) (all []string) {
	for _, e := range entries {
		all = append(all, e.Name)
	}
	return all
}

func TestOpenArchive(t *testing.T) {
	data := formattest.Zip(t, "图层/A.SHP", "main", formattest.GBK("王台/饮用水.dbf"), "table", `b\c.shp`, "other", "empty/", "",
		"__MACOSX/._a.shp", "x", ".DS_Store", "x", "old.ZIP", "x", "old/maps.kmz", "x")
	a, err := Open(formattest.NamedFile("a.zip", data), feature.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if got, want := entryNames(a.Entries), []string{"b/c.shp", "图层/A.SHP", "王台/饮用水.dbf"}; !slices.Equal(got, want) {
		t.Errorf("entries %q, want %q", got, want)
	}
	if got, want := entryNames(a.WithExtension(".shp")), []string{"b/c.shp", "图层/A.SHP"}; !slices.Equal(got, want) {
		t.Errorf("with .shp %q, want %q", got, want)
	}
	if want := []string{"old.ZIP", "old/maps.kmz"}; !slices.Equal(a.Nested, want) {
		t.Errorf("nested %q, want %q", a.Nested, want)
	}
	c, err := a.Extract(a.Entries[1])
	if err != nil || c.Name != "A.SHP" || c.Size != 4 {
		t.Errorf("%+v, %v", c, err)
	}
}

// Entries larger than what is held in memory are read from a file, as they are.
func TestArchiveSpools(t *testing.T) {
	text := strings.Repeat("0123456789abcdef", archiveHeld/8)
	a, err := Open(formattest.NamedFile("a.zip", formattest.Zip(t, "a", text, "b", text[:archiveHeld])), feature.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{text, text[:archiveHeld]} {
		c, err := a.Extract(a.Entries[i])
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(io.NewSectionReader(c, 0, c.Size))
		if err != nil || string(got) != want {
			t.Errorf("%d bytes of %d, %v", len(got), len(want), err)
		}
	}
	if len(a.spooled) != 1 {
		t.Errorf("%d files, want 1", len(a.spooled))
	}
	f := a.spooled[0]
	a.Close()
	if _, err := f.Stat(); err == nil {
		t.Error("the temporary file is still open")
	}
}

// zipOverwrite returns a copy of data in which what stands at each place of old
// says something else.
func zipOverwrite(data []byte, old string, at int, with ...byte) []byte {
	data = bytes.Clone(data)
	for i := 0; ; i++ {
		n := bytes.Index(data[i:], []byte(old))
		if n < 0 {
			return data
		}
		i += n
		copy(data[i+at:], with)
	}
}

const (
	zipLocal     = "PK\x03\x04" // flags at 6, method at 8, sizes at 18 and 22
	zipDirectory = "PK\x01\x02" // flags at 8, method at 10, CRC at 16, sizes at 20 and 24
)

func TestArchiveHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	many := make([]string, 0, 2*archiveEntries+2)
	for i := range archiveEntries + 1 {
		many = append(many, fmt.Sprint(i), "x")
	}
	bomb := formattest.Zip(t, "bomb.shp", strings.Repeat("\x00", 64<<20))
	one := formattest.Zip(t, "a.shp", strings.Repeat("text", 1000))
	for _, c := range []struct {
		name     string
		data     []byte
		wrong    string
		tooLarge bool
	}{
		{"a bomb", bomb, "more than 33554432 bytes", true},
		{"a bomb that claims to be small", zipOverwrite(zipOverwrite(bomb, zipLocal, 22, 1, 0, 0, 0), zipDirectory, 24, 1, 0, 0, 0), "damaged", false},
		{"two halves of a bomb", formattest.Zip(t, "a.shp", strings.Repeat("\x00", 20<<20), "b.shp", strings.Repeat("\x00", 20<<20)), "more than 33554432 bytes", true},
		{"many entries", formattest.Zip(t, many...), "more than 1000 files", true},
		{"long names", formattest.Zip(t, strings.Repeat("a", 60000), "", strings.Repeat("b", 60000), "", strings.Repeat("c", 60000), ""), "", false},
		{"a way up", formattest.Zip(t, "../../etc/passwd.shp", "x"), "leads out of it", false},
		{"a way up inside", formattest.Zip(t, "a/../../b.shp", "x"), "leads out of it", false},
		{"a way up on Windows", formattest.Zip(t, `a\..\..\b.shp`, "x"), "leads out of it", false},
		{"a root", formattest.Zip(t, "/etc/passwd", "x"), "leads out of it", false},
		{"a drive", formattest.Zip(t, `C:\a.shp`, "x"), "leads out of it", false},
		{"a way up in GBK", formattest.Zip(t, formattest.GBK("井/../../b.shp"), "x"), "leads out of it", false},
		{"the same name twice", formattest.Zip(t, "a.shp", "x", "a.shp", "y"), "two files of this name", false},
		{"the same name in two ways", formattest.Zip(t, "井/a.shp", "x", formattest.GBK("井")+`\a.shp`, "y"), "two files of this name", false},
		{"encrypted", zipOverwrite(one, zipDirectory, 8, 9), "encrypted", false},
		{"deflate64", zipOverwrite(one, zipDirectory, 10, 9), "compression method 9", false},
		{"another checksum", zipOverwrite(one, zipDirectory, 16, 1, 2, 3, 4), "damaged: zip: checksum error", false},
		{"cut", one[:len(one)-10], "not a whole zip archive", false},
		{"no zip", []byte("PK\x03\x04 and so on"), "not a whole zip archive", false},
		{"empty", nil, "not a whole zip archive", false},
		{"a stream that is none", zipOverwrite(one, zipLocal, 35, 0xFF, 0xFF, 0xFF), "damaged", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			formattest.Bounded(t, 96<<20, func() {
				err := zipInflated(c.data, feature.Limits{Bytes: 32 << 20})
				if e, ok := errors.AsType[*feature.Error](err); !formattest.Says(err, c.wrong) || ok && e.TooLarge != c.tooLarge {
					t.Errorf("%v, want %s", err, c.wrong)
				}
			})
		})
	}
}

// A directory that goes on and on is not read to its end.
func TestArchiveDirectory(t *testing.T) {
	data := formattest.HugeDirectory(t)
	formattest.Bounded(t, 16<<20, func() {
		if err := zipInflated(data, feature.Limits{}); !formattest.Says(err, "too large a directory") {
			t.Error(err)
		}
	})
}

func zipInflated(data []byte, limits feature.Limits) error {
	a, err := Open(formattest.NamedFile("a.zip", data), limits)
	if err != nil {
		return err
	}
	defer a.Close()
	for _, e := range a.Entries {
		if _, err := a.Extract(e); err != nil {
			return err
		}
	}
	return nil
}

// Nothing panics, and no more than the limit is inflated.
func FuzzArchive(f *testing.F) {
	f.Add(formattest.Zip(f, "a.shp", "text", "b/c.dbf", strings.Repeat("x", 1000)))
	f.Add(formattest.Zip(f, formattest.GBK("王台.shp"), "x", "../a", "y"))
	f.Add(formattest.Zip(f, "a.zip", "x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 1 << 16
		a, err := Open(formattest.NamedFile("a.zip", data), feature.Limits{Bytes: most})
		if err != nil {
			return
		}
		defer a.Close()
		all := int64(0)
		for _, e := range a.Entries {
			if unsafePath(e.Name) {
				t.Fatalf("%q is taken", e.Name)
			}
			if c, err := a.Extract(e); err == nil {
				all += c.Size
			}
		}
		if all > most {
			t.Fatalf("%d bytes", all)
		}
	})
}
