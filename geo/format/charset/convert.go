package charset

import (
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
	"golang.org/x/text/width"
)

// FromGB18030 decodes a text of GB18030 or its subsets; whole is false where a
// part of it is none and became U+FFFD.
func FromGB18030(text string) (decoded string, whole bool) {
	decoded, err := simplifiedchinese.GB18030.NewDecoder().String(text)
	return decoded, err == nil && !strings.ContainsRune(decoded, utf8.RuneError)
}

// ToGBK encodes a text. The error is of a character that GBK has not.
func ToGBK(text string) (string, error) { return simplifiedchinese.GBK.NewEncoder().String(text) }

// NewGB18030Writer encodes what is written to it. Close writes what is left, and
// does not close w.
func NewGB18030Writer(w io.Writer) io.WriteCloser {
	return transform.NewWriter(w, simplifiedchinese.GB18030.NewEncoder())
}

// Narrow turns full-width letters, digits and marks into those of ASCII, as they
// come from Chinese keyboards.
func Narrow(text string) string {
	if ASCII([]byte(text)) {
		return text
	}
	return width.Fold.String(text)
}
