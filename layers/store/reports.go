// Package store keeps reports as files, so that a printed report's address
// still leads to it after a restart and in later years. A report is written
// whole or not at all, and never changed. Its id cannot be guessed: whoever has
// the address may read it. A Cache keeps what was worked out from files and may be
// removed at any time.
package store

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrNotFound says that no report of that id is kept.
var ErrNotFound = errors.New("没有这份报告 / there is no such report")

// suffix of a kept report; a name without it is not one.
const suffix = ".report.json"

// Entry is a report as kept. Report is the signed report as it was answered,
// byte for byte; Map is what its picture shows around the site, since the layers
// may have changed by the time it is printed again.
type Entry struct {
	ID      string          `json:"id"`
	Number  string          `json:"number"` // 编号, for people
	Created time.Time       `json:"created"`
	Report  json.RawMessage `json:"report"`
	Map     json.RawMessage `json:"map,omitempty"`
}

// Archive is a directory of reports. It is safe for concurrent use, also by
// several processes.
type Archive struct{ dir string }

// Open makes the directory where there is none, and sees that it can be written.
func Open(dir string) (*Archive, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("报告目录 / directory of reports: %w", err)
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return nil, fmt.Errorf("报告目录不可写 / the directory of reports cannot be written: %w", err)
	}
	linked := probe.Name() + ".linked" // as Keep does: a file system without links keeps nothing
	err = errors.Join(probe.Close(), os.Link(probe.Name(), linked))
	if err = errors.Join(err, os.Remove(probe.Name())); err == nil {
		err = os.Remove(linked)
	}
	if err != nil {
		return nil, fmt.Errorf("报告目录 / directory of reports: %w", err)
	}
	return &Archive{dir}, nil
}

// Keep writes a report and gives it an id and a number. When it returns without
// an error, the report is on the disk.
func (a *Archive) Keep(created time.Time, report, picture json.RawMessage) (Entry, error) {
	e := Entry{ID: newID(), Created: created.UTC().Truncate(time.Second), Report: report, Map: picture}
	e.Number = number(e.Created, e.ID)
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // the report's bytes stay as they are
	if err := encoder.Encode(e); err != nil {
		return e, fmt.Errorf("保存报告 / keeping a report: %w", err)
	}
	if err := a.write(e.ID, text.Bytes()); err != nil {
		return e, fmt.Errorf("保存报告 / keeping a report: %w", err)
	}
	return e, nil
}

// write lets the file take its name only when everything is in it and on the
// disk.
func (a *Archive) write(id string, text []byte) error {
	f, err := os.CreateTemp(a.dir, ".writing-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), a.path(id)) // unlike a rename it never replaces a report
	}
	err = errors.Join(err, os.Remove(f.Name()))
	if err != nil {
		return err
	}
	dir, err := os.Open(a.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Find returns the report of that id, or ErrNotFound. An id that is none is not
// found; it never leads out of the directory.
func (a *Archive) Find(id string) (Entry, error) {
	var e Entry
	if !isID(id) {
		return e, ErrNotFound
	}
	text, err := os.ReadFile(a.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return e, ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err == nil && e.ID != id {
		err = fmt.Errorf("文件内容属于 %q / the file holds %q", e.ID, e.ID)
	}
	if err != nil {
		return e, fmt.Errorf("读取报告 %s / reading report %s: %w", id, id, err)
	}
	return e, nil
}

func (a *Archive) path(id string) string { return filepath.Join(a.dir, id+suffix) }

// alphabet of ids and numbers: no letter that a person takes for a digit.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// newID is 128 bits of chance.
func newID() string {
	bits := make([]byte, 16)
	_, _ = rand.Read(bits) // never fails, crypto/rand
	return base32.NewEncoding(alphabet).WithPadding(base32.NoPadding).EncodeToString(bits)
}

const idLength = 26

func isID(id string) bool {
	return len(id) == idLength && strings.Trim(id, alphabet) == ""
}

// beijing is UTC+08:00, by which reports are numbered; no time-zone file needed.
func beijing() *time.Location { return time.FixedZone("UTC+8", 8*60*60) }

// number is the day and the end of the id: enough to tell reports on a desk
// apart, too little to guess an address from.
func number(created time.Time, id string) string {
	return "HC" + created.In(beijing()).Format("20060102") + "-" + strings.ToUpper(id[idLength-6:])
}
