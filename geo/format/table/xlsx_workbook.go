package table

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"waterzones/geo/format/archive"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/markup"
)

// Bounds of a workbook beside Limits.Bytes.
const (
	mostShared  = 256 << 20 // bytes of shared texts in memory, 16 for each text itself
	longestCell = 1 << 20   // bytes of one tag or text; Excel allows 32,767 characters
	mostStyles  = 1 << 16   // Excel's own bound is 65,490
	mostSheets  = 1000
)

// workbook is a spreadsheet in a zip.
type workbook struct {
	parts  map[string]archive.Entry // by lower-case name
	limits feature.Limits
	sheets []sheet
	shared []string
	shows  []show // of the cell styles
	epoch  int    // serial of 1899-12-30 in its calendar: 0, or 1462 for that of 1904
}

type sheet struct {
	name, part string
	hidden     bool
}

func openWorkbook(c feature.Content, limits feature.Limits) (*workbook, error) {
	a, err := archive.Open(c, limits)
	if err != nil {
		return nil, err
	}
	b := &workbook{parts: map[string]archive.Entry{}, limits: limits.OrLayer()}
	for _, e := range a.Entries {
		b.parts[strings.ToLower(e.Name)] = e
	}
	main, err := b.mainPart()
	if err != nil {
		return nil, err
	}
	return b, b.read(main)
}

// mainPart is the part that lists the sheets, by its type (ECMA-376 part 2,
// 10.1.2.2).
func (b *workbook) mainPart() (main string, err error) {
	missing := &feature.Error{ZH: "压缩包中没有工作簿，不是 xlsx", EN: "the archive has no workbook; it is no xlsx"}
	if _, ok := b.parts["[content_types].xml"]; !ok {
		return "", missing
	}
	err = b.each("[Content_Types].xml", func(_ *xmlPart, e xml.StartElement) error {
		kind := markup.Attribute(e, "ContentType")
		switch {
		case e.Name.Local != "Override":
		case strings.HasSuffix(kind, ".sheet.binary.macroEnabled.main"):
			return &feature.Error{ZH: "xlsb 格式不支持；请另存为 xlsx", EN: "xlsb is not supported; save it as xlsx"}
		case strings.Contains(kind, "sheet.main+xml"), strings.Contains(kind, "template.main+xml"), strings.Contains(kind, ".sheet.macroEnabled.main"):
			main = strings.TrimPrefix(markup.Attribute(e, "PartName"), "/")
		}
		return nil
	})
	if _, ok := b.parts[strings.ToLower(main)]; err == nil && !ok {
		err = missing
	}
	return main, err
}

func (b *workbook) read(main string) error {
	links, err := b.links(path.Dir(main)+"/_rels/"+path.Base(main)+".rels", path.Dir(main))
	if err != nil {
		return err
	}
	parts := map[string]string{}
	for _, l := range links {
		parts[l.id] = l.part
		switch {
		case strings.HasSuffix(l.kind, "/sharedStrings"):
			err = b.readShared(l.part)
		case strings.HasSuffix(l.kind, "/styles"):
			err = b.readStyles(l.part)
		}
		if err != nil {
			return err
		}
	}
	return b.each(main, func(_ *xmlPart, e xml.StartElement) error {
		switch {
		case e.Name.Local == "workbookPr" && (markup.Attribute(e, "date1904") == "1" || markup.Attribute(e, "date1904") == "true"):
			b.epoch = 1462
		case e.Name.Local == "sheet" && len(b.sheets) < mostSheets:
			// Its id is r:id, beside sheetId.
			if part := parts[qualified(e, "id")]; part != "" {
				b.sheets = append(b.sheets, sheet{name: markup.Attribute(e, "name"), part: part, hidden: strings.HasSuffix(markup.Attribute(e, "state"), "idden")})
			}
		}
		return nil
	})
}

func qualified(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// link is a relationship (ECMA-376 part 2, 9.3).
type link struct{ id, kind, part string }

// links reads the relationships of a part in a folder; none if it has none.
func (b *workbook) links(name, folder string) (links []link, err error) {
	if _, ok := b.parts[strings.ToLower(name)]; !ok {
		return nil, nil
	}
	err = b.each(name, func(_ *xmlPart, e xml.StartElement) error {
		if e.Name.Local == "Relationship" && len(links) < 2*mostSheets {
			target := markup.Attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			links = append(links, link{markup.Attribute(e, "Id"), markup.Attribute(e, "Type"), strings.ToLower(strings.TrimPrefix(target, "/"))})
		}
		return nil
	})
	return links, err
}

// readShared reads the texts that cells name by number.
func (b *workbook) readShared(part string) error {
	size := int64(0)
	return b.each(part, func(x *xmlPart, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := x.rich("si")
		if size += int64(len(text)) + 16; err == nil && size > min(mostShared, b.limits.Bytes) {
			return feature.TooLarge("共享文字过多", "too many shared texts")
		}
		b.shared = append(b.shared, text)
		return err
	})
}

// readStyles reads how cells of each style show their numbers.
func (b *workbook) readStyles(part string) error {
	codes, inCells := map[int]show{}, false
	return b.each(part, func(_ *xmlPart, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(markup.Attribute(e, "numFmtId")); err == nil && len(codes) < mostStyles {
				codes[id] = showOf(markup.Attribute(e, "formatCode"))
			}
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells && len(b.shows) < mostStyles {
				id, _ := strconv.Atoi(markup.Attribute(e, "numFmtId"))
				how, own := codes[id]
				if !own {
					how = builtInShow(id)
				}
				b.shows = append(b.shows, how)
			}
		}
		return nil
	})
}

// each calls visit for every element of a part.
func (b *workbook) each(part string, visit func(*xmlPart, xml.StartElement) error) error {
	x, err := b.part(part)
	if err != nil {
		return err
	}
	defer x.file.Close()
	for {
		token, err := x.token()
		if err == io.EOF {
			return nil
		}
		if e, ok := token.(xml.StartElement); ok && err == nil {
			err = visit(x, e)
		}
		if err != nil {
			return err
		}
	}
}

// xmlPart reads one XML document of a zip, in bounds.
type xmlPart struct {
	name string
	file io.ReadCloser
	in   *markup.Reader
	d    *xml.Decoder
}

func (b *workbook) part(name string) (*xmlPart, error) {
	entry, ok := b.parts[strings.ToLower(name)]
	if !ok {
		return nil, feature.Errorf("工作簿中缺少这一部分", "this part of the workbook is missing").In(name)
	}
	file, err := entry.Open()
	if err != nil {
		return nil, err
	}
	in := markup.NewReader(file, b.limits.Bytes, longestCell)
	return &xmlPart{name: name, file: file, in: in, d: xml.NewDecoder(in)}, nil
}

// token returns the next token as written. Errors are *feature.Error, or io.EOF.
func (x *xmlPart) token() (xml.Token, error) {
	x.in.Next()
	token, err := x.d.RawToken()
	if _, ok := token.(xml.Directive); ok {
		err = errors.New("DTD")
	}
	if e, ok := errors.AsType[*feature.Error](err); ok {
		return nil, e.In(x.name)
	}
	if err != nil && err != io.EOF {
		return nil, feature.Errorf("工作簿已损坏：%v", "the workbook is damaged: %v", err).In(x.name)
	}
	return token, err
}

// inner is token within an element, where the document must not end.
func (x *xmlPart) inner() (xml.Token, error) {
	token, err := x.token()
	if err == io.EOF {
		err = feature.Errorf("工作簿不完整，在此中断", "the workbook ends here and is not whole").In(x.name)
	}
	return token, err
}

// rich returns the text in an element up to its end: runs of text in order,
// without how they are read aloud (rPh).
func (x *xmlPart) rich(until string) (string, error) {
	var text strings.Builder
	inside, aloud := false, false
	for {
		token, err := x.inner()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			inside = token.Name.Local == "t"
			aloud = aloud || token.Name.Local == "rPh"
		case xml.EndElement:
			if token.Name.Local == until {
				return unescapeCell(text.String()), nil
			}
			inside = false
			aloud = aloud && token.Name.Local != "rPh"
		case xml.CharData:
			if inside && !aloud {
				text.Write(token)
			}
			if text.Len() > longestCell {
				return "", feature.TooLarge("单元格文字过长", "the text of a cell is too long")
			}
		}
	}
}
