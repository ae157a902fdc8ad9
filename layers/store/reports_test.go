package store_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"waterzones/layers/store"
)

func open(t *testing.T, dir string) *store.Archive {
	t.Helper()
	a, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestKeep: what was kept is found again, byte for byte, by another process too.
func TestKeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "when needed")
	report := json.RawMessage(`{"verdict":"prohibited","n":1.10}`)
	lateEvening := time.Date(2026, 11, 22, 16, 30, 0, 123, time.UTC) // already the 23rd in Jincheng
	e, err := open(t, dir).Keep(lateEvening, report, json.RawMessage(`[]`))
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^HC20261123-[0-9A-Z]{6}$`).MatchString(e.Number) {
		t.Errorf("number %s", e.Number)
	}
	found, err := open(t, dir).Find(e.ID)
	if err != nil || string(found.Report) != string(report) || found.Number != e.Number || !found.Created.Equal(e.Created) {
		t.Errorf("found %+v, %v", found, err)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("%d files are left, %v", len(names), err)
	}
}

// TestNotFound: what is no id is no report, and leads nowhere else.
func TestNotFound(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	secret := filepath.Join(filepath.Dir(dir), "secret.report.json")
	if err := os.WriteFile(secret, []byte(`{"id":"../secret"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "x", "../secret", strings.Repeat("0", 26), strings.Repeat("/", 26), strings.Repeat("0", 25) + "O", strings.Repeat("0", 4000)} {
		if _, err := a.Find(id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// TestBroken: a file that was cut, or renamed to another id, is an error and not
// another report.
func TestBroken(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	e, err := a.Keep(time.Now(), json.RawMessage(`{}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, e.ID+".report.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Repeat("0", 26)
	for name, content := range map[string][]byte{other: text, e.ID: text[:len(text)/2]} {
		if err := os.WriteFile(filepath.Join(dir, name+".report.json"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Find(name); err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMany: ids and numbers do not collide, and many may write at once.
func TestMany(t *testing.T) {
	a := open(t, t.TempDir())
	var mu sync.Mutex
	seen := map[string]bool{}
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for range 25 {
				e, err := a.Keep(time.Now(), json.RawMessage(`{}`), nil)
				if err == nil {
					_, err = a.Find(e.ID)
				}
				mu.Lock()
				if err != nil || seen[e.ID] {
					t.Errorf("%s: %v", e.ID, err)
				}
				seen[e.ID] = true
				mu.Unlock()
			}
		})
	}
	writers.Wait()
}

// TestUnwritable: a directory that cannot be written is found out at the start.
func TestUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(file); err == nil {
		t.Error("a file was taken as a directory")
	}
}
