package format

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// readKMZ reads the KML documents of a zip, doc.kml first: programs put each layer
// into a document of its own, which doc.kml links to. Encoding is that of the
// first; the notes of the others are added as they are read.
func readKMZ(c Content, how Reading) (*Source, error) {
	a, err := openArchive(c, how.Limits)
	if err != nil {
		return nil, err
	}
	z := &kmzReader{documents: a.withExtension(".kml"), how: how, left: how.Limits.orLayer().Bytes}
	slices.SortStableFunc(z.documents, func(x, y archiveEntry) int { return cmp.Compare(len(x.Name), len(y.Name)) })
	if i := slices.IndexFunc(z.documents, func(e archiveEntry) bool { return strings.EqualFold(e.Name, "doc.kml") }); i > 0 {
		z.documents[0], z.documents[i] = z.documents[i], z.documents[0]
	}
	if len(z.documents) == 0 {
		return nil, &Error{ZH: "压缩包中没有 KML", EN: "there is no KML in the archive"}
	}
	first, err := z.open()
	if err != nil {
		return nil, err
	}
	s := *first
	s.OnClose(z.close)
	s.Features = func(yield func(Feature, error) bool) { z.features(&s, first, yield) }
	return &s, nil
}

// kmzReader reads documents one after the other.
type kmzReader struct {
	documents []archiveEntry // not opened yet
	how       Reading
	left      int64 // bytes that may still be inflated
	file      io.ReadCloser
	in        *atMost
}

// open begins the next document.
func (z *kmzReader) open() (*Source, error) {
	if z.in != nil {
		z.left = z.in.left
	}
	entry := z.documents[0]
	z.documents = z.documents[1:]
	err := z.close()
	if err == nil {
		z.file, err = entry.open()
	}
	if err != nil {
		return nil, err
	}
	z.in = &atMost{r: z.file, left: z.left, most: z.how.Limits.orLayer().Bytes}
	text, encoding, err := Decode(z.in, z.how.Encoding)
	if err != nil {
		return nil, err
	}
	s, err := readKML(text, z.how)
	if err == nil {
		s.Encoding = encoding
	}
	return s, err
}

func (z *kmzReader) close() error {
	file := z.file
	if z.file = nil; file == nil {
		return nil
	}
	return file.Close()
}

// features gives out those of all documents as of whole, which began with part.
func (z *kmzReader) features(whole, part *Source, yield func(Feature, error) bool) {
	n, most := 0, z.how.Limits.orLayer().Features
	for {
		for f, err := range part.Features {
			var wrong *FeatureError
			if n++; n > most {
				err = tooManyFeatures(most)
			}
			if !yield(f, err) || err != nil && !errors.As(err, &wrong) {
				return
			}
		}
		whole.Notes = append(whole.Notes, part.Notes...)
		whole.Layers = append(whole.Layers, part.Layers...)
		if len(z.documents) == 0 {
			return
		}
		var err error
		if part, err = z.open(); err != nil {
			yield(Feature{}, err)
			return
		}
	}
}

// isKML tells an XML document by its first element.
func isKML(head []byte) bool {
	if !bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"), []byte("<")) {
		return false
	}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(head, []byte("\ufeff"))))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		token, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := token.(xml.StartElement); ok {
			return e.Name.Local == "kml" || e.Name.Local == "Placemark" || (e.Name.Local == "Document" || e.Name.Local == "Folder") && strings.Contains(attribute(e, "xmlns"), "/kml/")
		}
	}
}

// isKMZ tells a zip with the name of a KML document in one of its first headers.
func isKMZ(head []byte) bool {
	return zipNames(head, func(name string) bool { return extension(name) == ".kml" })
}

// zipNames reports whether a local header in the head of a zip has such a name
// (APPNOTE 4.3.7).
func zipNames(head []byte, is func(name string) bool) bool {
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
