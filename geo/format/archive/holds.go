package archive

import "bytes"

// Holds reports whether a local header in the head of a zip has such a name
// (APPNOTE 4.3.7).
func Holds(head []byte, is func(name string) bool) bool {
	const mark, fixed = "PK\x03\x04", 30
	if !bytes.HasPrefix(head, []byte(mark)) {
		return false
	}
	for at := 0; at >= 0 && at+fixed <= len(head); {
		h := head[at:]
		if size := int(h[26]) | int(h[27])<<8; fixed+size <= len(h) && is(string(h[fixed:fixed+size])) {
			return true
		}
		next := bytes.Index(h[4:], []byte(mark))
		if next < 0 {
			return false
		}
		at += 4 + next
	}
	return false
}
