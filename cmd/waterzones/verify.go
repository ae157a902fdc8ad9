package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"waterzones/layers/report"
)

type verifyCommand struct {
	source
	File string `arg:"" help:"报告 JSON，- 为标准输入 / report as JSON, - for standard input."`
}

// errDiffers asks for exit status 1 after the differences have been printed.
var errDiffers = errors.New("报告与重新计算的结果不同 / the report is not what is computed again")

// maxReport bounds what is read as one report.
const maxReport = 256 << 20

// Run computes the report again, from the site in it and from the layers and
// rules at hand, and says whether it comes out the same.
func (c *verifyCommand) Run(std *streams) error {
	ctx, stop := untilSignal()
	defer stop()
	text, err := c.read(std)
	if err != nil {
		return err
	}
	release, set, err := c.open()
	if err != nil {
		return err
	}
	v, err := report.Verify(ctx, text, release, set)
	if err != nil {
		return err
	}
	if len(v.Differences) == 0 {
		fmt.Fprintln(std.out, "一致：由所示数据、规则重新计算，结果相同 / identical: computed again from the data and rules named, the result is the same")
		fmt.Fprintln(std.out, "以下由申请人所述，重新计算不能证明 / the following is as whoever asked told it, which computing again does not prove:")
		for _, s := range v.Stated {
			fmt.Fprintf(std.out, "  %s / %s\n", s.ZH, s.EN)
		}
		return nil
	}
	for _, d := range v.Differences {
		fmt.Fprintf(std.out, "不一致 / differs: %s / %s\n", d.ZH, d.EN)
	}
	return errDiffers
}

func (c *verifyCommand) read(std *streams) ([]byte, error) {
	in := std.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxReport+1))
	if err == nil && len(text) > maxReport {
		err = errors.New("文件过大，不是一份报告 / the file is too large to be a report")
	}
	return text, err
}
