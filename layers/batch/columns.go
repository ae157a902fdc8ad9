package batch

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"waterzones/geo/format/feature"
	"waterzones/layers/rules"
)

// ErrNoKind says that neither the call nor the file tells the kind of the sites.
var ErrNoKind = errors.New("没有说明类型：请用 --kind，或在文件中给出 kind 列 / the kind of the sites is not told: use --kind, or a column kind")

// ErrNoColumn says that a column that the call names is not there, or there twice.
var ErrNoColumn = errors.New("没有这一列，或有两列同名 / no such column, or two of that name")

// columns are the positions of what a row says of its site beside its place; -1
// where the file has no such column.
type columns struct {
	name, kind, stage, accuracyM int
	stands                       bool           // the stage's column says 是 of what stands
	attributes                   map[string]int // attribute id → position
	ofKind                       []kindColumn   // where a column says the kind
	by                           int            // Job.By
	take                         []int          // the columns that are written; nil: all
	header                       []string       // their names
	fields                       []feature.Field
}

// findColumns finds what the fields offer. Two columns for one fact are refused:
// which of them was meant, only the file's owner knows.
func (j *Job) findColumns(fields []feature.Field) (columns, error) {
	c := columns{attributes: map[string]int{}, by: -1, fields: fields, header: namesOf(fields)}
	f := finder{header: c.header}
	if c.name = f.position("name"); c.name < 0 {
		c.name = f.position("名称")
	}
	c.kind = f.position("kind", "对象类型") // 类型 alone is many things in a register
	c.stage = f.position(append([]string{"stage", "建设阶段"}, standing()...)...)
	c.stands = c.stage >= 0 && slices.ContainsFunc(standing(), func(name string) bool { return rules.Normal(name) == rules.Normal(c.header[c.stage]) })
	c.accuracyM = f.position("accuracy_m", "精度m")
	if j.By != "" {
		c.by = f.named(j.By)
	}
	if j.Take != nil {
		c.takeOnly(&f, j.Take)
	}
	if j.Rules == nil {
		return c, f.err // the quick join uses no facts
	}
	kind := ""
	if c.kind < 0 {
		kind = j.kind()
	}
	for i := range j.Rules.Attributes {
		a := &j.Rules.Attributes[i]
		if at := f.position(a.Called(kind)...); at >= 0 {
			c.attributes[a.ID] = at
		} else if c.kind >= 0 {
			c.findOfKind(&f, a, j.Rules.Kinds)
		}
	}
	if f.err == nil && c.kind < 0 && j.Defaults.Kind == "" {
		f.err = ErrNoKind
	}
	return c, f.err
}

// standing are the columns of registers that say 是 or 否 of what stands.
func standing() []string { return []string{"是否既有", "是否已建", "是否建成"} }

// kindColumn is a column whose name says a fact of sites of some kinds alone: 用途 of a
// well, and not of a project.
type kindColumn struct {
	fact string
	at   int
	of   []string // the kinds' ids and titles
}

func (c *columns) findOfKind(f *finder, a *rules.Attribute, kinds []rules.Kind) {
	if len(a.Names) == 0 {
		return
	}
	if at := f.position(a.Names...); at >= 0 {
		k := kindColumn{fact: a.ID, at: at}
		for i := range kinds {
			if slices.Contains(a.Kinds, kinds[i].ID) {
				k.of = append(k.of, kinds[i].ID, kinds[i].Title.ZH)
			}
		}
		c.ofKind = append(c.ofKind, k)
	}
}

// findApplication finds who asks, which whole reports repeat.
func (c *columns) findApplication() error {
	f := finder{header: c.header}
	for _, field := range rules.ApplicationFields() {
		if at := f.position(field.Called()...); at >= 0 {
			c.attributes[field.ID] = at
		}
	}
	return f.err
}

func (c *columns) takeOnly(f *finder, names []string) {
	c.take = make([]int, len(names))
	fields := make([]feature.Field, len(names))
	for i, name := range names {
		if c.take[i] = f.named(name); f.err == nil {
			fields[i] = c.fields[c.take[i]]
		}
	}
	c.fields, c.header = fields, names
}

// taken is what is written of a row.
func (c *columns) taken(cells []string) []string {
	if c.take == nil {
		return cells
	}
	taken := make([]string, len(c.take))
	for i, at := range c.take {
		taken[i] = cells[at]
	}
	return taken
}

// finder looks for columns and keeps the first mistake.
type finder struct {
	header []string
	err    error
}

// position is the only column of one of the names, -1 where there is none.
func (f *finder) position(names ...string) int {
	found := -1
	for at, h := range f.header {
		if !slices.ContainsFunc(names, func(name string) bool { return rules.Normal(h) == rules.Normal(name) }) {
			continue
		}
		if found >= 0 && f.err == nil {
			f.err = fmt.Errorf("列 %q 和 %q 说的是同一件事，请只留一列 / columns %q and %q say one thing: keep one of them", f.header[found], h, f.header[found], h)
		}
		found = at
	}
	return found
}

// named is the one column of that name.
func (f *finder) named(name string) int {
	at := slices.Index(f.header, name)
	if (at < 0 || slices.Contains(f.header[at+1:], name)) && f.err == nil {
		f.err = fmt.Errorf("%w: %q; %s", ErrNoColumn, feature.Clip(name), feature.QuoteAll(f.header))
	}
	return at
}

// said is what a row says of its site, where it says nothing the defaults.
func (c *columns) said(fields []string, defaults rules.Said) rules.Said {
	said := rules.Said{
		Name: cell(fields, c.name, defaults.Name), Kind: cell(fields, c.kind, defaults.Kind), Stage: cell(fields, c.stage, defaults.Stage),
		AccuracyM: cell(fields, c.accuracyM, defaults.AccuracyM), Attributes: map[string]string{},
	}
	maps.Copy(said.Attributes, defaults.Attributes)
	for id, at := range c.attributes {
		if value := cell(fields, at, ""); value != "" {
			said.Attributes[id] = value
		}
	}
	for i := range c.ofKind {
		if k := &c.ofKind[i]; slices.Contains(k.of, said.Kind) {
			if value := cell(fields, k.at, ""); value != "" {
				said.Attributes[k.fact] = value
			}
		}
	}
	if stage := cell(fields, c.stage, ""); c.stands && stage != "" {
		said.Stage = stageOf(stage)
	}
	return said
}

// stageOf is the stage in the place of the yes or no of a column of standing; any other
// word stays, and is refused.
func stageOf(word string) string {
	switch strings.TrimSpace(word) {
	case "是", "已建", "true", "1":
		return string(rules.Existing)
	case "否", "未建", "false", "0":
		return string(rules.Proposed)
	}
	return word
}

// cell is what a row says in a column, or what holds where it says nothing.
func cell(fields []string, at int, or string) string {
	if at >= 0 && strings.TrimSpace(fields[at]) != "" {
		return fields[at]
	}
	return or
}
