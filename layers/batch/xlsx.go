package batch

import (
	"context"
	"errors"
	"io"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/table"
)

// RunXLSX is Run with the results, in the columns of CSV, as a sheet. What a
// sheet cannot hold, more than 1,048,576 rows, is an error.
func (j *Job) RunXLSX(ctx context.Context, in *feature.Source, w io.Writer) (Counts, error) {
	pipe, results := io.Pipe()
	var counts Counts
	screened := make(chan error, 1)
	go func() {
		var err error
		counts, err = j.Run(ctx, in, results, CSV(false))
		screened <- err
		_ = results.CloseWithError(err) // it always succeeds
	}()
	err := toSheet(pipe, w)
	_ = pipe.CloseWithError(err) // a sheet that failed ends the screening
	if runErr := <-screened; runErr != nil && (err == nil || !errors.Is(runErr, err)) {
		err = runErr
	}
	return counts, err
}

// toSheet writes our own CSV as a sheet.
func toSheet(text io.Reader, w io.Writer) error {
	rows := table.NewCSV(text, table.CSVOptions{Comma: ',', MaxLine: 64 << 20})
	header, err := rows.Header()
	if err != nil {
		return err
	}
	schema := feature.Schema{Layer: "核查结果", Bare: true, Fields: make([]feature.Field, len(header))}
	for i, name := range header {
		schema.Fields[i] = feature.Field{Name: name, Type: feature.TextField}
	}
	sheet, err := format.NewWriter(feature.XLSX, w, schema)
	if err != nil {
		return err
	}
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return sheet.Close()
		}
		if err == nil && row.Err != nil {
			err = row.Err
		}
		if err == nil {
			err = sheet.Write(feature.Feature{Values: row.Fields})
		}
		if err != nil {
			return err
		}
	}
}
