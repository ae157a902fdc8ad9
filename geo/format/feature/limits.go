package feature

import (
	"cmp"
	"io"
)

// Limits bound what a reader takes. A field that is zero has the value of
// DefaultLimits where one shape is read, of LayerLimits where a file is.
type Limits struct {
	Bytes    int64 // of the whole document
	Vertices int   // of one feature's geometry, all parts together
	Depth    int   // of nested arrays and objects, geometry collections included
	Features int   // of one document
}

// OrLayer is for files, whose bounds are those of LayerLimits unless said.
func (l Limits) OrLayer() Limits { return l.or(LayerLimits()) }

// OrDefault is for what strangers send, whose bounds are those of DefaultLimits
// unless said.
func (l Limits) OrDefault() Limits { return l.or(DefaultLimits()) }

func (l Limits) or(d Limits) Limits {
	return Limits{
		Bytes: cmp.Or(l.Bytes, d.Bytes), Vertices: cmp.Or(l.Vertices, d.Vertices),
		Depth: cmp.Or(l.Depth, d.Depth), Features: cmp.Or(l.Features, d.Features),
	}
}

// DefaultLimits are for shapes that strangers send.
//   - Vertices: 50,000 is ten times the largest red line seen in practice, and
//     still screened in well under a second.
//   - Bytes: 50,000 vertices of 17 digits, pretty-printed, are 5 MB.
//   - Depth: a multipolygon in a collection is 8 deep; properties add a few.
//   - Features: more is a batch, which comes as a file.
func DefaultLimits() Limits {
	return Limits{Bytes: 8 << 20, Vertices: 50_000, Depth: 32, Features: 10_000}
}

// LayerLimits are for files that the operator names: large, but still an end to
// what a broken file can ask for.
func LayerLimits() Limits {
	return Limits{Bytes: 4 << 30, Vertices: 10_000_000, Depth: 32, Features: 10_000_000}
}

// AtMost ends with an *Error after most bytes.
type AtMost struct {
	Reader     io.Reader
	Left, Most int64
}

// NewAtMost is an AtMost of which nothing was read.
func NewAtMost(r io.Reader, most int64) *AtMost { return &AtMost{Reader: r, Left: most, Most: most} }

func (b *AtMost) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.Left -= int64(n); b.Left < 0 {
		return 0, TooManyBytes(b.Most)
	}
	return n, err
}

// Window is how many bytes readers read at once.
const Window = 64 << 10
