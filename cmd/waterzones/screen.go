package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/alecthomas/kong"

	"waterzones/geo/format/feature"
	"waterzones/geo/index"
	"waterzones/layers"
	"waterzones/layers/batch"
	"waterzones/layers/rules"
	"waterzones/layers/store"
)

type screenCommand struct {
	source
	cached
	input
	Zones    []string          `help:"任意 GeoJSON 面文件，只连接不判定 / any GeoJSON polygons: a plain join without rules." placeholder:"FILE" type:"existingfile"`
	Kind     string            `help:"类型，如 well、outfall；或由 kind 列给出 / kind of site, or a column kind." placeholder:"KIND"`
	Stage    string            `help:"proposed 拟建 或 existing 既有 / proposed or existing."`
	Attr     map[string]string `help:"属性，如 discharges_pollutants=true，见 /rules / attribute for every row." placeholder:"K=V" mapsep:"none"`
	Accuracy string            `help:"坐标精度，米 / accuracy of the coordinates, metres." placeholder:"M"`
	AsOf     string            `help:"按哪一天的法律和图层，默认今天 / legal date, today by default." placeholder:"2026-08-15"`
	Nearest  bool              `help:"给出最近的区和到边界的距离 / give the nearest zone and the distance to the boundary."`
	Limit    int               `help:"只核查前 N 行 / screen the first N rows only." placeholder:"N"`
	results
	account
	Files []string `arg:"" name:"file" help:"文件，- 为标准输入；格式按内容判断；几个文件须有同样的列 / files of the same columns, - for standard input; formats are told by content."`
}

// Help is the examples under the flags of screen --help.
func (*screenCommand) Help() string {
	return `例 / examples:

  waterzones screen --kind well wells.csv > out.csv
  waterzones screen --kind project --crs GCJ-02 --nearest -o out.gpkg --format gpkg amap.xlsx
  waterzones screen --zones mine.zip --take id,name 2025.csv 2026.csv | qsv frequency -s zones
  waterzones screen --kind well --format ndjson --resume -o out.ndjson wells.csv
  zcat wells.csv.gz | waterzones screen --kind well --quiet --summary sum.json --by county --fail-on prohibited - > out.csv
  waterzones screen --format geojson wells.ndjson | jq '.features[].properties.verdict'`
}

// Run screens the file: one result a row, in the same order. Every good row is
// answered, whatever is wrong with others.
func (c *screenCommand) Run(std *streams, parsed *kong.Context) error {
	ctx, stop := untilSignal()
	defer stop()
	began := time.Now()
	if err := c.check(); err != nil {
		return err
	}
	said := std.err
	if c.Quiet {
		said = io.Discard
	}
	job, err := c.job(said)
	if err != nil {
		return err
	}
	m := &meter{}
	src, err := await(ctx, func() (*feature.Source, error) {
		const first = 1000
		src, err := c.input.open(std, c.Files, m)
		if err == nil {
			src.NameProperties(first, job.IsFact)
		}
		return src, err
	})
	if err != nil {
		return c.ended(ctx, err, batch.Counts{}, false)
	}
	defer func() { _ = src.Close() }() // it was only read
	reading, err := c.understood(said, job, src)
	if err != nil {
		return err
	}
	asked := options(parsed)
	question, err := questionOf(job, asked, c.Files)
	if err != nil {
		return err
	}
	bar := newProgress(said, m)
	job.Progress = bar.passed
	done, err := c.results.write(ctx, job, src, question, std.out)
	bar.end()
	if c.Summary != "" {
		sum := summaryOf(job, src, done, err)
		sum.Columns, sum.Options, sum.Input = reading, asked, inputFiles(c.Files)
		err = errors.Join(err, c.summarize(std.err, sum, time.Since(began)))
	}
	if err != nil {
		return err
	}
	c.tell(said, done.counts, src)
	if job.Snapshot.Illustrative {
		fmt.Fprintln(said, illustrative)
	}
	if err := c.failed(done.counts); err != nil {
		return err
	}
	if done.counts.Rejected > 0 || len(src.Unread) > 0 { // what was not read has no row to be rejected in
		return errRejected
	}
	return nil
}

// check finds flags that do not go together.
func (c *screenCommand) check() error {
	quickJoin := len(c.Zones) > 0
	switch {
	case quickJoin && c.Layers != "":
		return usagef("--zones 与 --layers 只能用一个 / use --zones or --layers, not both")
	case quickJoin && (c.Kind != "" || c.Stage != "" || len(c.Attr) > 0):
		return usagef("--zones 不用规则，--kind、--stage、--attr 无意义 / --zones knows no rules, for which --kind, --stage and --attr are")
	case c.Limit < 0:
		return usagef("--limit 不能为负 / --limit cannot be negative")
	}
	return c.account.check(quickJoin)
}

// job is how the file is screened: against any polygons, or against layers by
// rules.
func (c *screenCommand) job(said io.Writer) (*batch.Job, error) {
	day, err := dayOrToday(c.AsOf)
	if err != nil {
		return nil, err
	}
	job := &batch.Job{Nearest: c.Nearest, Workers: runtime.GOMAXPROCS(0), Defaults: c.said(), Lang: c.Lang, Take: c.taken(), By: c.By, Limit: c.Limit, Strict: c.Strict}
	var k *kept
	if len(c.Zones) > 0 {
		k, err = c.cached.release(said, func(k *store.Key) (*store.Key, error) { return keyOfFiles(k.With("zones"), c.Zones) },
			func() (*layers.Release, error) { return quickJoin(c.Zones) })
	} else {
		k, job.Rules, err = c.openCached(&c.cached, said)
	}
	if err != nil {
		return nil, err
	}
	job.Snapshot = k.On(day)
	sayQuarantined(said, k.Layers())
	if job.Placer, err = c.placer(k.Extent()); err != nil {
		return nil, err
	}
	if err := c.checkDefaults(job.Rules); err != nil {
		return nil, err
	}
	job.Points, err = k.points(said, job.Snapshot, job.Rules != nil, index.Options{Points: c.expected(), Workers: job.Workers})
	return job, err
}

// expected is about how many rows the file has; 0 where that cannot be told.
func (c *screenCommand) expected() int {
	const bytesPerRow = 40
	size := int64(0)
	for _, f := range inputFiles(c.Files) {
		size += max(0, f.Bytes)
	}
	return int((size + bytesPerRow - 1) / bytesPerRow)
}

// said is what the flags say of every row.
func (c *screenCommand) said() rules.Said {
	return rules.Said{Kind: c.Kind, Stage: c.Stage, AccuracyM: c.Accuracy, Attributes: c.Attr}
}

// checkDefaults finds a mistake in the flags once, not once a row.
func (c *screenCommand) checkDefaults(set *rules.Set) error {
	_, wrong := set.Site(c.said())
	for _, w := range wrong {
		if w.Field != "kind" || c.Kind != "" { // a row may give the kind
			return &usageError{w}
		}
	}
	return nil
}

// understood says what the file was taken for, where that is not plain to see.
func (c *screenCommand) understood(w io.Writer, job *batch.Job, src *feature.Source) (*batch.Reading, error) {
	if src.Encoding != feature.UTF8 && src.Encoding != feature.Auto {
		fmt.Fprintf(w, "编码读作 %s，输出为 UTF-8 / read as %s, written as UTF-8\n", src.Encoding, src.Encoding)
	}
	if src.Kind != feature.CSVKind {
		fmt.Fprintf(w, "格式读作 %s / read as %s\n", src.Kind, src.Kind)
	}
	reading, err := job.Reading(src)
	if errors.Is(err, batch.ErrNoKind) || errors.Is(err, batch.ErrNoColumn) {
		return nil, &usageError{err}
	}
	if err != nil {
		return nil, err
	}
	return reading, c.columns(w, reading)
}
