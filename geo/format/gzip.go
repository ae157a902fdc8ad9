package format

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"waterzones/geo/format/feature"
)

const gzipMagic = "\x1f\x8b"

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte(gzipMagic)) }

// openGzip opens what is packed, as it comes (RFC 1952). Limits hold for what is
// unpacked; packed twice is refused.
func openGzip(r io.Reader, how feature.Reading) (*feature.Source, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, damaged(err)
	}
	unpacked := &gunzip{z}
	head, err := feature.ReadHead(unpacked, headSize)
	if err != nil {
		return nil, err
	}
	return openBegun(head, unpacked, how)
}

// gunzip says of errors that the file is damaged.
type gunzip struct{ z *gzip.Reader }

func (g *gunzip) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(err)
	}
	return n, err
}

func damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		return feature.Errorf("gzip 文件已损坏或不完整：%s", "the gzip file is damaged or not whole: %s", err.Error())
	}
	return err
}
