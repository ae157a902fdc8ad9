// Package survey reads what surveyors deliver: 勘测定界 TXT (written too), CASS
// .dat, and drawings (DXF in text form).
package survey

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"waterzones/geo/format/feature"
)

// IsDikuai reports whether a text begins as a 勘测定界 TXT does: with one of its
// two section names on a line of its own.
func IsDikuai(head []byte) bool {
	ends := func(r rune) bool { return r == '\n' || r == '\r' }
	for line := range strings.FieldsFuncSeq(string(head), ends) {
		switch name, _ := dikuaiSection(strings.TrimSpace(line)); name {
		case "属性描述", "地块坐标":
			return true
		}
	}
	return false
}

// dikuaiSection returns the name in a line such as [地块坐标].
func dikuaiSection(line string) (name string, ok bool) {
	if first, _ := utf8.DecodeRuneInString(line); !strings.ContainsRune("[［【\ufeff", first) {
		return "", false
	}
	line = strings.NewReplacer("［", "[", "］", "]", "【", "[", "】", "]", "\ufeff", "").Replace(line)
	if len(line) > 100 || !strings.HasPrefix(line, "[") || !strings.HasSuffix(line, "]") {
		return "", false
	}
	return strings.TrimSpace(line[1 : len(line)-1]), true
}

// ReadDikuai reads a 勘测定界 TXT (the exchange text of land surveys; header
// lines, then parcels of lines 点号,圈号,X 北,Y 东). Each parcel is a Feature,
// even where two have the same header line; its rings are told apart by 圈号 and
// classified by containment, whatever their numbers. Which column is north is
// told by the values. Source.Declared comes from 坐标系, 几度分带 and 带号, with
// the prefix of the eastings above them.
//
// A parcel that cannot be taken is a *feature.FeatureError, and so is one in
// another zone than the first. A text in which no parcel can be understood is a
// *feature.Error, and so is a header that rules its coordinates out: 西安80, 北京54,
// another unit than metres. Then the source comes beside the error, for a caller
// who was given the seven parameters and may set it aside; its Declared is 0.
func ReadDikuai(text io.Reader, how feature.Reading) (*feature.Source, error) {
	limits := how.Limits.OrLayer()
	r := &dikuaiReader{lines: newSurveyLines(text, limits.Bytes), limits: limits, doubts: map[string]*dikuaiDoubt{}}
	first, err := r.start()
	if err != nil {
		return nil, err
	}
	src := &feature.Source{Kind: feature.Dikuai}
	declared := r.header.declareSystem(src, *r.order)
	src.Features = func(yield func(feature.Feature, error) bool) {
		for _, item := range first {
			if !yield(item.feature, item.err) {
				return
			}
		}
		if giveOut(r.next, r.limits.Features-len(first), feature.TooLarge("地块多于 %d 个", "more than %d parcels", r.limits.Features), yield) {
			r.noteDoubts(src)
		}
	}
	return src, declared
}

// dikuaiItem is what one step of the reader gave.
type dikuaiItem struct {
	feature feature.Feature
	err     error
}

// dikuaiReader reads parcel by parcel.
type dikuaiReader struct {
	lines  *surveyLines
	limits feature.Limits
	header dikuaiHeader
	order  *planeOrder // of the first position understood; the others must agree

	inParcels bool
	begun     *dikuaiParcel // whose line was read, and maybe more
	doubts    map[string]*dikuaiDoubt
}

// start reads up to the first parcel whose coordinates can be understood, as
// they and the header together tell the system.
func (r *dikuaiReader) start() ([]dikuaiItem, error) {
	var first []dikuaiItem
	for r.order == nil {
		f, err := r.next()
		switch {
		case err == io.EOF && len(first) == 0:
			return nil, &feature.Error{ZH: "没有地块：[地块坐标] 之后应有以 @ 结尾的地块行和坐标行", EN: "no parcel: after [地块坐标] come parcel lines, which end in @, and lines of coordinates"}
		case err == io.EOF:
			return nil, whole(first[0].err)
		case err != nil && !feature.IsFeatureError(err):
			return nil, err
		}
		first = append(first, dikuaiItem{f, err})
		if len(first) > 100 && r.order == nil {
			return nil, whole(first[0].err) // the rest will be no better
		}
	}
	return first, nil
}

// whole makes what is wrong with every feature an error of the file.
func whole(err error) error {
	e, ok := errors.AsType[*feature.FeatureError](err)
	if !ok {
		return err
	}
	return &feature.Error{ZH: e.Place + ": " + e.ZH, EN: e.EN}
}

// next returns the next parcel; the error is a *feature.FeatureError, io.EOF or
// one that ends the reading.
func (r *dikuaiReader) next() (feature.Feature, error) {
	for {
		raw, err := r.lines.next()
		if err == io.EOF && r.begun != nil {
			return r.finish(nil)
		}
		if err != nil {
			return feature.Feature{}, err
		}
		if len(raw) == 0 {
			continue
		}
		line := string(raw)
		if name, ok := dikuaiSection(line); ok {
			r.inParcels = name == "地块坐标"
			r.header.section = name
			if r.begun != nil {
				return r.finish(nil)
			}
			continue
		}
		if !r.inParcels {
			if err := r.header.setAttribute(line, r.lines.number); err != nil {
				return feature.Feature{}, err
			}
			continue
		}
		if fields, ok := dikuaiParcelLine(line); ok {
			parcel := newDikuaiParcel(fields, r.lines.number)
			if r.begun != nil {
				return r.finish(parcel)
			}
			r.begun = parcel
			continue
		}
		if err := r.point(line); err != nil {
			return feature.Feature{}, err
		}
	}
}

// dikuaiParcelLine splits a line that begins a parcel: it ends in @, or, where a
// program left that out, has the fields of one.
func dikuaiParcelLine(line string) (fields []string, ok bool) {
	bare := strings.TrimRight(line, ",， \t")
	if strings.HasSuffix(bare, "@") || strings.HasSuffix(bare, "＠") {
		return surveyFields(line), true
	}
	if strings.Count(line, ",") < 7 && strings.Count(line, "，") < 7 {
		return nil, false
	}
	fields = surveyFields(line)
	return fields, len(fields) >= 8 && dikuaiShapeAt(fields) >= 3
}

// finish ends the parcel under way; another may begin.
func (r *dikuaiReader) finish(another *dikuaiParcel) (feature.Feature, error) {
	p := r.begun
	r.begun = another
	return r.feature(p)
}

// point takes a line of coordinates.
func (r *dikuaiReader) point(line string) error {
	if r.begun == nil {
		r.begun = &dikuaiParcel{line: r.lines.number}
		r.begun.reject(r.lines.number, "坐标行之前没有地块行（以 @ 结尾）", "no parcel line, which ends in @, comes before these coordinates")
	}
	p := r.begun
	if p.rejected() {
		return nil
	}
	if p.points++; p.points > r.limits.Vertices {
		return feature.TooLarge("第 %d 行的地块界址点多于 %d 个", "the parcel of line %d has more than %d points", p.line, r.limits.Vertices)
	}
	if !utf8.ValidString(line) {
		p.reject(r.lines.number, "不是文字，请核对编码", "is not text; check the encoding")
		return nil
	}
	p.add(r, strings.ReplaceAll(line, "，", ","))
	return nil
}
