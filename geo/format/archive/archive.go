// Package archive opens zips that strangers made: names that lead out, bombs and
// directories without end are refused, and nothing nested is opened. Its Spool is
// the temporary file of all rooms.
package archive

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// Bounds of an archive beside Limits.Bytes, which bounds what is inflated.
const (
	archiveEntries   = 1000    // a Shapefile has 5 to 12 parts; a KMZ some hundred pictures
	archiveDirectory = 1 << 20 // bytes of the central directory: names of 1,000 characters for each
	archiveHeld      = 1 << 20 // an entry up to this size is held in memory
)

// Archive is a zip file (PKWARE APPNOTE) that strangers may have made. Its
// entries were named safely and none is a directory; entries that are archives
// themselves are in nested and are never opened. The contents given out end with
// Close. It is for one goroutine.
type Archive struct {
	Entries []Entry  // in order of their names
	Nested  []string // names of archives in it
	left    int64    // bytes that may still be inflated
	most    int64
	spooled []*Spool
}

// Entry is a file in an archive. Nothing that its header says of its size
// is believed.
type Entry struct {
	Name string // with its folders, / between them, decoded from GBK where it was that
	file *zip.File
}

// Is tells a zip by its first bytes: a local file header, or the end of one
// that has no entries.
func Is(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// Open reads the directory of a zip file. It is a *feature.Error if there are
// more than 1,000 entries, if a name leads out of the archive or stands twice,
// or if the directory is broken.
func Open(c feature.Content, limits feature.Limits) (*Archive, error) {
	most := limits.OrLayer().Bytes
	if c.Size > most {
		return nil, feature.TooManyBytes(most)
	}
	directory := &frugal{ReaderAt: c.ReaderAt, left: archiveDirectory}
	r, err := zip.NewReader(directory, c.Size)
	switch {
	case directory.left < 0 || err == nil && len(r.File) > archiveEntries:
		return nil, feature.TooLarge("压缩包中文件超过 %d 个或目录过大；请只打包需要的文件", "the archive has more than %d files or too large a directory; pack only what is needed", archiveEntries)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, feature.Errorf("不是完整的 zip 压缩包：%s", "not a whole zip archive: %s", err.Error())
	}
	directory.off = true
	a := &Archive{left: most, most: most}
	for _, f := range r.File {
		if err := a.addEntry(f); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(a.Entries, func(x, y Entry) int { return cmp.Compare(x.Name, y.Name) })
	for i := 1; i < len(a.Entries); i++ {
		if name := a.Entries[i].Name; name == a.Entries[i-1].Name {
			return nil, feature.Errorf("压缩包中有两个同名文件", "the archive has two files of this name").In(name)
		}
	}
	return a, nil
}

// frugal reads no more than a number of bytes until it is off: the directory of
// a zip is read to its end, whatever number of entries it gives.
type frugal struct {
	io.ReaderAt
	left int64
	off  bool
}

var errFrugal = errors.New("too large a directory")

func (f *frugal) ReadAt(p []byte, at int64) (int, error) {
	if !f.off {
		if f.left -= int64(len(p)); f.left < 0 {
			return 0, errFrugal
		}
	}
	return f.ReaderAt.ReadAt(p, at)
}

// addEntry takes one entry of the directory.
func (a *Archive) addEntry(f *zip.File) error {
	name := f.Name
	if !utf8.ValidString(name) {
		name, _ = charset.FromGB18030(name)
	}
	// After decoding only: the second byte of a character in GBK can be a backslash.
	name = strings.ReplaceAll(name, `\`, "/")
	if unsafePath(name) {
		return &feature.Error{Path: strconv.Quote(feature.Clip(name)), ZH: "压缩包中的文件名指向包外，拒绝打开", EN: "a name in the archive leads out of it; refused"}
	}
	base := path.Base(name)
	switch {
	case strings.HasSuffix(name, "/"), strings.HasPrefix(name, "__MACOSX/"), strings.HasPrefix(base, "."):
		return nil
	case slices.Contains([]string{".zip", ".kmz", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"}, Extension(base)):
		a.Nested = append(a.Nested, name)
		return nil
	}
	a.Entries = append(a.Entries, Entry{Name: name, file: f})
	return nil
}

// unsafePath reports whether a name with / between its parts could lie outside
// the folder that it is unpacked in, on any system.
func unsafePath(name string) bool {
	drive := len(name) > 1 && name[1] == ':'
	if name == "" || name[0] == '/' || drive || strings.Contains(name, "\x00") {
		return true
	}
	return slices.Contains(strings.Split(name, "/"), "..")
}

// Extension is that of a name in small letters, with its point.
func Extension(name string) string { return strings.ToLower(path.Ext(name)) }

// WithExtension returns the entries with an extension such as ".shp", in either
// case.
func (a *Archive) WithExtension(ext string) []Entry {
	var found []Entry
	for _, e := range a.Entries {
		if Extension(e.Name) == ext {
			found = append(found, e)
		}
	}
	return found
}

// Extract inflates an entry into memory, or into a temporary file that is gone
// when the archive is closed or the process ends. No more than the limit is
// inflated of all entries together.
func (a *Archive) Extract(e Entry) (feature.Content, error) {
	r, err := e.Open()
	if err != nil {
		return feature.Content{}, err
	}
	defer r.Close()
	var held bytes.Buffer
	n, err := io.CopyN(&held, r, min(archiveHeld, a.left)+1)
	switch {
	case err == io.EOF:
		a.left -= n
		return feature.Content{Name: path.Base(e.Name), ReaderAt: bytes.NewReader(held.Bytes()), Size: n}, nil
	case err != nil:
		return feature.Content{}, e.broken(err)
	case n > a.left:
		return feature.Content{}, feature.TooManyBytes(a.most)
	}
	return a.spool(e, io.MultiReader(&held, r))
}

// spool writes an entry to a temporary file.
func (a *Archive) spool(e Entry, r io.Reader) (feature.Content, error) {
	f, err := NewSpool()
	if err != nil {
		return feature.Content{}, err
	}
	a.spooled = append(a.spooled, f)
	n, err := io.CopyN(f, r, a.left+1)
	if full, ok := errors.AsType[*fs.PathError](err); ok {
		return feature.Content{}, full // of the temporary file, not of the archive
	}
	switch {
	case err == nil:
		return feature.Content{}, feature.TooManyBytes(a.most)
	case err != io.EOF:
		return feature.Content{}, e.broken(err)
	}
	a.left -= n
	return feature.Content{Name: path.Base(e.Name), ReaderAt: f, Size: n}, nil
}

// Spool is a temporary file, without a name where the system allows it, so that
// nothing stays behind when the process dies.
type Spool struct {
	*os.File
	named bool
}

// NewSpool begins a temporary file.
func NewSpool() (*Spool, error) {
	f, err := os.CreateTemp("", "waterzones-*")
	if err != nil {
		return nil, err
	}
	return &Spool{f, os.Remove(f.Name()) != nil}, nil
}

// Close closes the file and removes it.
func (s *Spool) Close() error {
	err := s.File.Close()
	if s.named {
		err = errors.Join(err, os.Remove(s.Name()))
	}
	return err
}

// Close ends the contents that were given out.
func (a *Archive) Close() {
	for _, f := range a.spooled {
		_ = f.Close() // nothing can be done about a temporary file
	}
	a.spooled = nil
}

// Open begins to inflate the entry.
func (e Entry) Open() (io.ReadCloser, error) {
	const encrypted = 1 // APPNOTE 4.4.4
	if e.file.Flags&encrypted != 0 {
		return nil, feature.Errorf("压缩包已加密；请去掉密码后再提交", "the archive is encrypted; pack it without a password").In(e.Name)
	}
	r, err := e.file.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, feature.Errorf("压缩方法 %d 不受支持；请用普通 zip（deflate）重新打包", "compression method %d is not supported; pack it again as an ordinary zip (deflate)", e.file.Method).In(e.Name)
	}
	if err != nil {
		return nil, e.broken(err)
	}
	return r, nil
}

func (e Entry) broken(err error) error {
	return feature.Errorf("压缩包已损坏：%v", "the archive is damaged: %v", err).In(e.Name)
}

// CopyTo writes all of the file.
func (s *Spool) CopyTo(w io.Writer) error {
	if _, err := s.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, s)
	return err
}
