package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"waterzones/geo/format"
	"waterzones/layers/batch"
	"waterzones/layers/rules"
)

type screenCommand struct {
	source
	Zones    []string          `help:"任意 GeoJSON 面文件，只连接不判定 / any GeoJSON polygons: a plain join without rules." placeholder:"FILE" type:"existingfile"`
	Kind     string            `help:"类型，如 well、outfall；或由 kind 列给出 / kind of site, or a column kind." placeholder:"KIND"`
	Stage    string            `help:"proposed 拟建 或 existing 既有 / proposed or existing."`
	Attr     map[string]string `help:"属性，如 discharges_pollutants=true，见 /rules / attribute for every row." placeholder:"K=V" mapsep:"none"`
	Crs      string            `help:"坐标系，默认 EPSG:4490 / coordinate system." placeholder:"CRS"`
	Accuracy string            `help:"坐标精度，米 / accuracy of the coordinates, metres." placeholder:"M"`
	AsOf     string            `help:"按哪一天的法律和图层，默认今天 / legal date, today by default." placeholder:"2026-08-15"`
	Nearest  bool              `help:"与 --zones 同用：给出最近的区 / with --zones: give the nearest zone."`
	Lon      string            `help:"经度列名 / column of longitudes." placeholder:"COL"`
	Lat      string            `help:"纬度列名 / column of latitudes." placeholder:"COL"`
	Encoding string            `help:"文本编码，默认自动 / text encoding, told by content by default." default:"auto"`
	Format   string            `help:"csv 或 ndjson / csv or ndjson." enum:"csv,ndjson" default:"csv"`
	BOM      bool              `name:"bom" help:"CSV 以 BOM 开头，便于 Excel / start the CSV with a BOM, for Excel."`
	Out      string            `short:"o" help:"输出文件，默认标准输出 / output file." placeholder:"OUT"`
	File     string            `arg:"" help:"CSV 文件，- 为标准输入 / CSV file, - for standard input."`
}

// Run screens the file: one result a row, in the same order. Every good row is
// answered, whatever is wrong with others.
func (c *screenCommand) Run(std *streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// The first interrupt ends the run in order; reading may block, so the second
	// ends the program.
	context.AfterFunc(ctx, stop)
	job, err := c.job()
	if err != nil {
		return err
	}
	in, size, err := c.input(std)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	rows, err := c.rows(in, std.err, size)
	if err != nil {
		return err
	}
	var counts batch.Counts
	err = c.write(std.out, func(w io.Writer) error {
		output := batch.CSV(c.BOM)
		if c.Format == "ndjson" {
			output = batch.NDJSON()
		}
		counts, err = job.Run(ctx, rows, w, output)
		return err
	})
	if errors.Is(err, batch.ErrNoKind) {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	c.summarize(std.err, counts)
	if job.Snapshot.Illustrative {
		fmt.Fprintln(std.err, illustrative)
	}
	if counts.Rejected > 0 {
		return errRejected
	}
	return nil
}

func (c *screenCommand) job() (*batch.Job, error) {
	day, err := dayOrToday(c.AsOf)
	if err != nil {
		return nil, err
	}
	if (c.Lon == "") != (c.Lat == "") {
		return nil, &usageError{errors.New("--lon 与 --lat 须同时给出 / --lon and --lat go together")}
	}
	job := &batch.Job{
		Lon: c.Lon, Lat: c.Lat, Nearest: true, Workers: runtime.GOMAXPROCS(0),
		Defaults: rules.Said{Kind: c.Kind, Stage: c.Stage, AccuracyM: c.Accuracy, CRS: c.Crs, Attributes: c.Attr},
	}
	if len(c.Zones) > 0 {
		if c.Layers != "" {
			return nil, &usageError{errors.New("--zones 与 --layers 只能用一个 / use --zones or --layers, not both")}
		}
		release, err := quickJoin(c.Zones)
		if err != nil {
			return nil, err
		}
		job.Snapshot, job.Nearest = release.On(day), c.Nearest
		return job, c.checkDefaults(nil)
	}
	release, set, err := c.open()
	if err != nil {
		return nil, err
	}
	job.Snapshot, job.Rules = release.On(day), set
	return job, c.checkDefaults(set)
}

// checkDefaults finds a mistake in the flags once, not once a row.
func (c *screenCommand) checkDefaults(set *rules.Set) error {
	said := rules.Said{Kind: c.Kind, Stage: c.Stage, AccuracyM: c.Accuracy, CRS: c.Crs, Attributes: c.Attr}
	_, wrong := set.Site(said)
	for _, w := range wrong {
		if w.Field != "kind" || c.Kind != "" { // a row may give the kind
			return &usageError{w}
		}
	}
	return nil
}

// input opens the file; size is 0 where it is not known.
func (c *screenCommand) input(std *streams) (in io.ReadCloser, size int64, err error) {
	if c.File == "-" {
		return io.NopCloser(std.in), 0, nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// rows reads the input as CSV, told by its content.
func (c *screenCommand) rows(in io.Reader, stderr io.Writer, size int64) (*format.CSV, error) {
	encoding, err := format.ParseEncoding(c.Encoding)
	if err != nil {
		return nil, &usageError{err}
	}
	text, encoding, err := format.Decode(in, encoding)
	if err != nil {
		return nil, err
	}
	if encoding != format.UTF8 {
		fmt.Fprintf(stderr, "编码读作 %s，输出为 UTF-8 / read as %s, written as UTF-8\n", encoding, encoding)
	}
	if f, ok := stderr.(*os.File); ok && size > 0 && term.IsTerminal(int(f.Fd())) {
		bar := progressbar.DefaultBytes(size, "核查 / screening")
		text = io.TeeReader(text, bar)
	}
	return format.NewCSV(text, format.CSVOptions{}), nil
}

// write lets run write to the output. A file is written whole or not at all: it
// takes its name only when everything is in it.
func (c *screenCommand) write(stdout io.Writer, run func(io.Writer) error) error {
	if c.Out == "" || c.Out == "-" {
		return run(stdout)
	}
	if info, err := os.Stat(c.Out); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(c.Out, os.O_WRONLY, 0) // a pipe or a device has no half of a file
		if err != nil {
			return err
		}
		return closeAfter(f, run(f))
	}
	name := filepath.Join(filepath.Dir(c.Out), fmt.Sprintf(".%s-%08x", filepath.Base(c.Out), rand.Uint32()))
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	err = closeAfter(f, run(f))
	if err == nil {
		err = os.Rename(f.Name(), c.Out)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func (c *screenCommand) summarize(stderr io.Writer, n batch.Counts) {
	fmt.Fprintf(stderr, "%d 行，%d 行被拒绝，%d 空行 / %d rows, %d rejected, %d blank\n", n.Rows, n.Rejected, n.Blank, n.Rows, n.Rejected, n.Blank)
	for _, v := range []rules.Verdict{rules.Prohibited, rules.Restricted, rules.Borderline, rules.Undetermined, rules.Notice, rules.NoneFound} {
		if n.Verdicts[v] > 0 {
			fmt.Fprintf(stderr, "  %s %s: %d\n", v.Title().ZH, v, n.Verdicts[v])
		}
	}
}
