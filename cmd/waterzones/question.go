package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"waterzones/layers/batch"
	"waterzones/layers/screening"
)

// options are the flags that decide what the results are, as they were given or
// left, without those that were left empty.
func options(parsed *kong.Context) map[string]string {
	apart := []string{"help", "version", "config", "cache", "out", "resume", "quiet", "summary", "fail-on", "strict"}
	given := map[string]string{}
	for _, f := range parsed.Flags() {
		if f.Target.IsZero() || slices.Contains(apart, f.Name) {
			continue
		}
		if text, ok := reflect.TypeAssert[string](f.Target); ok {
			given[f.Name] = text
		} else {
			given[f.Name] = fmt.Sprint(f.Target.Interface()) // maps are printed in order
		}
	}
	return given
}

// questionOf is what the results of a run depend on; nil where the input is no
// file, so that nobody can tell whether it is the same again.
func questionOf(job *batch.Job, options map[string]string, paths []string) (batch.Question, error) {
	q := batch.Question{
		"as_of": string(job.Snapshot.AsOf), "release": job.Snapshot.ID,
		"engine": screening.Engine, "version": version,
	}
	if job.Rules != nil {
		q["rules"] = job.Rules.Version
	}
	for name, value := range options {
		q["--"+name] = value
	}
	for i, path := range paths {
		about, err := fingerprint(path)
		if about == "" || err != nil {
			return nil, err
		}
		q[fmt.Sprintf("input %d", i+1)] = about
	}
	return q, nil
}

// fingerprint tells a file from another, and from what it was before it was
// changed; "" for what is no file.
func fingerprint(path string) (string, error) {
	info, err := os.Stat(path)
	if path == "-" || err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var about strings.Builder
	err = eachPart(path, func(f *os.File) error {
		const head = 1 << 20
		sum := sha256.New()
		if _, err := io.Copy(sum, io.LimitReader(f, head)); err != nil {
			return err
		}
		info, err := f.Stat()
		if err == nil {
			fmt.Fprintf(&about, "%s %d bytes %s %x; ", filepath.Base(f.Name()), info.Size(), info.ModTime().UTC().Format(time.RFC3339Nano), sum.Sum(nil)[:8])
		}
		return err
	})
	return about.String(), err
}
