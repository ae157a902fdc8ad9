package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"waterzones/layers/print"
	"waterzones/layers/report"
	"waterzones/layers/store"
)

type reportCommand struct {
	source
	Data string `help:"报告目录，与 serve --data 相同 / directory of reports, as for serve." required:"" placeholder:"DIR"`
	Lang string `help:"语言 / language: ${enum}." enum:"zh,en" default:"zh"`
	URL  string `name:"public-url" help:"报告的公开网址前缀，印在二维码中 / where reports are served; printed in the QR code." placeholder:"URL"`
	Out  string `short:"o" help:"输出文件：.json、.geojson、.html 或 .pdf；默认标准输出 JSON / output file by its extension; JSON to standard output by default." placeholder:"OUT"`
	ID   string `arg:"" help:"报告的 ID / id of the report."`
}

// Run writes a kept report in the form that the output's name says.
func (c *reportCommand) Run(std *streams) error {
	kept, err := store.Open(c.Data)
	if err != nil {
		return err
	}
	entry, err := kept.Find(c.ID)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%w: %s", err, c.ID)
	}
	if err != nil {
		return err
	}
	if !report.Intact(entry.Report) {
		return fmt.Errorf("报告 %s 保存后被改动，与其校验码不符 / report %s was changed after it was kept, and is not what its hash says", c.ID, c.ID)
	}
	_, set, err := c.open()
	if err != nil {
		return err
	}
	r := &report.Report{}
	o := print.Options{Number: entry.Number, PrintedAt: time.Now(), Lang: c.Lang, Rules: set}
	if c.URL != "" {
		o.URL = strings.TrimSuffix(c.URL, "/") + "/reports/" + entry.ID
	}
	if err := errors.Join(json.Unmarshal(entry.Report, r), json.Unmarshal(entry.Map, &o.Map)); err != nil {
		return fmt.Errorf("报告 %s / report %s: %w", c.ID, c.ID, err)
	}
	return writeOut(c.Out, std.out, func(w io.Writer) error {
		switch strings.ToLower(filepath.Ext(c.Out)) {
		case ".pdf":
			return print.PDF(w, r, o)
		case ".html", ".htm":
			return print.HTML(w, r, o)
		case ".geojson":
			return print.GeoJSON(w, r)
		case "", ".json":
			_, err := w.Write(append(entry.Report, '\n'))
			return err
		}
		return usagef("不能写 %s；可用 .json、.geojson、.html、.pdf / cannot write %s; use .json, .geojson, .html or .pdf", c.Out, c.Out)
	})
}
