// Package batch screens files of sites: one result for every row that came in,
// in the same order, whatever is wrong with some of them. Rows are read by one
// goroutine, screened by several and written by one, a few thousand at a time,
// so that memory does not grow with the file.
package batch

import (
	"errors"
	"maps"
	"strings"

	"waterzones/layers/rules"
)

// ErrNoKind says that neither the call nor the file tells the kind of the sites.
var ErrNoKind = errors.New("没有说明类型：请用 --kind，或在文件中给出 kind 列 / the kind of the sites is not told: use --kind, or a column kind")

// columns are the positions of what a row says of its site beside its place; -1
// where the file has no such column.
type columns struct {
	name, kind, stage, accuracyM int
	attributes                   map[string]int // attribute id → position
}

// findColumns finds what the header offers.
func (j *Job) findColumns(header []string) (columns, error) {
	c := columns{
		name: position(header, "name", "名称"), kind: position(header, "kind"),
		stage: position(header, "stage", "建设阶段"), accuracyM: position(header, "accuracy_m", "精度m"),
		attributes: map[string]int{},
	}
	if j.Rules == nil {
		return c, nil
	}
	if c.kind < 0 && j.Defaults.Kind == "" {
		return c, ErrNoKind
	}
	for _, a := range j.Rules.Attributes {
		if at := position(header, a.ID, a.Title.ZH); at >= 0 {
			c.attributes[a.ID] = at
		}
	}
	return c, nil
}

func position(header []string, names ...string) int {
	for at, h := range header {
		for _, name := range names {
			if strings.EqualFold(strings.TrimSpace(h), name) {
				return at
			}
		}
	}
	return -1
}

// said is what a row says of its site, where it says nothing the defaults.
func (c *columns) said(fields []string, defaults rules.Said) rules.Said {
	cell := func(at int, or string) string {
		if at >= 0 && strings.TrimSpace(fields[at]) != "" {
			return fields[at]
		}
		return or
	}
	said := rules.Said{
		Name: cell(c.name, defaults.Name), Kind: cell(c.kind, defaults.Kind), Stage: cell(c.stage, defaults.Stage),
		AccuracyM: cell(c.accuracyM, defaults.AccuracyM), Attributes: map[string]string{},
	}
	maps.Copy(said.Attributes, defaults.Attributes)
	for id, at := range c.attributes {
		if value := cell(at, ""); value != "" {
			said.Attributes[id] = value
		}
	}
	return said
}
