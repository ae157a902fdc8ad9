package batch

import (
	"errors"
	"slices"
	"strings"

	"waterzones/geo/format/feature"
	"waterzones/layers/rules"
)

// Reading says how the columns of an input are read.
type Reading struct {
	Place  []string `json:"place"` // where a row is
	Facts  []Fact   `json:"facts"`
	Unused []string `json:"unused"` // written, and of no other matter
	Doubts []Fact   `json:"doubts"` // of the unused, those that look as if they meant a fact
}

// Fact is a column and the fact that it says: name, kind, stage, accuracy_m, or an
// attribute's id.
type Fact struct {
	Column string `json:"column"`
	Fact   string `json:"fact"`
}

// Reading tells how the job reads the columns of in. The error is what Run would
// fail with before any row; with ErrNoKind there is a Reading all the same.
func (j *Job) Reading(in *feature.Source) (*Reading, error) {
	cols, err := j.findColumns(in.Fields)
	if err != nil && !errors.Is(err, ErrNoKind) {
		return nil, err
	}
	r := &Reading{Place: []string{}, Facts: []Fact{}, Unused: []string{}, Doubts: []Fact{}}
	said := cols.facts(j.Rules != nil)
	names := j.factNames()
	for at, field := range in.Fields {
		switch fact, is := said[at]; {
		case slices.Contains(in.Places, at):
			r.Place = append(r.Place, field.Name)
		case is:
			r.Facts = append(r.Facts, Fact{field.Name, fact})
		default:
			r.Unused = append(r.Unused, field.Name)
			if fact := doubtful(field.Name, names); fact != "" && j.Rules != nil {
				r.Doubts = append(r.Doubts, Fact{field.Name, fact})
			}
		}
	}
	return r, err
}

// facts are what the columns say, by position.
func (c *columns) facts(byRules bool) map[int]string {
	said := map[int]string{}
	set := func(at int, fact string) {
		if at >= 0 {
			said[at] = fact
		}
	}
	set(c.name, "name")
	set(c.accuracyM, "accuracy_m")
	if byRules {
		set(c.kind, "kind")
		set(c.stage, "stage")
	}
	for id, at := range c.attributes {
		set(at, id)
	}
	for i := range c.ofKind {
		set(c.ofKind[i].at, c.ofKind[i].fact)
	}
	return said
}

// factName is a way to write the name of a fact.
type factName struct{ fact, name string }

// factNames are the names of the facts that the sites of the job have, and other
// words that are used for them.
func (j *Job) factNames() []factName {
	var names []factName
	for _, fact := range [][]string{
		{"kind", "kind", "对象类型", "类型"},
		{"stage", "stage", "建设阶段", "状态"},
		{"accuracy_m", "accuracy_m", "精度m", "accuracy"},
		{"--as-of", "as_of", "基准日"},
		{"--crs", "crs", "坐标系", "坐标系统"},
		{"--helmert", "helmert"},
		{"--packed", "packed"},
	} {
		for _, name := range fact[1:] {
			names = append(names, factName{fact[0], name})
		}
	}
	if j.Rules == nil {
		return names
	}
	for i := range j.Rules.Attributes {
		a := &j.Rules.Attributes[i]
		if kind := j.Defaults.Kind; kind == "" || slices.ContainsFunc(a.Kinds, func(k string) bool { return j.isKind(k, kind) }) {
			for _, name := range slices.Concat(a.Called(""), a.Names) {
				names = append(names, factName{a.ID, name})
			}
		}
	}
	return names
}

// IsFact reports whether a column of that name says a fact, or looks as if it
// meant one.
func (j *Job) IsFact(name string) bool {
	return j.Rules != nil && doubtful(name, j.factNames()) != ""
}

// kind is the id of the kind that holds for rows that say no other; "" if none does.
func (j *Job) kind() string {
	for i := range j.Rules.Kinds {
		if id := j.Rules.Kinds[i].ID; j.isKind(id, j.Defaults.Kind) {
			return id
		}
	}
	return ""
}

// isKind reports whether the word is the id or the title of the kind.
func (j *Job) isKind(id, word string) bool {
	return word == id || slices.ContainsFunc(j.Rules.Kinds, func(k rules.Kind) bool { return k.ID == id && k.Title.ZH == word })
}

// doubtful is the fact that a column seems to mean though its name is not one of
// its names; "" if it means none.
func doubtful(column string, names []factName) string {
	written := plainWord(column)
	for _, n := range names {
		if written != "" && near(written, plainWord(n.name)) {
			return n.fact
		}
	}
	return ""
}

// plainWord drops what the writing of a name adds to it: case, spaces and joints,
// a unit in brackets, and 是否 before a fact.
func plainWord(name string) string {
	name, _, _ = strings.Cut(strings.ReplaceAll(name, "（", "("), "(")
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "", "\u00a0", "", "\ufeff", "").Replace(name))
	return strings.TrimPrefix(name, "是否")
}

// near reports whether a word may be a slip for a name, or a part of it in
// Chinese.
func near(word, name string) bool {
	w, n := []rune(word), []rune(name)
	if word == name || len(n) == 0 {
		return word == name
	}
	const ascii = 0x80
	if n[0] >= ascii && len(w) >= 2 && (strings.Contains(name, word) || len(n) >= 2 && strings.Contains(word, name)) {
		return true
	}
	return rules.Slips(w, n, min(2, len(n)/4))
}
