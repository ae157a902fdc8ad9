package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"waterzones/geo/format/feature"
	"waterzones/layers/batch"
)

// results is how the results of a batch are written, and where.
type results struct {
	Format string   `help:"csv、ndjson（含完整意见）、geojson、gpkg 或 xlsx / csv, ndjson (with whole reports), geojson, gpkg or xlsx." enum:"csv,ndjson,geojson,gpkg,xlsx" default:"csv"`
	BOM    bool     `name:"bom" help:"CSV 以 BOM 开头，便于 Excel / start the CSV with a BOM, for Excel."`
	Lang   string   `help:"建议处置的语言 / language of the suggested disposal: ${enum}." enum:"zh,en" default:"zh"`
	Take   []string `help:"只写出输入中的这些列，'' 为一列不写；默认全部 / which of the input's columns are written, '' for none; all by default." placeholder:"COL,…" blank:"yes"`
	Out    string   `short:"o" help:"输出文件，默认标准输出 / output file." placeholder:"OUT"`
	Resume bool     `help:"续接中断的核查（OUT.part、OUT.journal）/ go on with a run that was interrupted, from OUT.part and OUT.journal."`
}

// taken is what Job.Take takes.
func (r *results) taken() []string {
	if len(r.Take) == 1 && r.Take[0] == "" {
		return []string{}
	}
	return r.Take
}

// resumable reports whether the form of the results can be gone on with: one that
// grows at its end.
func (r *results) resumable() bool {
	return slices.Contains([]string{"csv", "ndjson", "geojson"}, r.Format)
}

// ending is a run that ended, well or not.
type ending struct {
	counts  batch.Counts
	resumed int // rows of them that were there
}

// interruptedError says how far a run came, and how to go on.
type interruptedError struct {
	why       error
	rows      int
	resumable bool
}

func (e *interruptedError) Unwrap() error { return e.why }

func (e *interruptedError) Error() string {
	zh, en := "不能续接（输入、输出须为文件，格式为 csv、ndjson 或 geojson）", "it cannot be gone on with, which takes files in and out, and csv, ndjson or geojson"
	if e.resumable {
		zh, en = "用同样的命令加 --resume 继续", "go on by the same command with --resume"
	}
	return fmt.Sprintf("中断：%v；已完成 %d 行，%s / interrupted after %d rows: %s", e.why, e.rows, zh, e.rows, en)
}

// write screens the rows into the output. It is told of marks as the run comes to
// them.
func (r *results) write(ctx context.Context, job *batch.Job, src *feature.Source, q batch.Question, stdout io.Writer) (ending, error) {
	d, err := destinationOf(r.Out)
	if err != nil {
		return ending{}, err
	}
	if d.isFile() && r.resumable() && q != nil {
		return r.writePartial(ctx, job, src, &d, q)
	}
	if r.Resume {
		return ending{}, usagef("--resume 须有 -o 文件，格式为 csv、ndjson 或 geojson，输入为文件 / --resume needs -o with a file, csv, ndjson or geojson as the format, and files as the input")
	}
	var s ending
	write := d.write
	if job.Strict {
		write = d.whole
	}
	err = write(stdout, func(w io.Writer) error {
		s.counts, err = r.run(ctx, job, src, w)
		return r.ended(ctx, err, s.counts, false)
	})
	return s, err
}

// ended is the error of a run that a signal ended, or whatever else did.
func (r *results) ended(ctx context.Context, err error, n batch.Counts, resumable bool) error {
	if err == nil || ctx.Err() == nil && !resumable {
		return err
	}
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	return &interruptedError{err, n.Rows, resumable}
}

// writePartial writes so that the run can be gone on with.
func (r *results) writePartial(ctx context.Context, job *batch.Job, src *feature.Source, d *destination, q batch.Question) (s ending, err error) {
	p, err := batch.OpenPartial(d.path, q, r.Resume)
	if _, other := errors.AsType[*batch.OtherQuestionError](err); other {
		return s, &usageError{err}
	}
	if err != nil {
		return s, err
	}
	if d.mode != 0 {
		err = p.Chmod(d.mode)
	}
	var at *batch.Mark
	if job.From = p.From(); job.From != nil {
		s.resumed = job.From.Counts.Rows
	}
	tell := job.Progress
	job.Progress = func(m batch.Mark) {
		at = &m
		p.Reached(m)
		if tell != nil {
			tell(m)
		}
	}
	if err == nil {
		s.counts, err = r.run(ctx, job, src, p)
	}
	switch {
	case err == nil:
		return s, p.Finish()
	case job.Strict && ctx.Err() == nil:
		return s, errors.Join(err, p.Discard())
	}
	resumable, stopErr := p.Stop(at)
	return s, errors.Join(r.ended(ctx, err, s.counts, resumable), stopErr)
}

// run screens the rows into the form asked for.
func (r *results) run(ctx context.Context, job *batch.Job, src *feature.Source, w io.Writer) (n batch.Counts, err error) {
	switch r.Format {
	case "ndjson":
		n, err = job.Run(ctx, src, w, batch.NDJSON())
	case "geojson":
		n, err = job.Run(ctx, src, w, batch.GeoJSON())
	case "gpkg":
		n, err = job.RunGeoPackage(ctx, src, w)
	case "xlsx":
		n, err = job.RunXLSX(ctx, src, w)
	default:
		n, err = job.Run(ctx, src, w, batch.CSV(r.BOM))
	}
	if err == nil && job.Strict && len(src.Unread) > 0 {
		err = fmt.Errorf("有内容未读出 / some of the input was not read: %s / %s", src.Unread[0].ZH, src.Unread[0].EN)
	}
	return n, err
}
