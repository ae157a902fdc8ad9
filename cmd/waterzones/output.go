package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"waterzones/geo/format/archive"
)

// destination is where an output goes.
type destination struct {
	path   string      // "": the standard output
	mode   fs.FileMode // of the file that is there; 0: none is
	device bool        // or a pipe: it has no half of a file
}

// destinationOf follows links, so that the link stays and its target is written.
func destinationOf(path string) (destination, error) {
	if path == "" || path == "-" {
		return destination{}, nil
	}
	const mostLinks = 40
	for range mostLinks {
		target, err := os.Readlink(path)
		if err != nil {
			break // no link
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return destination{path: path}, nil
	case err != nil:
		return destination{}, err
	}
	return destination{path, info.Mode().Perm(), !info.Mode().IsRegular()}, nil
}

// isFile reports whether the output is a file that is written whole or not at all.
func (d *destination) isFile() bool { return d.path != "" && !d.device }

// writeOut lets run write to the output. A file is written whole or not at all: it
// takes its name only when everything is in it.
func writeOut(path string, stdout io.Writer, run func(io.Writer) error) error {
	d, err := destinationOf(path)
	if err != nil {
		return err
	}
	return d.write(stdout, run)
}

func (d *destination) write(stdout io.Writer, run func(io.Writer) error) error {
	if !d.isFile() {
		return d.stream(stdout, run)
	}
	name := filepath.Join(filepath.Dir(d.path), fmt.Sprintf(".%s-%08x", filepath.Base(d.path), rand.Uint32()))
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if d.mode != 0 {
		err = f.Chmod(d.mode)
	}
	if err == nil {
		err = run(f)
	}
	if err = closeAfter(f, err); err == nil {
		err = os.Rename(f.Name(), d.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// stream lets run write to what takes everything at once.
func (d *destination) stream(stdout io.Writer, run func(io.Writer) error) error {
	if d.path == "" {
		return run(stdout)
	}
	f, err := os.OpenFile(d.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return closeAfter(f, run(f))
}

// whole is write, where nothing is to be written unless run ends well.
func (d *destination) whole(stdout io.Writer, run func(io.Writer) error) error {
	if d.isFile() {
		return d.write(stdout, run)
	}
	spool, err := archive.NewSpool()
	if err != nil {
		return err
	}
	if err = run(spool); err == nil {
		err = d.stream(stdout, spool.CopyTo)
	}
	return errors.Join(err, spool.Close())
}
