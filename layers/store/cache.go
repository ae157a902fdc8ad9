package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Cache keeps what was worked out from files, each under a key made of their
// content: what changes has another key, so nothing in it is ever out of date. It
// may be removed at any time. It is safe for concurrent use, also by several
// processes.
type Cache struct{ dir string }

// OpenCache makes the directory where there is none.
func OpenCache(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("缓存目录 / cache directory: %w", err)
	}
	return &Cache{dir}, nil
}

// Key makes a key of what decides an entry: words, and the contents of files.
type Key struct{ sum []byte }

// NewKey begins a key with words.
func NewKey(words ...string) *Key { return (&Key{}).With(words...) }

// With is a key of all before and of words.
func (k *Key) With(words ...string) *Key {
	text := bytes.Clone(k.sum)
	for _, w := range words {
		text = fmt.Appendf(text, "%d:%s", len(w), w)
	}
	sum := sha256.Sum256(text)
	return &Key{sum[:]}
}

// WithContent is a key of all before and of a file's content.
func (k *Key) WithContent(r io.Reader) (*Key, error) {
	h := sha256.New()
	h.Write(k.sum)
	_, err := io.Copy(h, r)
	return &Key{h.Sum(nil)}, err
}

func (c *Cache) path(k *Key) string {
	return filepath.Join(c.dir, hex.EncodeToString(k.sum)+".cache")
}

// Read returns the entry of the key; found is false where there is none.
func (c *Cache) Read(k *Key) (data []byte, found bool, err error) {
	data, err = os.ReadFile(c.path(k))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// Write keeps an entry, whole or not at all.
func (c *Cache) Write(k *Key, data []byte) error {
	f, err := os.CreateTemp(c.dir, ".writing-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), c.path(k))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
