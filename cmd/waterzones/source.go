package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/rules"
	"waterzones/layers/store"
	"waterzones/seeds"
)

// source is where layers and rules come from; every verb that needs them has
// its flags.
type source struct {
	Layers string `help:"图层目录（catalogue.json 与 GeoJSON）；默认为内置示意图层 / layers directory; the embedded illustrative layers by default." placeholder:"DIR"`
	Rules  string `help:"规则文件；默认为内置规则 / rule file; the embedded one by default." placeholder:"FILE"`
}

func (s *source) open() (*layers.Release, *rules.Set, error) {
	read := s.reading()
	release, err := s.release(nil)
	if err != nil {
		return nil, nil, err
	}
	set, err := fitting(read, release)
	return release, set, err
}

// release reads the layers; those that hold what they held before are shared.
func (s *source) release(before *layers.Release) (*layers.Release, error) {
	if s.Layers == "" {
		return catalogue.Open(seeds.Data(), before)
	}
	return catalogue.Open(os.DirFS(s.Layers), before)
}

// openCached is open with a cache.
func (s *source) openCached(c *cached, stderr io.Writer) (*kept, *rules.Set, error) {
	key := func(k *store.Key) (*store.Key, error) {
		if s.Layers == "" {
			return k.With("seeds"), nil
		}
		return keyOfDir(k, s.Layers)
	}
	read := s.reading()
	k, err := c.release(stderr, key, func() (*layers.Release, error) { return s.release(nil) })
	if err != nil {
		return nil, nil, err
	}
	set, err := fitting(read, k.Release)
	return k, set, err
}

// reading begins to read the rules while layers are read; what it returns waits for
// them.
func (s *source) reading() func() (*rules.Set, error) {
	set := sync.OnceValues(s.rules)
	go func() { _, _ = set() }()
	return set
}

// fitting are rules that fit the layers.
func fitting(read func() (*rules.Set, error), release *layers.Release) (*rules.Set, error) {
	set, err := read()
	if err != nil {
		return nil, err
	}
	return set, set.Fits(release)
}

func (s *source) rules() (*rules.Set, error) {
	text := seeds.Rules()
	if s.Rules != "" {
		var err error
		if text, err = os.ReadFile(s.Rules); err != nil {
			return nil, fmt.Errorf("规则文件 / rule file: %w", err)
		}
	}
	set, err := rules.Load(text)
	if err != nil {
		return nil, fmt.Errorf("规则文件有误 / the rule file cannot be taken: %w", err)
	}
	return set, nil
}

// quickJoin makes a release of plain polygon files.
func quickJoin(paths []string) (*layers.Release, error) {
	var all []*layers.Layer
	seen := map[string]string{}
	for _, path := range paths {
		src, err := openPath(path, feature.Reading{Limits: feature.LayerLimits()})
		if err != nil {
			return nil, err
		}
		l, err := catalogue.ZonesLayer(path, src, &format.Placer{})
		if err := errors.Join(err, src.Close()); err != nil {
			return nil, err
		}
		if other, taken := seen[l.ID]; taken {
			return nil, usagef("%s 与 %s 同名 / %s and %s would be one layer; rename one", path, other, path, other)
		}
		seen[l.ID] = path
		all = append(all, l)
	}
	return layers.NewRelease(layers.Release{}, all, nil)
}

// closeAfter is the error of what was done with a file, or else of closing it.
func closeAfter(f *os.File, err error) error {
	if closeErr := f.Close(); err == nil {
		return closeErr
	}
	return err
}
