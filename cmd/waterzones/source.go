package main

import (
	"errors"
	"fmt"
	"io"
	"os"

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
	release, err := s.release(nil)
	if err != nil {
		return nil, nil, err
	}
	set, err := s.rules(release)
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
	k, err := c.release(stderr, key, func() (*layers.Release, error) { return s.release(nil) })
	if err != nil {
		return nil, nil, err
	}
	set, err := s.rules(k.Release)
	return k, set, err
}

// rules reads the rules, which must fit the layers.
func (s *source) rules(release *layers.Release) (*rules.Set, error) {
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
	return set, set.Fits(release)
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
