package format

import (
	"errors"
	"fmt"
	"iter"
	"strconv"
)

// shapefileFeatures reads the layers one after the other.
func (s *Source) shapefileFeatures(layers []*shapefileLayer, most int) iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		defer s.Close() //nolint:errcheck // only temporary files that were read
		count := 0
		for _, l := range layers {
			for f, err := range l.features() {
				if count++; count > most {
					yield(Feature{}, tooLarge(fmt.Sprintf("要素超过 %d 个", most), fmt.Sprintf("more than %d features", most)))
					return
				}
				if !yield(f, err) {
					return
				}
				if one := (*FeatureError)(nil); err != nil && !errors.As(err, &one) {
					return
				}
			}
			s.Notes = append(s.Notes, l.ending()...)
		}
	}
}

// features reads the layer. An error that is no *FeatureError is the last.
func (l *shapefileLayer) features() iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		for l.shp.more() {
			f, deleted, err := l.feature()
			if !deleted && !yield(f, err) {
				return
			}
			if one := (*FeatureError)(nil); err != nil && !errors.As(err, &one) {
				return
			}
		}
		if l.dbf != nil && l.shp.next != l.dbf.Records {
			yield(Feature{}, l.unmatched(l.shp.next))
		}
	}
}

// feature reads the next record of the main file, and that of the table.
func (l *shapefileLayer) feature() (f Feature, deleted bool, err error) {
	content, err := l.shp.record()
	if err != nil {
		return Feature{}, false, err
	}
	n := l.shp.next
	f = Feature{Layer: l.Name, Place: recordPlace(n)}
	if l.dbf != nil {
		if n > l.dbf.Records {
			return Feature{}, false, l.unmatched(n)
		}
		f.Properties, deleted, err = l.dbf.record(n - 1)
		if deleted {
			l.deleted++
		}
		if field, ok := errors.AsType[*FieldError](err); ok {
			return Feature{}, false, &FeatureError{Place: f.Place, ZH: field.Field + " " + field.ZH, EN: field.Field + " " + field.EN}
		}
		if deleted || err != nil {
			return Feature{}, deleted, err
		}
	}
	f.Geometry, err = l.shp.shape(content)
	if err != nil {
		f = Feature{}
	}
	return f, false, err
}

// recordPlace names a record, from 1, for a person.
func recordPlace(record int) string {
	n := strconv.Itoa(record)
	return "第 " + n + " 条记录 / record " + n
}

// ending says what was seen when all was read.
func (l *shapefileLayer) ending() (notes []Note) {
	if l.deleted > 0 {
		notes = append(notes, Note{fmt.Sprintf("跳过 %d 条已删除的记录", l.deleted), fmt.Sprintf("%d deleted records were skipped", l.deleted)})
	}
	if m := l.shp.mixed; m.n > 0 {
		notes = append(notes, Note{
			fmt.Sprintf("%d 个面的环方向不合规范（外环应顺时针、内环应逆时针），按包含关系取内外环，未作修改；首见于第 %d 条记录", m.n, m.first),
			fmt.Sprintf("the rings of %d polygons do not wind as they should (shells clockwise, holes counter-clockwise); shells and holes were told by how they lie, and nothing was changed; the first is record %d", m.n, m.first),
		})
	}
	if l.dbf != nil {
		notes = append(notes, l.dbf.said.notes()...)
	}
	return notes
}
