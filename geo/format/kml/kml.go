// Package kml reads KML and KMZ (OGC 12-007r2). Links are counted, never followed.
package kml

import (
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/markup"
)

// Read reads KML 2.2 and 2.3 (OGC 07-147r2, 12-007r2), whose coordinates are
// longitude and latitude of WGS 84. A Placemark is a feature; Folders are layers,
// nested ones with / between their names, and stand in Source.Layers as they are
// met. What is no shape in place (links, overlays, models, tracks) is counted in
// the notes. A document type definition is refused, so no entity is ever defined
// and nothing outside the file is opened.
func Read(text io.Reader, how feature.Reading) (*feature.Source, error) {
	limits := how.Limits.OrLayer()
	in := markup.NewReader(text, limits.Bytes, min(longestElement, 1<<20+64*limits.Vertices))
	d := xml.NewDecoder(in)
	// The text is UTF-8 by now, whatever it was when its declaration was written.
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	s := &feature.Source{Kind: feature.KML, Declared: crs.CRS84, DeclaredAs: "KML"}
	k := &kmlReader{d: d, in: in, source: s, limits: limits, layer: how.Layer, skipped: map[string]int{}}
	s.Features = k.features
	return s, nil
}

// kmlReader walks a KML document.
type kmlReader struct {
	d       *xml.Decoder
	in      *markup.Reader
	source  *feature.Source
	limits  feature.Limits
	layer   string // wanted; "" for all
	depth   int
	folders []string
	skipped map[string]int
	rings   int // LinearRings that stand alone
	count   int // features so far
	yield   func(feature.Feature, error) bool
}

func (k *kmlReader) features(yield func(feature.Feature, error) bool) {
	k.yield = yield
	root := false
	err := k.children(func(e xml.StartElement) error {
		if root = true; e.Name.Local != "kml" {
			return k.container(e)
		}
		return k.children(k.container)
	})
	if err == io.EOF && root {
		err = nil
	}
	if !errors.Is(err, errEnoughMarks) {
		k.tellSkipped()
		if err != nil {
			yield(feature.Feature{}, k.broken(err))
		}
	}
}

// tellSkipped notes what was left out.
func (k *kmlReader) tellSkipped() {
	if k.rings > 0 {
		k.source.AddNote("%d 个单独的 LinearRing 按线读取，不含其内部", "%d of LinearRing stand alone and were taken as lines, without what they enclose", k.rings)
	}
	for _, name := range slices.Sorted(maps.Keys(k.skipped)) {
		n, say := k.skipped[name], k.source.AddNote
		if name == "NetworkLink" {
			say = k.source.AddUnread // what it leads to was never seen
		}
		say("跳过 %d 个 %s：不是所在位置的矢量图形", "%d of %s skipped: no shape in place", n, name)
	}
}

// broken says where a file is not XML.
func (k *kmlReader) broken(err error) error {
	line, _ := k.d.InputPos()
	if e, ok := errors.AsType[*feature.Error](err); ok {
		e.Line = line
		return e
	}
	e, ok := errors.AsType[*xml.SyntaxError](err)
	switch {
	case err == io.EOF || ok && e.Msg == "unexpected EOF":
		return &feature.Error{Line: line, ZH: "KML 在此中断，文件不完整", EN: "the KML ends here and is not whole"}
	case ok:
		return &feature.Error{Line: line, ZH: "不是正确的 XML：" + feature.Clip(e.Msg), EN: "not well-formed XML: " + feature.Clip(e.Msg)}
	}
	return err
}

// children calls each for every element inside the one under way, up to and with
// its end; each must take the whole element.
func (k *kmlReader) children(each func(xml.StartElement) error) error {
	if k.depth++; k.depth > k.limits.Depth {
		return feature.TooLarge("嵌套超过 %d 层", "nested deeper than %d", k.limits.Depth)
	}
	for {
		k.in.Next()
		token, err := k.d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := each(token); err != nil {
				return err
			}
		case xml.EndElement:
			k.depth--
			return nil
		case xml.Directive:
			return &feature.Error{ZH: "含有文档类型定义（DTD），拒绝读取", EN: "it has a document type definition (DTD); refused"}
		}
	}
}

func (k *kmlReader) skip(xml.StartElement) error { return k.children(k.skip) }

// elementText returns the characters of an element, without those of elements in it.
func (k *kmlReader) elementText() (string, error) {
	var text strings.Builder
	for {
		k.in.Hold(text.Len())
		token, err := k.d.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			if err := k.skip(token); err != nil {
				return "", err
			}
		case xml.EndElement:
			return text.String(), nil
		}
	}
}

// container takes a child of kml, Document or Folder.
func (k *kmlReader) container(e xml.StartElement) error {
	switch name := e.Name.Local; name {
	case "Document":
		return k.children(k.container)
	case "Folder":
		return k.folder()
	case "Placemark":
		return k.placemark(e)
	case "NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay", "Tour":
		k.skipped[name]++
	}
	return k.skip(e)
}

func (k *kmlReader) folder() error {
	k.folders = append(k.folders, "")
	err := k.children(func(e xml.StartElement) error {
		if e.Name.Local != "name" {
			return k.container(e)
		}
		name, err := k.elementText()
		k.folders[len(k.folders)-1] = strings.TrimSpace(name)
		if path := k.path(); err == nil && !slices.Contains(k.source.Layers, path) && len(k.source.Layers) < mostLayers {
			k.source.Layers = append(k.source.Layers, path)
		}
		return err
	})
	k.folders = k.folders[:len(k.folders)-1]
	return err
}

// mostLayers is how many names of layers are kept.
const mostLayers = 1000

func (k *kmlReader) path() string { return strings.Join(k.folders, "/") }

// wanted reports whether the caller wants the layer under way: by its whole
// path, or by the name of any folder in it.
func (k *kmlReader) wanted() bool {
	return k.layer == "" || k.layer == k.path() || slices.Contains(k.folders, k.layer)
}

// longestElement bounds one tag or the text in one, which the decoder holds.
const longestElement = 256 << 20

// errEnoughMarks ends the reading when the caller wants no more features.
var errEnoughMarks = errors.New("stopped by the caller")
