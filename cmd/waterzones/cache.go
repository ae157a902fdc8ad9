package main

import (
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
	if k.recall(stderr, k.key, func(data []byte) (err error) { k.Release, _, err = layers.ReadRelease(data); return err }) {
		return k, nil
	}
	if k.Release, err = open(); err != nil {
		return nil, err
	}
	data, err := k.AppendTo(nil)
	k.remember(stderr, k.key, data, err)
	return k, nil
}

// recall reports whether what is in the cache could be taken; what is damaged is
// said, and to be made again.
func (k *kept) recall(stderr io.Writer, key *store.Key, take func(data []byte) error) bool {
	data, found, err := k.cache.Read(key)
	if found && err == nil {
		err = take(data)
	}
	warn(stderr, err)
	return found && err == nil
}

// remember puts what was made into the cache, unless it has no bytes.
func (k *kept) remember(stderr io.Writer, key *store.Key, data []byte, err error) {
	if err == nil {
		err = k.cache.Write(key, data)
	}
	warn(stderr, err)
}

func warn(stderr io.Writer, err error) {
	if err != nil {
		fmt.Fprintf(stderr, "缓存未用 / cache not used: %v\n", err)
	}
}

// points is the snapshot made ready for points in bulk; where it is kept, in all
// detail.
func (k *kept) points(stderr io.Writer, snap layers.Snapshot, byGrade bool, o index.Options) (*screening.Points, error) {
	if k.key == nil {
		return screening.NewPoints(snap, byGrade, o)
	}
	o.Points = 0
	key := k.key.With("points", string(snap.AsOf), strconv.FormatBool(byGrade))
	var p *screening.Points
	if k.recall(stderr, key, func(data []byte) (err error) { p, err = screening.ReadPoints(data, snap, byGrade, o); return err }) {
		return p, nil
	}
	p, err := screening.NewPoints(snap, byGrade, o)
	if err != nil {
		return nil, err
	}
	data, err := p.AppendTo(nil, layers.DefaultAccuracyM)
	k.remember(stderr, key, data, err)
	return p, nil
}

// keyOfFiles is a key of the names and contents of files.
func keyOfFiles(key *store.Key, paths []string) (*store.Key, error) {
	for _, path := range paths {
		err := eachPart(path, func(f *os.File) (err error) {
			key, err = key.With(filepath.Base(f.Name())).WithContent(f)
			return err
		})
		if err != nil {
			return nil, err
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
