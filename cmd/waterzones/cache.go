package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"waterzones/geo/index"
	"waterzones/layers"
	"waterzones/layers/screening"
	"waterzones/layers/store"
)

// cached is where what was worked out from layers is kept from run to run.
type cached struct {
	Cache string `help:"索引缓存目录：图层内容不变时直接载入 / directory for indexes: layers whose content is the same are loaded from there." placeholder:"DIR"`
}

// kept is a release and the key of its content; the key is nil without a cache.
type kept struct {
	*layers.Release
	cache *store.Cache
	key   *store.Key
}

// release is what open gives, or what it gave when the content was the same.
// What is in the cache and damaged is made again.
func (c *cached) release(stderr io.Writer, key func(*store.Key) (*store.Key, error), open func() (*layers.Release, error)) (*kept, error) {
	k := &kept{}
	if c.Cache == "" {
		r, err := open()
		return &kept{Release: r}, err
	}
	var err error
	if k.cache, err = store.OpenCache(c.Cache); err != nil {
		return nil, err
	}
	if k.key, err = key(store.NewKey("waterzones", version, screening.Engine)); err != nil {
		return nil, err
	}
	data, found, err := k.cache.Read(k.key)
	if found && err == nil {
		k.Release, _, err = layers.ReadRelease(data)
	}
	if err != nil {
		k.warn(stderr, err)
	}
	if k.Release != nil && err == nil {
		return k, nil
	}
	if k.Release, err = open(); err != nil {
		return nil, err
	}
	data, err = k.AppendTo(nil)
	if err == nil {
		err = k.cache.Write(k.key, data)
	}
	if err != nil {
		k.warn(stderr, err)
	}
	return k, nil
}

func (k *kept) warn(stderr io.Writer, err error) {
	fmt.Fprintf(stderr, "缓存未用 / cache not used: %v\n", err)
}

// points is the snapshot made ready for points in bulk; where it is kept, in all
// detail.
func (k *kept) points(stderr io.Writer, snap layers.Snapshot, byGrade bool, o index.Options) (*screening.Points, error) {
	if k.key == nil {
		return screening.NewPoints(snap, byGrade, o)
	}
	o.Points = 0
	key := k.key.With("points", string(snap.AsOf), strconv.FormatBool(byGrade))
	data, found, err := k.cache.Read(key)
	if found && err == nil {
		var p *screening.Points
		if p, err = screening.ReadPoints(data, snap, byGrade, o); err == nil {
			return p, nil
		}
	}
	if err != nil {
		k.warn(stderr, err)
	}
	p, err := screening.NewPoints(snap, byGrade, o)
	if err != nil {
		return nil, err
	}
	if data, err = p.AppendTo(nil, layers.DefaultAccuracyM); err == nil {
		err = k.cache.Write(key, data)
	}
	if err != nil {
		k.warn(stderr, err)
	}
	return p, nil
}

// keyOfFiles is a key of the names and contents of files.
func keyOfFiles(key *store.Key, paths []string) (*store.Key, error) {
	for _, path := range paths {
		beside, err := partsBeside(path)
		if err != nil {
			return nil, err
		}
		for _, part := range append([]string{path}, beside...) {
			f, err := os.Open(part)
			if err != nil {
				return nil, err
			}
			key, err = key.With(filepath.Base(part)).WithContent(f)
			if err := errors.Join(err, f.Close()); err != nil {
				return nil, err
			}
		}
	}
	return key, nil
}

// keyOfDir is a key of every file in a directory.
func keyOfDir(key *store.Key, dir string) (*store.Key, error) {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return keyOfFiles(key, paths)
}
