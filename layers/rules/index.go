package rules

import (
	"maps"
	"slices"

	"waterzones/layers"
)

// index is a rule file made ready for millions of sites: the rules by kind of
// site and layer, and every citation as it is printed, once for each stretch of
// days on which it is the same. It is built once and only read.
type index struct {
	changes []layers.Date // the days on which some citation begins or ends, sorted
	kinds   map[string]*ofKind
}

// ofKind is what the rules say of one kind of site.
type ofKind struct {
	kind       *Kind
	layers     []string // in the order of the file
	at         map[string][]entry
	declarable []*Attribute // that declare an activity which the kind not always is
	derive     []derivation // in the order of the file
}

// derivation is a Derivation with its conditions in order.
type derivation struct {
	*Derivation
	clauses []clause
}

// entry is a rule as it speaks of one kind of site.
type entry struct {
	*indexed
	always    bool     // the kind is always what the rule speaks of
	declaring []string // else the attributes that declare it
	telling   []string // and those of the rule's own facts that tell of it
	well      bool     // the kind abstracts groundwater (A08); only a well has a disposal
}

// indexed is a rule with what can be worked out once.
type indexed struct {
	*Rule
	clauses          []clause
	titles           map[Stage]layers.Text
	basis, penalties [][]Cited     // by stretch of days
	law              []layers.Text // the basis as the sentence of a finding has it, likewise
	breadth          int           // of how many kinds it always speaks

	builtOn, delimited *Attribute // of a rule with Builds
}

// clause is one condition of a rule.
type clause struct {
	attribute *Attribute
	Condition
	exception bool // of a rule: what does not fit is excepted from its ban
}

func (s *Set) index() *index {
	x := &index{kinds: map[string]*ofKind{}}
	x.changes = s.changes()
	for i := range s.Kinds {
		k := &s.Kinds[i]
		x.kinds[k.ID] = &ofKind{kind: k, at: map[string][]entry{}, declarable: s.declarable(k), derive: s.derivations(k)}
	}
	for i := range s.Rules {
		r := s.indexed(&s.Rules[i], x.changes)
		for k := range s.Kinds {
			if e, speaks := s.entry(r, &s.Kinds[k]); speaks {
				x.kinds[s.Kinds[k].ID].add(e)
				if e.always {
					r.breadth++
				}
			}
		}
	}
	return x
}

func (k *ofKind) add(e entry) {
	k.at[e.Layer] = append(k.at[e.Layer], e)
	if e.Layer != Everywhere && !slices.Contains(k.layers, e.Layer) {
		k.layers = append(k.layers, e.Layer)
	}
}

// entry says how the rule speaks of the kind of site, if it does.
func (s *Set) entry(r *indexed, k *Kind) (e entry, speaks bool) {
	e.indexed, e.well = r, slices.Contains(k.Activities, "A08")
	if len(r.Kinds) > 0 && !slices.Contains(r.Kinds, k.ID) {
		return e, false
	}
	if len(r.Activities) == 0 {
		e.always = true
		return e, true
	}
	e.always = slices.ContainsFunc(r.Activities, func(code string) bool { return slices.Contains(k.Activities, code) })
	for i := range s.Attributes {
		if a := &s.Attributes[i]; slices.Contains(r.Activities, a.Activity) && slices.Contains(a.Kinds, k.ID) {
			e.declaring = append(e.declaring, a.ID)
		}
	}
	for i := range r.clauses {
		if a := r.clauses[i].attribute; a.Telling && slices.Contains(a.Kinds, k.ID) {
			e.telling = append(e.telling, a.ID)
		}
	}
	return e, e.always || len(e.declaring)+len(e.telling) > 0
}

func (s *Set) declarable(k *Kind) []*Attribute {
	var found []*Attribute
	for i := range s.Attributes {
		a := &s.Attributes[i]
		if a.Activity != "" && slices.Contains(a.Kinds, k.ID) && !slices.Contains(k.Activities, a.Activity) {
			found = append(found, a)
		}
	}
	return found
}

func (s *Set) derivations(k *Kind) []derivation {
	var found []derivation
	for i := range s.Derive {
		d := &s.Derive[i]
		if slices.Contains(s.Attribute(d.Attribute).Kinds, k.ID) {
			found = append(found, derivation{d, s.clauses(d.When)})
		}
	}
	return found
}

func (s *Set) indexed(r *Rule, changes []layers.Date) *indexed {
	in := &indexed{Rule: r, clauses: s.clauses(r.When)}
	for i := range in.clauses {
		c := &in.clauses[i]
		c.exception = slices.ContainsFunc(r.Exceptions, func(x Exception) bool { return x.Attribute == c.attribute.ID })
	}
	in.titles = map[Stage]layers.Text{Proposed: r.title(Proposed), Existing: r.title(Existing)}
	if r.Builds != (layers.Text{}) {
		in.builtOn, in.delimited, in.titles[earlier] = s.Attribute(BuiltOn), s.Attribute(DelimitedWhenBuilt), r.titleEarlier()
	}
	for _, day := range append([]layers.Date{""}, changes...) {
		basis := cite(r.Basis, day)
		in.basis = append(in.basis, basis)
		in.penalties = append(in.penalties, cite(r.Penalties, day))
		in.law = append(in.law, lawOf(basis))
	}
	return in
}

// clauses returns conditions in a fixed order, each with its attribute.
func (s *Set) clauses(when map[string]Condition) []clause {
	var clauses []clause
	for _, id := range slices.Sorted(maps.Keys(when)) {
		clauses = append(clauses, clause{attribute: s.Attribute(id), Condition: when[id]})
	}
	return clauses
}

// changes returns the days on which some citation begins or ends.
func (s *Set) changes() []layers.Date {
	var days []layers.Date
	for i := range s.Rules {
		for _, c := range slices.Concat(s.Rules[i].Basis, s.Rules[i].Penalties) {
			days = append(days, c.From)
			if c.To != "" {
				days = append(days, c.To)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// stretch returns which stretch of days the day belongs to: 0 before the first
// change, i from changes[i-1] on.
func (x *index) stretch(day layers.Date) int {
	at, found := slices.BinarySearch(x.changes, day)
	if found {
		at++
	}
	return at
}

// LayersFor returns the layers of which rules speak for the kind of site, each
// once, in the order of the file. The list is shared: do not change it.
func (s *Set) LayersFor(kind string) []string {
	if k := s.ready.kinds[kind]; k != nil {
		return k.layers
	}
	return nil
}

// Speaks reports whether any rule speaks of this kind of site in the layer.
func (s *Set) Speaks(layer, kind string) bool {
	return slices.Contains(s.LayersFor(kind), layer)
}

// KindsOf returns the kinds of site of which the rule can speak.
func (s *Set) KindsOf(r *Rule) []string {
	var ids []string
	for i := range s.Kinds {
		if _, speaks := s.entry(&indexed{Rule: r, clauses: s.clauses(r.When)}, &s.Kinds[i]); speaks {
			ids = append(ids, s.Kinds[i].ID)
		}
	}
	return ids
}
