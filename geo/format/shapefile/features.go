package shapefile

import (
	"errors"
	"iter"
	"strconv"

	"waterzones/geo/format/feature"
)

// allFeatures reads the layers one after the other.
func allFeatures(s *feature.Source, layers []*shapefileLayer, most int) iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		defer s.Close() //nolint:errcheck // only temporary files that were read
		count := 0
		for _, l := range layers {
			for f, err := range l.features() {
				if count++; count > most {
					yield(feature.Feature{}, feature.TooManyFeatures(most))
					return
				}
				if !yield(f, err) || err != nil && !feature.IsFeatureError(err) {
					return
				}
			}
			s.Notes = append(s.Notes, l.ending()...)
		}
	}
}

// features reads the layer. An error that is no *feature.FeatureError is the last.
func (l *shapefileLayer) features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		for l.shp.more() {
			f, deleted, err := l.feature()
			if !deleted && !yield(f, err) || err != nil && !feature.IsFeatureError(err) {
				return
			}
		}
		if l.dbf != nil && l.shp.next != l.dbf.Records {
			yield(feature.Feature{}, l.unmatched(l.shp.next))
		}
	}
}

// feature reads the next record of the main file, and that of the table.
func (l *shapefileLayer) feature() (f feature.Feature, deleted bool, err error) {
	content, err := l.shp.record()
	if err != nil {
		return feature.Feature{}, false, err
	}
	n := l.shp.next
	f = feature.Feature{Layer: l.Name, Place: recordPlace(n)}
	if l.dbf != nil {
		if n > l.dbf.Records {
			return feature.Feature{}, false, l.unmatched(n)
		}
		f.Properties, deleted, err = l.dbf.record(n - 1)
		if deleted {
			l.deleted++
		}
		if field, ok := errors.AsType[*feature.FieldError](err); ok {
			return feature.Feature{}, false, &feature.FeatureError{Place: f.Place, ZH: field.Field + " " + field.ZH, EN: field.Field + " " + field.EN}
		}
		if deleted || err != nil {
			return feature.Feature{}, deleted, err
		}
	}
	f.Geometry, err = l.shp.decodeShape(content)
	if err != nil {
		f = feature.Feature{}
	}
	return f, false, err
}

// recordPlace names a record, from 1, for a person.
func recordPlace(record int) string {
	n := strconv.Itoa(record)
	return "第 " + n + " 条记录 / record " + n
}

// ending says what was seen when all was read.
func (l *shapefileLayer) ending() (notes []feature.Note) {
	if l.deleted > 0 {
		notes = append(notes, feature.NoteOf("跳过 %d 条已删除的记录", "%d deleted records were skipped", l.deleted))
	}
	if m := l.shp.mixed; m.N > 0 {
		notes = append(notes, feature.NoteOf("%d 个面的环方向不合规范（外环应顺时针、内环应逆时针），按包含关系取内外环，未作修改；首见于第 %d 条记录",
			"the rings of %d polygons do not wind as they should (shells clockwise, holes counter-clockwise); shells and holes were told by how they lie, and nothing was changed; the first is record %d", m.N, m.First))
	}
	if l.dbf != nil {
		notes = append(notes, l.dbf.said.notes()...)
	}
	return notes
}
