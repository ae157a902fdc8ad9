package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"waterzones/layers"
)

type layersCommand struct {
	List   layersListCommand   `cmd:"" help:"列出图层 / list the layers"`
	Export layersExportCommand `cmd:"" help:"导出图层为文件 / write a layer as a file"`
}

// illustrative is said wherever shapes that are made up are listed or screened
// against.
const illustrative = "示意图层，不得作为审批依据 / illustrative layers, no basis for a decision"

type layersListCommand struct {
	source
	AsOf string `help:"日期，默认今天 / date, today by default." placeholder:"2026-08-15"`
}

// Run prints a line a layer; the Chinese titles come last, since tab stops count
// characters and not their width.
func (c *layersListCommand) Run(std *streams) error {
	day, err := dayOrToday(c.AsOf)
	if err != nil {
		return err
	}
	release, _, err := c.open()
	if err != nil {
		return err
	}
	snap := release.On(day)
	fmt.Fprintf(std.out, "release %s  as of %s\n", release.ID, day)
	if release.Illustrative {
		fmt.Fprintln(std.out, illustrative)
	}
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tIN FORCE\tALL\tQUARANTINED\tVERSION\tTITLE")
	for _, l := range snap.Layers() {
		inForce := 0
		for range snap.Features(l, nil) {
			inForce++
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%s\n", l.ID, inForce, len(l.Zones)+len(l.Places), len(l.Quarantined), l.Version, l.Title.ZH)
	}
	return w.Flush()
}

// dayOrToday is where a verb that names no date takes the clock.
func dayOrToday(text string) (layers.Date, error) {
	if text == "" {
		return layers.DateOf(time.Now()), nil
	}
	day, err := layers.ParseDate(text)
	if err != nil {
		return "", &usageError{err}
	}
	return day, nil
}

// sayQuarantined says which layers have zones that were set aside: rows that such a
// zone could touch are not answered for it.
func sayQuarantined(w io.Writer, all []*layers.Layer) {
	for _, l := range all {
		if len(l.Quarantined) == 0 {
			continue
		}
		first := &l.Quarantined[0]
		fmt.Fprintf(w, "图层 %s 有 %d 个区无效而未采用，可能触及的行在 unchecked 列写明；其一 %s：%s / layer %s has %d zones that are not valid and were set aside; rows that they could touch say so in the column unchecked; one is %s: %s\n",
			l.ID, len(l.Quarantined), first.Code, first.Reason.ZH, l.ID, len(l.Quarantined), first.Code, first.Reason.EN)
	}
}
