package shapefile

import (
	"io"

	"waterzones/geo/format/feature"
)

// fileWindow reads a file by parts, ahead where they follow one another. It is
// for one goroutine.
type fileWindow struct {
	feature.Content
	ahead  []byte // what was read ahead; it only moves towards the end
	from   int64  // where that lies
	single []byte // a part elsewhere
}

// windowAhead is how much is read at once of a file read from front to back.
const windowAhead = 256 << 10

// at returns n bytes of the file from an offset; they are good until the next
// call. Never more is allocated than the file has, and in whatever order its
// parts are asked for, little more is read than was asked.
func (w *fileWindow) at(offset int64, n int) ([]byte, error) {
	if offset < 0 || n < 0 || offset > w.Size-int64(n) {
		return nil, w.short()
	}
	end := w.from + int64(len(w.ahead))
	switch {
	case offset >= w.from && offset+int64(n) <= end:
		return w.ahead[offset-w.from:][:n], nil
	case offset < w.from || offset > end+windowAhead:
		return w.read(&w.single, offset, n)
	}
	w.from = offset
	part, err := w.read(&w.ahead, offset, int(min(max(int64(n), windowAhead), w.Size-offset)))
	if err != nil {
		return nil, err
	}
	return part[:n], nil
}

// read fills a buffer, which grows if it must.
func (w *fileWindow) read(buffer *[]byte, offset int64, n int) ([]byte, error) {
	if cap(*buffer) < n {
		*buffer = make([]byte, n)
	}
	*buffer = (*buffer)[:n]
	if got, err := w.ReadAt(*buffer, offset); got < n {
		*buffer = nil
		if err == io.EOF {
			err = w.short()
		}
		return nil, err
	}
	return *buffer, nil
}

func (w *fileWindow) short() *feature.Error {
	return w.broken("文件不完整（%d 字节，比文件头所说的短）", "the file is cut short (%d bytes, fewer than its header says)", w.Size)
}

// broken is an error of the file.
func (w *fileWindow) broken(zh, en string, values ...any) *feature.Error {
	return feature.Errorf(zh, en, values...).In(w.Name)
}
