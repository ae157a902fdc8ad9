package main

import (
	"errors"
	"fmt"
	"os"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

// source is where layers and rules come from; every verb that needs them has
// its flags.
type source struct {
	Layers string `help:"图层目录（catalogue.json 与 GeoJSON）；默认为内置示意图层 / layers directory; the embedded illustrative layers by default." placeholder:"DIR"`
	Rules  string `help:"规则文件；默认为内置规则 / rule file; the embedded one by default." placeholder:"FILE"`
}

// release reads the layers; what has not changed since before is shared with it.
func (s *source) release(before *layers.Release) (*layers.Release, error) {
	dir := seeds.Data()
	if s.Layers != "" {
		dir = os.DirFS(s.Layers)
	}
	return catalogue.Open(dir, before)
}

func (s *source) open() (*layers.Release, *rules.Set, error) {
	release, err := s.release(nil)
	if err != nil {
		return nil, nil, err
	}
	text := seeds.Rules()
	if s.Rules != "" {
		if text, err = os.ReadFile(s.Rules); err != nil {
			return nil, nil, fmt.Errorf("规则文件 / rule file: %w", err)
		}
	}
	set, err := rules.Load(text)
	if err != nil {
		return nil, nil, fmt.Errorf("规则文件有误 / the rule file cannot be taken: %w", err)
	}
	if err := set.Fits(release); err != nil {
		return nil, nil, err
	}
	return release, set, nil
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
			return nil, &usageError{fmt.Errorf("%s 与 %s 同名 / %s and %s would be one layer; rename one", path, other, path, other)}
		}
		seen[l.ID] = path
		all = append(all, l)
	}
	return layers.NewRelease(layers.Release{}, all, nil)
}

func closeAfter(f *os.File, err error) error {
	if closeErr := f.Close(); err == nil {
		return closeErr
	}
	return err
}
