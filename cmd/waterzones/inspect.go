package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers/batch"
)

type inspectCommand struct {
	source
	input
	File string `arg:"" help:"文件，- 为标准输入；格式按内容判断 / file, - for standard input; its format is told by content."`
}

// Run prints what the file says and how it was understood. A file of which some
// features cannot be taken is told apart by the exit status.
func (c *inspectCommand) Run(std *streams) error {
	release, set, err := c.source.open()
	if err != nil {
		return err
	}
	placer, err := c.placer(release.Extent())
	if err != nil {
		return err
	}
	src, err := c.input.open(std, []string{c.File}, &meter{})
	if err != nil {
		return err
	}
	read, err := (&batch.Job{Rules: set}).Reading(src)
	if err != nil && !errors.Is(err, batch.ErrNoKind) {
		return errors.Join(err, src.Close())
	}
	found, err := format.Inspect(src, &placer)
	if err := errors.Join(err, src.Close()); err != nil {
		return err
	}
	printInspection(std.out, &found)
	if err := (&account{}).columns(std.out, read); err != nil {
		return err
	}
	if found.Rejected > 0 {
		return errRejected
	}
	return nil
}

func printInspection(w io.Writer, in *format.Inspection) {
	line := func(zh, en, value string) { fmt.Fprintf(w, "%s / %s: %s\n", zh, en, value) }
	line("格式", "format", string(in.Kind))
	if in.Encoding != feature.Auto {
		line("编码", "encoding", string(in.Encoding))
	}
	line("文件自述坐标系", "system declared", cmp.Or(in.DeclaredAs, "（无 / none）"))
	switch {
	case in.System.CRS != 0:
		line("坐标系读作", "system taken", in.System.CRS.String()+"（"+in.System.Said.ZH+" / "+in.System.Said.EN+"）")
	case len(in.Systems) > 0:
		line("坐标系读作", "system taken", strings.Join(in.Systems, ", ")+
			"（未声明，由数值判断；GCJ-02、BD-09 无法由数值识别 / not declared, told by the values, which cannot tell GCJ-02 and BD-09）")
	}
	if len(in.Layers) > 0 {
		line("图层", "layers", strings.Join(in.Layers, ", "))
	}
	fields := make([]string, len(in.Fields))
	for i, f := range in.Fields {
		fields[i] = f.Name + " (" + string(f.Type) + ")"
	}
	line("列", "columns", strings.Join(fields, ", "))
	line("要素", "features", fmt.Sprintf("%d%s", in.Features, list(in.Shapes)))
	if len(in.InLayers) > 0 {
		line("各图层要素", "features by layer", strings.TrimSpace(list(in.InLayers)))
	}
	line("点数", "vertices", strconv.Itoa(in.Vertices))
	if !in.Extent.IsEmpty() {
		line("范围（经纬度）", "extent (longitude, latitude)", fmt.Sprintf("%.6f,%.6f – %.6f,%.6f", in.Extent.Min[0], in.Extent.Min[1], in.Extent.Max[0], in.Extent.Max[1]))
	}
	if in.AreaM2 > 0 {
		line("面积（椭球面）", "area on the ellipsoid", fmt.Sprintf("%.2f m²", in.AreaM2))
	}
	if in.Blank > 0 {
		line("空行", "blank lines", strconv.Itoa(in.Blank))
	}
	for _, n := range in.Notes {
		line("说明", "note", n.ZH+" / "+n.EN)
	}
	line("不能采用", "rejected", strconv.Itoa(in.Rejected))
	for _, p := range in.Problems {
		fmt.Fprintf(w, "  %s: %s / %s\n", cmp.Or(p.Place, fmt.Sprintf("第 %d 个要素 / feature %d", p.Feature, p.Feature)), p.ZH, p.EN)
	}
}

func list(counts []format.Count) string {
	var b strings.Builder
	for _, c := range counts {
		fmt.Fprintf(&b, " %s×%d", c.Name, c.Count)
	}
	return b.String()
}
