package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waterzones/geo/format/formattest"
	"waterzones/layers/batch"
)

// TestReadmeIsTrue asks what the README asks and compares its answer with the
// real one: everything that it shows must be there.
func TestReadmeIsTrue(t *testing.T) {
	text := readme(t)
	asked := regexp.MustCompile(`curl 'localhost:8080(/[^']*)'`).FindStringSubmatch(text)
	shown := regexp.MustCompile("(?s)<!-- answer -->\n```json\n(.*?)```").FindStringSubmatch(text)
	if asked == nil || shown == nil {
		t.Fatal("the README shows no curl or no answer")
	}
	var want, got any
	fromJSON(t, shown[1], &want)
	_, body := startServer(t).get(t, asked[1])
	fromJSON(t, body, &got)
	for _, missing := range lacks(got, want, "") {
		t.Error(missing)
	}
	if len(lacks(got, map[string]any{"verdict": "none_found"}, "")) == 0 {
		t.Error("the comparison cannot fail")
	}
}

// lacks lists what want has and got has not. The elements of a list are
// compared in order, and got may have more.
func lacks(got, want any, path string) []string {
	var missing []string
	switch want := want.(type) {
	case map[string]any:
		got, _ := got.(map[string]any)
		for key, value := range want {
			missing = append(missing, lacks(got[key], value, path+"."+key)...)
		}
	case []any:
		got, _ := got.([]any)
		if len(got) < len(want) {
			return []string{path + " is shorter than the README shows"}
		}
		for i, value := range want {
			missing = append(missing, lacks(got[i], value, path+"[]")...)
		}
	default:
		if got != want {
			shown, _ := json.Marshal(want)
			answered, _ := json.Marshal(got)
			missing = append(missing, path+": the README shows "+string(shown)+", the answer is "+string(answered))
		}
	}
	return missing
}

// TestReadmeLinks: every file that the README links is there.
func TestReadmeLinks(t *testing.T) {
	links := regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(readme(t), -1)
	if len(links) < 10 {
		t.Fatalf("%d links", len(links))
	}
	for _, link := range links {
		if _, err := os.Stat(filepath.Join("..", "..", link[1])); err != nil {
			t.Errorf("%s: %v", link[1], err)
		}
	}
}

// TestReadmeNamesEveryCommand that the program has, and Makefile targets that
// are there.
func TestReadmeNamesEveryCommand(t *testing.T) {
	text := readme(t)
	_, help, _ := call(t, "", "--help")
	for _, verb := range []string{"serve", "screen", "layers list", "version", "health", "completion", "man"} {
		if !strings.Contains(help, verb) || !strings.Contains(text, "waterzones "+verb) {
			t.Errorf("%s: in the help or the README it is missing", verb)
		}
	}
	makefile := formattest.Bytes(t, filepath.Join("..", "..", "Makefile"))
	for _, target := range regexp.MustCompile(`(?m)^make ([a-z]+)`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(string(makefile), "\n"+target[1]+":") {
			t.Errorf("make %s: no such target", target[1])
		}
	}
}

// TestReadmeHasEveryStatus that a row can have, and no other.
func TestReadmeHasEveryStatus(t *testing.T) {
	text := readme(t)
	for _, code := range []string{string(batch.StatusOK), batch.CodeRow, batch.CodeCoordinate, batch.CodeField, batch.CodeShape, batch.CodeIntricate} {
		if !strings.Contains(text, "\n| `"+code+"` |") {
			t.Errorf("no %s", code)
		}
	}
	for _, bad := range regexp.MustCompile("\n\\| `(bad_[a-z]+)`").FindAllStringSubmatch(text, -1) {
		if !slices.Contains([]string{batch.CodeRow, batch.CodeCoordinate, batch.CodeField, batch.CodeShape}, bad[1]) {
			t.Errorf("there is no %s", bad[1])
		}
	}
}

func readme(t *testing.T) string {
	t.Helper()
	text := formattest.Bytes(t, filepath.Join("..", "..", "README.md"))
	return string(text)
}
