// Package batch screens files of sites: one result for every row that came in,
// in the same order, whatever is wrong with some of them. Rows are read by one
// goroutine, screened by several and written by one, a few thousand at a time,
// so that memory does not grow with the file.
package batch

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"waterzones/geo/format"
	"waterzones/layers/rules"
)

// ErrNoKind says that neither the call nor the file tells the kind of the sites.
var ErrNoKind = errors.New("没有说明类型：请用 --kind，或在文件中给出 kind 列 / the kind of the sites is not told: use --kind, or a column kind")

// columns are the positions of what a row says of its site; -1 where the file
// has no such column.
type columns struct {
	lon, lat                     int
	name, kind, stage, accuracyM int
	attributes                   map[string]int // attribute id → position
}

// findColumns finds what the header offers. Longitude and latitude must be
// there; a column that the job names wins over one that is found by its name.
func (j *Job) findColumns(header []string) (columns, error) {
	c := columns{attributes: map[string]int{}}
	var err error
	if j.Lon != "" && j.Lat != "" {
		if c.lon, err = format.FindColumn(header, j.Lon); err != nil {
			return c, err
		}
		if c.lat, err = format.FindColumn(header, j.Lat); err != nil {
			return c, err
		}
	} else if c.lon, c.lat, err = format.FindColumns(header); err != nil {
		return c, err
	}
	if c.lon == c.lat {
		return c, fmt.Errorf("经度和纬度不能是同一列 / longitude and latitude cannot be one column: %q", header[c.lon])
	}
	c.name = position(header, "name", "名称")
	c.kind = position(header, "kind")
	c.stage = position(header, "stage", "建设阶段")
	c.accuracyM = position(header, "accuracy_m", "精度m")
	if j.Rules != nil && c.kind < 0 && j.Defaults.Kind == "" {
		return c, ErrNoKind
	}
	if j.Rules != nil {
		for _, a := range j.Rules.Attributes {
			if at := position(header, a.ID, a.Title.ZH); at >= 0 {
				c.attributes[a.ID] = at
			}
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
		AccuracyM: cell(c.accuracyM, defaults.AccuracyM), CRS: defaults.CRS, Attributes: map[string]string{},
	}
	maps.Copy(said.Attributes, defaults.Attributes)
	for id, at := range c.attributes {
		if value := cell(at, ""); value != "" {
			said.Attributes[id] = value
		}
	}
	return said
}
