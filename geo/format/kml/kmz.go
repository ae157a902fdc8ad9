package kml

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"waterzones/geo/format/archive"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/markup"
)

// ReadKMZ reads the KML documents of a zip, doc.kml first: programs put each layer
// into a document of its own, which doc.kml links to. Encoding is that of the
// first; the notes of the others are added as they are read.
func ReadKMZ(c feature.Content, how feature.Reading) (*feature.Source, error) {
	a, err := archive.Open(c, how.Limits)
	if err != nil {
		return nil, err
	}
	z := &kmzReader{documents: a.WithExtension(".kml"), how: how, left: how.Limits.OrLayer().Bytes}
	slices.SortStableFunc(z.documents, func(x, y archive.Entry) int { return cmp.Compare(len(x.Name), len(y.Name)) })
	if i := slices.IndexFunc(z.documents, func(e archive.Entry) bool { return strings.EqualFold(e.Name, "doc.kml") }); i > 0 {
		z.documents[0], z.documents[i] = z.documents[i], z.documents[0]
	}
	if len(z.documents) == 0 {
		return nil, &feature.Error{ZH: "压缩包中没有 KML", EN: "there is no KML in the archive"}
	}
	first, err := z.nextDocument()
	if err != nil {
		return nil, err
	}
	s := *first
	s.OnClose(z.close)
	s.Features = func(yield func(feature.Feature, error) bool) { z.features(&s, first, yield) }
	return &s, nil
}

// kmzReader reads documents one after the other.
type kmzReader struct {
	documents []archive.Entry // not opened yet
	how       feature.Reading
	left      int64 // bytes that may still be inflated
	file      io.ReadCloser
	in        *feature.AtMost
}

// nextDocument begins the next document.
func (z *kmzReader) nextDocument() (*feature.Source, error) {
	if z.in != nil {
		z.left = z.in.Left
	}
	entry := z.documents[0]
	z.documents = z.documents[1:]
	err := z.close()
	if err == nil {
		z.file, err = entry.Open()
	}
	if err != nil {
		return nil, err
	}
	z.in = &feature.AtMost{Reader: z.file, Left: z.left, Most: z.how.Limits.OrLayer().Bytes}
	text, encoding, err := charset.Decode(z.in, z.how.Encoding)
	if err != nil {
		return nil, err
	}
	s, err := Read(text, z.how)
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
func (z *kmzReader) features(whole, part *feature.Source, yield func(feature.Feature, error) bool) {
	n, most := 0, z.how.Limits.OrLayer().Features
	for {
		for f, err := range part.Features {
			if n++; n > most {
				err = feature.TooManyFeatures(most)
			}
			if !yield(f, err) || err != nil && !feature.IsFeatureError(err) {
				return
			}
		}
		whole.Notes = append(whole.Notes, part.Notes...)
		whole.Layers = append(whole.Layers, part.Layers...)
		if len(z.documents) == 0 {
			return
		}
		var err error
		if part, err = z.nextDocument(); err != nil {
			yield(feature.Feature{}, err)
			return
		}
	}
}

// Is tells an XML document by its first element.
func Is(head []byte) bool {
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
			return e.Name.Local == "kml" || e.Name.Local == "Placemark" || (e.Name.Local == "Document" || e.Name.Local == "Folder") && strings.Contains(markup.Attribute(e, "xmlns"), "/kml/")
		}
	}
}

// IsKMZ tells a zip with the name of a KML document in one of its first headers.
func IsKMZ(head []byte) bool {
	return archive.Holds(head, func(name string) bool { return archive.Extension(name) == ".kml" })
}
