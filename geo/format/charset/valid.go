package charset

import (
	"encoding/binary"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// highBits are set in eight bytes where one is not ASCII.
const highBits = 0x8080808080808080

// ASCII reports whether b has no byte beyond 0x7F.
func ASCII(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&highBits != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// validAt reports whether a file is UTF-8, but for a character that its end cuts.
// Cores take segments of it; a character belongs to that in which it begins.
func validAt(r io.ReaderAt, size int64) (valid bool, err error) {
	const segment = 1 << 20
	var next, invalid atomic.Int64
	errs := make([]error, min(int64(runtime.GOMAXPROCS(0)), 1+size/segment))
	var workers sync.WaitGroup
	for i := range errs {
		workers.Go(func() {
			buf := make([]byte, min(size, segment+utf8.UTFMax-1))
			for errs[i] == nil && invalid.Load() == 0 {
				from := segment * (next.Add(1) - 1)
				if from >= size {
					return
				}
				part := buf[:min(int64(len(buf)), size-from)]
				if _, errs[i] = r.ReadAt(part, from); errs[i] == io.EOF {
					errs[i] = nil
				}
				if errs[i] == nil && !validSegment(part, min(segment, len(part)), from == 0, from+int64(len(part)) == size) {
					invalid.Store(1)
				}
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return false, err
		}
	}
	return invalid.Load() == 0, nil
}

// validSegment looks at the characters that begin in the first size bytes of part.
func validSegment(part []byte, size int, first, last bool) bool {
	from, to := 0, size
	for !first && from < min(utf8.UTFMax-1, size) && !utf8.RuneStart(part[from]) {
		from++
	}
	for to < len(part) && !utf8.RuneStart(part[to]) {
		to++
	}
	if last && to == len(part) {
		to -= UTF8Tail(part)
	}
	return from >= to || utf8.Valid(part[from:to])
}
