package batch

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/archive"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/wk"
)

// resultsLayer is the name of the sheet or layer of results.
const resultsLayer = "核查结果"

// mostInSheet is how many rows a sheet holds beside its header (ECMA-376, 18.3.1.73).
const mostInSheet = 1<<20 - 1

// RunXLSX is Run with the results, in the columns of CSV, as a sheet. More rows
// than a sheet holds are an error, said before the sheet is begun.
func (j *Job) RunXLSX(ctx context.Context, in *feature.Source, w io.Writer) (Counts, error) {
	return j.runFeatures(ctx, in, mostInSheet, func(fields []feature.Field) (feature.Writer, error) {
		for i := range fields {
			fields[i].Type = feature.TextField // as it came: 007 is no number
		}
		return format.NewWriter(feature.XLSX, w, feature.Schema{Layer: resultsLayer, Bare: true, Fields: fields})
	})
}

// RunGeoPackage is Run with the results, in the columns of CSV, as features of a
// layer in longitude and latitude; a row without a place is one without geometry.
func (j *Job) RunGeoPackage(ctx context.Context, in *feature.Source, w io.Writer) (Counts, error) {
	typed := in.Kind == feature.GeoPackage || in.Kind == feature.Shapefile
	return j.runFeatures(ctx, in, 0, func(fields []feature.Field) (feature.Writer, error) {
		given := fields[:len(fields)-len(resultColumns(nil, j.Nearest))]
		for i := range given {
			if !typed { // what the first rows are, a later one need not be
				given[i].Type = feature.TextField
			}
		}
		return format.NewWriter(feature.GeoPackage, w, feature.Schema{Layer: resultsLayer, CRS: crs.CGCS2000, Fields: fields})
	})
}

// runFeatures runs the job into a temporary file, which is fast, and then gives
// the results to a writer of features, which may be slow. More than most rows are
// an error; 0 is no bound.
func (j *Job) runFeatures(ctx context.Context, in *feature.Source, most int, begin func([]feature.Field) (feature.Writer, error)) (Counts, error) {
	spool, err := archive.NewSpool()
	if err != nil {
		return newCounts(), err
	}
	defer func() { _ = spool.Close() }() // it is temporary
	bounded, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	run := *j
	run.Progress = func(m Mark) {
		if most > 0 && m.Counts.Rows > most {
			cancel(fmt.Errorf("结果超过 %d 行，工作表写不下；请用 csv 或 gpkg / more than %d rows, which a sheet cannot hold: use csv or gpkg", most, most))
		}
		if j.Progress != nil {
			j.Progress(m)
		}
	}
	frames := &frames{}
	counts, err := run.Run(bounded, in, spool, frames.output())
	if cause := context.Cause(bounded); cause != nil {
		err = cause // if the last rows were too many, nothing was left to cancel
	}
	if err != nil {
		return counts, err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return counts, err
	}
	out, err := begin(frames.fields)
	if err != nil {
		return counts, err
	}
	return counts, errors.Join(frames.copyTo(ctx, spool, out), out.Close())
}

// frames are results whose cells have their length before them, the last the
// shape as WKB.
type frames struct {
	fields []feature.Field // of the input, then of the result
}

func (f *frames) output() Output {
	return Output{
		Header: func(dst []byte, fields []feature.Field, nearest bool) ([]byte, error) {
			f.fields = append([]feature.Field(nil), fields...)
			for _, name := range resultColumns(namesOf(fields), nearest) {
				f.fields = append(f.fields, feature.Field{Name: name, Type: feature.TextField})
			}
			own := f.fields[len(fields):]
			own[completeAt].Type, own[borderlineAt].Type = feature.BoolField, feature.BoolField
			if nearest {
				own[metresAt+1].Type, own[metresAt+2].Type = feature.RealField, feature.RealField
			}
			return dst, nil
		},
		Input: appendFrames[[]byte],
		Row:   f.row,
		result: func(f *found) {
			f.before = appendFrames(nil, []string{string(StatusOK), string(f.verdict), strconv.FormatBool(f.complete), strconv.FormatBool(f.borderline), f.zones})
			f.after = appendFrames(nil, []string{f.rules, f.basis, f.disposal, f.unchecked, f.release})
		},
	}
}

func appendFrames[T string | []byte](dst []byte, cells []T) []byte {
	for _, cell := range cells {
		dst = append(binary.AppendUvarint(dst, uint64(len(cell))), cell...)
	}
	return dst
}

func (f *frames) row(dst []byte, row *Row) (_ []byte, err error) {
	dst = append(dst, row.Input...)
	if row.Found == nil {
		cells := make([]string, len(resultColumns(nil, row.Nearest)))
		cells[statusAt] = string(row.Status)
		dst = appendFrames(dst, cells)
	} else {
		dst = append(dst, row.Found.before...)
		if row.Nearest {
			dst = appendFrames(dst, row.Metres.texts())
		}
		dst = append(dst, row.Found.after...)
	}
	shape := row.Shape
	if row.Point != nil {
		shape = *row.Point
	}
	var wkb []byte
	if shape != nil {
		wkb, err = wk.AppendWKB(nil, shape)
	}
	return appendFrames(dst, [][]byte{wkb}), err
}

// copyTo gives the results to a writer.
func (f *frames) copyTo(ctx context.Context, from io.Reader, out feature.Writer) error {
	r := bufio.NewReaderSize(from, feature.Window)
	for ctx.Err() == nil {
		cells := make([]string, len(f.fields)+1)
		for i := range cells {
			size, err := binary.ReadUvarint(r)
			if err == io.EOF && i == 0 {
				return nil
			}
			cell := make([]byte, size)
			if err == nil {
				_, err = io.ReadFull(r, cell)
			}
			if err != nil {
				return err
			}
			cells[i] = string(cell)
		}
		shape, err := shapeOf(cells[len(f.fields)])
		if err == nil {
			err = out.Write(feature.Feature{Values: cells[:len(f.fields)], Geometry: shape})
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func shapeOf(wkb string) (orb.Geometry, error) {
	if wkb == "" {
		return nil, nil
	}
	shape, _, err := wk.ParseWKB([]byte(wkb), feature.LayerLimits())
	return shape, err
}
