package batch

import (
	"slices"

	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// facts is what rows say of their sites beside the place: rows that say the same
// share it.
type facts struct {
	*class
	site *rules.Site
	err  error
}

// class is facts of which the rules make the same.
type class struct {
	number    uint32               // among those of the worker
	concluder *screening.Concluder // nil: no point is of the class yet
}

// factBook knows the facts of every row so far by what the row's cells say.
type factBook struct {
	job   *Job
	cols  *columns
	cells []int // the columns that say facts
	known map[string]*facts
	alike map[string]*class
	key   []byte
}

// mostFacts bounds what is remembered: a register says few things of many wells.
const mostFacts = 4096

func newFactBook(job *Job, cols *columns) *factBook {
	b := &factBook{job: job, cols: cols, known: map[string]*facts{}, alike: map[string]*class{}}
	for _, at := range []int{cols.kind, cols.stage, cols.accuracyM} {
		if at >= 0 {
			b.cells = append(b.cells, at)
		}
	}
	for _, at := range cols.attributes {
		b.cells = append(b.cells, at)
	}
	for i := range cols.ofKind {
		b.cells = append(b.cells, cols.ofKind[i].at)
	}
	slices.Sort(b.cells)
	return b
}

// of is what a row says.
func (b *factBook) of(fields [][]byte) *facts {
	b.key = b.key[:0]
	for _, at := range b.cells {
		b.key = append(append(b.key, fields[at]...), 0)
	}
	if f, known := b.known[string(b.key)]; known {
		return f
	}
	texts := make([]string, len(fields))
	for i, field := range fields {
		texts[i] = string(field)
	}
	return b.read(texts)
}

// ofTexts is of, of a row in texts.
func (b *factBook) ofTexts(fields []string) *facts {
	b.key = b.key[:0]
	for _, at := range b.cells {
		b.key = append(append(b.key, fields[at]...), 0)
	}
	if f, known := b.known[string(b.key)]; known {
		return f
	}
	return b.read(fields)
}

// read understands the row that has the key.
func (b *factBook) read(fields []string) *facts {
	if len(b.known) == mostFacts {
		clear(b.known)
	}
	f := &facts{}
	said := b.cols.said(fields, b.job.Defaults)
	said.Name = ""
	site, wrong := b.job.Rules.Site(said)
	if late := site.BuiltAfter(b.job.Snapshot.AsOf); late != nil {
		wrong = append(wrong, *late)
	}
	if f.site = site; len(wrong) > 0 {
		f.err = fieldErrors(wrong)
	} else {
		f.class = b.classOf(site)
	}
	b.known[string(b.key)] = f
	return f
}

func (b *factBook) classOf(site *rules.Site) *class {
	key := b.job.Rules.Alike(site, b.job.Snapshot.AsOf)
	c := b.alike[key]
	if c == nil {
		c = &class{number: uint32(len(b.alike))}
		b.alike[key] = c
	}
	return c
}
