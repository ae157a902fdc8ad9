package shapefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// What cannot be taken is told by its record, and the others are read.
func TestShapefileFeatureErrors(t *testing.T) {
	good := contentOfShape(orb.Polygon{shpReversed(formattest.RingAround(112, 35, 1))})
	with := func(at int, v uint32) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	void := bytes.Clone(good)
	binary.LittleEndian.PutUint64(void[len(void)-8:], math.Float64bits(math.NaN()))
	far := bytes.Clone(good)
	binary.LittleEndian.PutUint64(far[len(far)-8:], math.Float64bits(-1e38))
	for _, c := range []struct {
		name    string
		content []byte
		wrong   string
	}{
		{"null", []byte{0, 0, 0, 0}, "has no shape"},
		{"nothing", nil, "has no shape"},
		{"another type", with(0, shpPolyLine), "shape type 3 in a file of type 5"},
		{"MultiPatch", with(0, shpMultiPatch), "MultiPatch"},
		{"a type alone", good[:4], "cut short"},
		{"four billion points", with(40, 0xFFFFFFFF), "more than 1000 vertices"},
		{"a point more", with(40, 6), "claims 1 parts and 6 points"},
		{"four billion parts", with(36, 0xFFFFFFFF), "claims 2147483647 parts"},
		{"a part more", with(36, 2), "claims 2 parts"},
		{"no parts", with(36, 0), "points but no parts"},
		{"no points", with(40, 0), "no points"},
		{"a part that starts later", with(44, 1), "part 1 starts at 1"},
		{"a part that starts behind the end", with(44, 0xFFFFFFFF), "part 1 starts at 4294967295"},
		{"NaN", void, "void coordinate NaN"},
		{"no data", far, "void coordinate -1e+38"},
	} {
		main, index := shpOf(shpPolygon, good, c.content, good)
		table := dbfOf(0, []string{"n N 4"}, " 1", " 2", " 3")
		for _, parts := range []map[string][]byte{{".shx": index, ".dbf": table}, {".dbf": table}} {
			_, got, errs := readShapefileAll(shpBeside(main, parts), feature.Reading{Limits: feature.Limits{Vertices: 1000}})
			if len(errs) == 0 || !formattest.Says(errs[0], c.wrong) {
				t.Errorf("%s: %v, want %s", c.name, errs, c.wrong)
				continue
			}
			one, ok := errors.AsType[*feature.FeatureError](errs[0])
			if large, _ := errors.AsType[*feature.Error](errs[0]); large != nil && large.TooLarge && len(errs) == 1 {
				continue
			}
			if !ok || one.Place != "第 2 条记录 / record 2" || len(errs) != 1 || len(got) != 2 || got[1].Properties["n"] != 3.0 {
				t.Errorf("%s: %v, %v", c.name, got, errs)
			}
		}
	}
}

// Parts that run backwards.
func TestShapefilePartsHostile(t *testing.T) {
	for _, starts := range [][]uint32{{0, 0}, {0, 3, 2}, {0, 10}, {0, 4, 4}, {5}} {
		b := appendBox(binary.LittleEndian.AppendUint32(nil, shpPolyLine), orb.Bound{})
		b = binary.LittleEndian.AppendUint32(b, uint32(len(starts)))
		b = binary.LittleEndian.AppendUint32(b, 5)
		for _, s := range starts {
			b = binary.LittleEndian.AppendUint32(b, s)
		}
		main, _ := shpOf(shpPolyLine, appendXY(b, make([]orb.Point, 5)...))
		if _, got, errs := readShapefileAll(shpBeside(main, nil), feature.Reading{}); len(got) > 0 || len(errs) != 1 || !formattest.Says(errs[0], "which cannot be") {
			t.Errorf("%v: %v, %v", starts, got, errs)
		}
	}
}

func TestShapefileHostile(t *testing.T) {
	point := contentOfShape(orb.Point{112, 35})
	main, index := shpOf(shpPoint, point, point, point)
	table := dbfOf(0, []string{"n N 4"}, " 1", " 2", " 3")
	with := func(data []byte, at int, b ...byte) []byte {
		data = bytes.Clone(data)
		copy(data[at:], b)
		return data
	}
	second := shpHeader + shpRecordHeader + len(point)
	large, largeIndex := shpOf(shpMultiPoint, contentOfShape(orb.MultiPoint(make([]orb.Point, 200_000))))
	again := bytes.Clone(largeIndex)
	for range 100_000 {
		again = append(again, largeIndex[shpHeader:]...)
	}
	binary.BigEndian.PutUint32(again[24:], uint32(len(again)/2))
	for _, c := range []struct {
		name     string
		main     []byte
		parts    map[string][]byte
		how      feature.Reading
		wrong    string
		tooLarge bool
	}{
		{"empty", nil, nil, feature.Reading{}, "too short", false},
		{"half a header", main[:60], nil, feature.Reading{}, "cut short", false},
		{"another file", bytes.Repeat([]byte("x"), 200), nil, feature.Reading{}, "header is void", false},
		{"a length of four billion words", with(main, 24, 0xFF, 0xFF, 0xFF, 0xFF), nil, feature.Reading{}, "its header says 8589934590 bytes", false},
		{"cut", main[:len(main)-4], nil, feature.Reading{}, "its header says", false},
		{"a record longer than the file", with(main, second+4, 0x7F, 0xFF, 0xFF, 0xFF), nil, feature.Reading{}, "record 2 claims 4294967294 bytes", false},
		{"a record longer than the file, by the index", with(main, second+4, 0x7F, 0xFF, 0xFF, 0xFF), map[string][]byte{".shx": index}, feature.Reading{}, "record 2 claims 4294967294 bytes", false},
		{"records that change places", main, map[string][]byte{".shx": with(index, shpHeader, index[shpHeader+8:shpHeader+16]...)}, feature.Reading{}, "record 1 calls itself 2", false},
		{"a place behind the end", main, map[string][]byte{".shx": with(index, shpHeader, 0x7F)}, feature.Reading{}, "cut short", false},
		{"a place in the header", main, map[string][]byte{".shx": with(index, shpHeader, 0, 0, 0, 4)}, feature.Reading{}, "the place of record 1 is void", false},
		{"an index that is none", main, map[string][]byte{".shx": []byte("x")}, feature.Reading{}, "cut short", false},
		{"an index to one record again and again", large, map[string][]byte{".shx": again}, feature.Reading{}, "to one record more than once", false},
		{"fewer attributes", main, map[string][]byte{".dbf": dbfOf(0, []string{"n N 4"}, " 1")}, feature.Reading{}, "1 records of attributes and 2 shapes", false},
		{"fewer attributes, by the index", main, map[string][]byte{".shx": index, ".dbf": dbfOf(0, []string{"n N 4"}, " 1")}, feature.Reading{}, "1 records of attributes and 3 shapes", false},
		{"more attributes", main, map[string][]byte{".dbf": dbfOf(0, []string{"n N 4"}, " 1", " 2", " 3", " 4")}, feature.Reading{}, "4 records of attributes and 3 shapes", false},
		{"a table that lies", main, map[string][]byte{".dbf": with(table, 4, 0xFF, 0xFF)}, feature.Reading{}, "cut short: by its header", false},
		{"another encoding", main, map[string][]byte{".dbf": table, ".cpg": []byte("Big5")}, feature.Reading{}, `"Big5" in .cpg is not supported`, false},
		{"too many features", main, nil, feature.Reading{Limits: feature.Limits{Features: 2}}, "more than 2 features", true},
		{"too many vertices", large, nil, feature.Reading{Limits: feature.Limits{Vertices: 1000}}, "more than 1000 vertices", true},
		{"too many bytes", main, map[string][]byte{".dbf": table}, feature.Reading{Limits: feature.Limits{Bytes: 200}}, "more than 200 bytes", true},
		{"no such layer", main, nil, feature.Reading{Layer: "b"}, `there is no layer "b"; there is a`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			formattest.Bounded(t, 64<<20, func() {
				_, _, errs := readShapefileAll(shpBeside(c.main, c.parts), c.how)
				if len(errs) != 1 || !formattest.Says(errs[0], c.wrong) {
					t.Fatalf("%v, want %s", errs, c.wrong)
				}
				if e, ok := errors.AsType[*feature.Error](errs[0]); !ok || e.TooLarge != c.tooLarge {
					t.Errorf("%v, too large: %v", errs, !c.tooLarge)
				}
			})
		})
	}
}

// An index that leads to records with the right numbers, over and over, ends.
func TestShapefileIndexEnds(t *testing.T) {
	b := contentOfShape(orb.MultiPoint(make([]orb.Point, 50_000)))
	main, index := shpOf(shpMultiPoint, b)
	// Each record lies eight bytes behind the one before and claims nearly the whole file.
	for i := range 1000 {
		at := shpHeader + shpRecordHeader + 4*8 + 8*i + 8
		binary.BigEndian.PutUint32(main[at:], uint32(i+2))
		binary.BigEndian.PutUint32(main[at+4:], uint32(len(main)/2-5000))
		index = binary.BigEndian.AppendUint32(index, uint32(at/2))
		index = binary.BigEndian.AppendUint32(index, 0)
	}
	binary.BigEndian.PutUint32(index[24:], uint32(len(index)/2))
	formattest.Bounded(t, 64<<20, func() {
		if _, _, errs := readShapefileAll(shpBeside(main, map[string][]byte{".shx": index}), feature.Reading{}); len(errs) == 0 || !formattest.Says(errs[len(errs)-1], "more than once") {
			t.Errorf("%v", errs)
		}
	})
}
