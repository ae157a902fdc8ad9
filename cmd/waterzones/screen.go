package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

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
	Format   string            `help:"csv、ndjson、geojson 或 xlsx / csv, ndjson, geojson or xlsx." enum:"csv,ndjson,geojson,xlsx" default:"csv"`
	BOM      bool              `name:"bom" help:"CSV 以 BOM 开头，便于 Excel / start the CSV with a BOM, for Excel."`
	Out      string            `short:"o" help:"输出文件，默认标准输出 / output file." placeholder:"OUT"`
}

// Run screens the file: one result a row, in the same order. Every good row is
// answered, whatever is wrong with others.
func (c *screenCommand) Run(std *streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// The first interrupt ends the run in order; reading may block, so the second
	// ends the program.
	context.AfterFunc(ctx, stop)
	job, err := c.job(std)
	if err != nil {
		return err
	}
	src, err := c.input.open(std)
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }() // it was only read
	c.understood(std.err, src)
	if f, ok := std.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		bar := progressbar.Default(-1, "核查 / screening")
		defer func() { _ = bar.Finish() }()
		job.Progress = func(n batch.Counts) { _ = bar.Set(n.Rows) }
	}
	var counts batch.Counts
	err = writeOut(c.Out, std.out, func(w io.Writer) error {
		counts, err = c.run(ctx, job, src, w)
		return err
	})
	if errors.Is(err, batch.ErrNoKind) {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	c.summarize(std.err, counts, src)
	if job.Snapshot.Illustrative {
		fmt.Fprintln(std.err, illustrative)
	}
	if counts.Rejected > 0 || len(src.Unread) > 0 { // what was not read has no row to be rejected in
		return errRejected
	}
	return nil
}

// job is how the file is screened: against any polygons, or against layers by
// rules.
func (c *screenCommand) job(std *streams) (*batch.Job, error) {
	day, err := dayOrToday(c.AsOf)
	if err != nil {
		return nil, err
	}
	job := &batch.Job{Nearest: c.Nearest, Workers: runtime.GOMAXPROCS(0), Defaults: c.said()}
	var k *kept
	if len(c.Zones) > 0 {
		if c.Layers != "" {
			return nil, &usageError{errors.New("--zones 与 --layers 只能用一个 / use --zones or --layers, not both")}
		}
		k, err = c.cached.release(std.err, func(k *store.Key) (*store.Key, error) { return keyOfFiles(k.With("zones"), c.Zones) },
			func() (*layers.Release, error) { return quickJoin(c.Zones) })
	} else {
		k, job.Rules, err = c.openCached(&c.cached, std.err)
	}
	if err != nil {
		return nil, err
	}
	job.Snapshot = k.On(day)
	if job.Placer, err = c.placer(k.Extent()); err != nil {
		return nil, err
	}
	if err := c.checkDefaults(job.Rules); err != nil {
		return nil, err
	}
	job.Points, err = k.points(std.err, job.Snapshot, job.Rules != nil, index.Options{Points: c.expected(), Workers: job.Workers})
	return job, err
}

// expected is about how many rows the file has; 0 where that cannot be told.
func (c *screenCommand) expected() int {
	const bytesPerRow = 40
	info, err := os.Stat(c.File)
	if c.File == "-" || err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return int(info.Size() / bytesPerRow)
}

// said is what the flags say of every row.
func (c *screenCommand) said() rules.Said {
	return rules.Said{Kind: c.Kind, Stage: c.Stage, AccuracyM: c.Accuracy, Attributes: c.Attr}
}

// run screens the rows into the form asked for.
func (c *screenCommand) run(ctx context.Context, job *batch.Job, src *feature.Source, w io.Writer) (batch.Counts, error) {
	switch c.Format {
	case "ndjson":
		return job.Run(ctx, src, w, batch.NDJSON())
	case "geojson":
		return job.Run(ctx, src, w, batch.GeoJSON())
	case "xlsx":
		return job.RunXLSX(ctx, src, w)
	}
	return job.Run(ctx, src, w, batch.CSV(c.BOM))
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
func (c *screenCommand) understood(stderr io.Writer, src *feature.Source) {
	if src.Encoding != feature.UTF8 && src.Encoding != feature.Auto {
		fmt.Fprintf(stderr, "编码读作 %s，输出为 UTF-8 / read as %s, written as UTF-8\n", src.Encoding, src.Encoding)
	}
	if src.Kind != feature.CSVKind {
		fmt.Fprintf(stderr, "格式读作 %s / read as %s\n", src.Kind, src.Kind)
	}
}

// undeclared is said of rows whose degrees could be those of a web map. How far
// off these are in Jincheng is computed in the domain notes of the project.
const undeclared = "%d 行的经纬度未声明坐标系，按 CGCS2000（WGS 84）核查；若取自高德、腾讯（GCJ-02，约差 570 m）或百度（BD-09，约差 1.3 km），请用 --crs 声明 / " +
	"%d rows in degrees of no declared system were taken as CGCS2000 (WGS 84); if they are from AMap or Tencent (GCJ-02, about 570 m off) or Baidu (BD-09, about 1.3 km), declare it with --crs"

func (c *screenCommand) summarize(stderr io.Writer, n batch.Counts, src *feature.Source) {
	blank := 0
	if src.Blank != nil {
		blank = src.Blank()
	}
	fmt.Fprintf(stderr, "%d 行，%d 行被拒绝，%d 空行 / %d rows, %d rejected, %d blank\n", n.Rows, n.Rejected, blank, n.Rows, n.Rejected, blank)
	for _, v := range []rules.Verdict{rules.Prohibited, rules.Restricted, rules.Borderline, rules.Undetermined, rules.Notice, rules.NoneFound} {
		if n.Verdicts[v] > 0 {
			fmt.Fprintf(stderr, "  %s %s: %d\n", v.Title().ZH, v, n.Verdicts[v])
		}
	}
	for _, note := range src.Notes {
		fmt.Fprintf(stderr, "  %s / %s\n", note.ZH, note.EN)
	}
	if n.Undeclared > 0 {
		fmt.Fprintf(stderr, undeclared+"\n", n.Undeclared, n.Undeclared)
	}
}
