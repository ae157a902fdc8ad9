package rules

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"waterzones/layers"
)

// mistakes collects what is wrong with a rule file, so that its author sees all
// of it at once.
type mistakes []error

func (m *mistakes) add(place, key, zh, en string) {
	*m = append(*m, fmt.Errorf("%s: %s: %s / %s", place, key, zh, en))
}

// check returns all mistakes of content, joined. Layer ids are not checked: which
// layers there are is the catalogue's business.
func (f *file) check() error {
	var m mistakes
	if len(f.Rules) == 0 {
		m.add("规则文件 rule file", "rules", "没有规则", "no rules")
	}
	known := f.names(&m)
	for i := range f.Attributes {
		known.attribute(&m, i, &f.Attributes[i])
	}
	f.checkImplied(&m, known)
	f.checkDerived(&m, known)
	seen := map[string]bool{}
	for i := range f.Rules {
		r := &f.Rules[i]
		place := name("规则 rule", r.ID, i)
		m.unique(place, r.ID, seen)
		known.rule(&m, place, r)
		if len(r.Basis) == 0 {
			m.add(place, "basis", "没有依据", "no basis")
		}
		m.citations(place, "basis", r.Basis)
		m.citations(place, "penalties", r.Penalties)
	}
	f.checkRuleNames(&m, seen)
	for i, u := range f.NotHeld {
		place := name("未收录 not held", u.Law, i)
		if u.Law == "" {
			m.add(place, "law", "没有法律名称", "names no law")
		}
		m.text(place, "why", u.Why)
	}
	return errors.Join(m...)
}

// names are what a rule file defines and its entries refer to.
type names struct {
	activities, kinds map[string]bool
	attributes        map[string]*Attribute
	declared          map[string]bool // activities that an attribute declares or a kind always is
}

// names collects them; an id that is used twice is a mistake.
func (f *file) names(m *mistakes) names {
	n := names{map[string]bool{}, map[string]bool{}, map[string]*Attribute{}, map[string]bool{}}
	for i, a := range f.Activities {
		place := name("活动 activity", a.Code, i)
		m.unique(place, a.Code, n.activities)
		m.text(place, "title", a.Title)
	}
	for i, k := range f.Kinds {
		place := name("类型 kind", k.ID, i)
		m.unique(place, k.ID, n.kinds)
		m.text(place, "title", k.Title)
		n.known(m, place, k.Activities)
		for _, code := range k.Activities {
			n.declared[code] = true
		}
	}
	seen := map[string]bool{}
	for i := range f.Attributes {
		a := &f.Attributes[i]
		m.unique(name("属性 attribute", a.ID, i), a.ID, seen)
		n.attributes[a.ID] = a
		n.declared[a.Activity] = true
	}
	return n
}

// known finds codes of activities that the file does not define.
func (n *names) known(m *mistakes, place string, codes []string) {
	for _, code := range codes {
		if !n.activities[code] {
			m.add(place, "activities", "没有这个活动", fmt.Sprintf("no activity %q", code))
		}
	}
}

func (n *names) attribute(m *mistakes, i int, a *Attribute) {
	place := name("属性 attribute", a.ID, i)
	m.text(place, "title", a.Title)
	m.text(place, "question", a.Question)
	n.kindsOf(m, place, a.Kinds)
	if len(a.Kinds) == 0 {
		m.add(place, "kinds", "没有类型", "no kinds")
	}
	switch a.ValueType() {
	case TypeBoolean, TypeNumber, TypeChoice, TypeText, TypeDate:
	default:
		m.add(place, "type", "应为 boolean、number、choice、text 或 date", fmt.Sprintf("%q is none of boolean, number, choice, text, date", a.Type))
	}
	if (a.ValueType() == TypeChoice) != (len(a.Choices) > 0) {
		m.add(place, "choices", "只有 choice 类型的属性有、且必须有选项", "an attribute of type choice has choices, and no other")
	}
	if a.Activity != "" {
		n.known(m, place, []string{a.Activity})
		if a.ValueType() != TypeBoolean {
			m.add(place, "activity", "声明活动的属性应为是或否", "an attribute that declares an activity is boolean")
		}
	}
	if a.Telling && a.ValueType() != TypeBoolean {
		m.add(place, "telling", "只有是或否的属性可以表明活动", "only a boolean attribute can tell of an activity")
	}
	if _, err := regexp.Compile(a.Pattern); err != nil || a.Pattern != "" && a.ValueType() != TypeText {
		m.add(place, "pattern", "应为 text 类型属性的 RE2 表达式", "must be an RE2 expression, of an attribute of type text")
	}
	if len(a.Lacking) > 0 && (a.ValueType() != TypeText || a.Lacking[0] != lacking) {
		m.add(place, "lacking", "只有 text 类型的属性有，首个为“"+lacking+"”", "only an attribute of type text has it, and its first word is "+lacking)
	}
	if a.Zone != "" && (!slices.Contains(properties(), a.Zone) || a.ValueType() != TypeChoice) {
		m.add(place, "zone", "不能由区的该属性得出", fmt.Sprintf("cannot be told by the property %q of a zone", a.Zone))
	}
	seen := map[string]bool{}
	for k, c := range a.Choices {
		at := fmt.Sprintf("%s choices[%d]", place, k)
		m.unique(at, c.ID, seen)
		m.text(at, "title", c.Title)
	}
}

func (n *names) rule(m *mistakes, place string, r *Rule) {
	if r.Layer == "" {
		m.add(place, "layer", "没有图层", "no layer")
	}
	if slices.Contains(r.Grades, "") {
		m.add(place, "grades", "级别为空", "an empty grade")
	}
	n.kindsOf(m, place, r.Kinds)
	n.known(m, place, r.Activities)
	if len(r.Kinds)+len(r.Activities) == 0 {
		m.add(place, "kinds", "没有类型，也没有活动", "neither kinds nor activities")
	}
	for _, code := range r.Activities {
		if n.activities[code] && !n.declared[code] {
			m.add(place, "activities", "没有类型或属性属于该活动", "no kind and no attribute is "+code)
		}
	}
	if !slices.Contains([]Stage{"", Proposed, Existing}, r.Stage) {
		m.add(place, "stage", "应为 proposed 或 existing", fmt.Sprintf("%q is neither proposed nor existing", r.Stage))
	}
	// The others are what becomes of a finding or a report, not what law says.
	if !slices.Contains([]Verdict{Prohibited, Restricted, Notice}, r.Verdict) {
		m.add(place, "verdict", "应为 prohibited、restricted 或 notice",
			fmt.Sprintf("%q is none of prohibited, restricted, notice", r.Verdict))
	}
	if r.Disposal != "" && !slices.Contains(Disposals(), r.Disposal) {
		m.add(place, "disposal", fmt.Sprintf("应为 %v 之一", Disposals()), fmt.Sprintf("%q is none of %v", r.Disposal, Disposals()))
	}
	if r.ZoneLacks != "" && !slices.Contains(properties(), r.ZoneLacks) {
		m.add(place, "zone_lacks", "规则不能查看区的该属性", fmt.Sprintf("rules cannot look at the property %q of a zone", r.ZoneLacks))
	}
	if r.Evidence == "" {
		m.add(place, "evidence", "没有证据标记", "no evidence mark")
	}
	m.text(place, "title", r.Title)
	if r.TitleExisting != (layers.Text{}) {
		m.text(place, "title_existing", r.TitleExisting)
	}
	if r.Conditions != (layers.Text{}) {
		m.text(place, "conditions", r.Conditions)
	}
	n.when(m, place, r)
	n.exceptions(m, place, r)
	n.builds(m, place, r)
}

// builds finds a ban on building of which nobody could say when the thing was built.
func (n *names) builds(m *mistakes, place string, r *Rule) {
	if r.Builds == (layers.Text{}) {
		return
	}
	m.text(place, "builds", r.Builds)
	if a := n.attributes[BuiltOn]; a == nil || a.ValueType() != TypeDate || n.attributes[DelimitedWhenBuilt] == nil {
		m.add(place, "builds", "规则文件没有 "+BuiltOn+"（date）和 "+DelimitedWhenBuilt, "the rule file has no "+BuiltOn+" (a date) and "+DelimitedWhenBuilt)
	}
}

// exceptions finds those of which the rule says nothing, or that except from nothing.
func (n *names) exceptions(m *mistakes, place string, r *Rule) {
	if len(r.Exceptions) > 0 && r.Verdict == Notice {
		m.add(place, "exceptions", "提示性规则没有例外", "a notice has no exceptions")
	}
	for i, x := range r.Exceptions {
		at := fmt.Sprintf("%s exceptions[%d]", place, i)
		if slices.ContainsFunc(r.Exceptions[:i], func(y Exception) bool { return y.Attribute == x.Attribute }) {
			m.add(at, "attribute", "属性重复", fmt.Sprintf("%q stands twice", x.Attribute))
		}
		if _, asked := r.When[x.Attribute]; !asked {
			m.add(at, "attribute", "条件（when）中没有这个属性", fmt.Sprintf("%q is not in when", x.Attribute))
		}
		m.text(at, "why", x.Why)
	}
}

// when finds conditions that could never be asked for or never hold.
func (n *names) when(m *mistakes, place string, r *Rule) {
	for _, id := range slices.Sorted(maps.Keys(r.When)) {
		a := n.attributes[id]
		c := r.When[id]
		n.condition(m, place, id, &c)
		if a != nil && len(r.Kinds) > 0 && !slices.ContainsFunc(r.Kinds, func(k string) bool { return slices.Contains(a.Kinds, k) }) {
			m.add(place, "when."+id, "规则的各类型都没有这个属性", "none of the rule's kinds has this attribute")
		}
	}
}

func (n *names) condition(m *mistakes, place, id string, c *Condition) {
	key, a := "when."+id, n.attributes[id]
	if a == nil {
		m.add(place, key, "没有这个属性", "no such attribute")
		return
	}
	if c.form() != a.form() {
		m.add(place, key, "条件与属性的类型不符", fmt.Sprintf("the condition does not fit an attribute of type %s", a.ValueType()))
		return
	}
	for _, v := range c.Is {
		n.value(m, place, key, a, v)
	}
}

// value finds a value that the attribute cannot have.
func (n *names) value(m *mistakes, place, key string, a *Attribute, v Value) {
	if v.form != a.form() {
		m.add(place, key, "值与属性的类型不符", fmt.Sprintf("%q does not fit an attribute of type %s", v, a.ValueType()))
	} else if a.ValueType() == TypeChoice && !slices.ContainsFunc(a.Choices, func(c Choice) bool { return c.ID == v.text }) {
		m.add(place, key, "没有这个选项", fmt.Sprintf("no choice %q", v))
	}
}

func (m *mistakes) citations(place, list string, parts []Citation) {
	for i, c := range parts {
		key := fmt.Sprintf("%s[%d]", list, i)
		if c.Law == "" {
			m.add(place, key+".law", "没有法律名称", "names no law")
		}
		if c.Article == "" && !c.Unverified {
			m.add(place, key+".article", "没有条号的引用须标待核（unverified）", "without an article it must be unverified")
		}
		if c.From == "" {
			m.add(place, key+".from", "没有施行日期", "no day from which it is in force")
		}
		if c.To != "" && c.From >= c.To {
			m.add(place, key+".to", "应晚于 from（当日不含）", fmt.Sprintf("%s is not after from, %s", c.To, c.From))
		}
	}
}

func (n *names) kindsOf(m *mistakes, place string, ids []string) {
	for _, id := range ids {
		if !n.kinds[id] {
			m.add(place, "kinds", "没有这个类型", fmt.Sprintf("no kind %q", id))
		}
	}
}

func (m *mistakes) text(place, key string, t layers.Text) {
	if t.ZH == "" {
		m.add(place, key+".zh", "没有中文", "no Chinese text")
	}
	if t.EN == "" {
		m.add(place, key+".en", "没有英文", "no English text")
	}
}

func (m *mistakes) unique(place, id string, seen map[string]bool) {
	if id == "" {
		m.add(place, "id", "没有编号", "no id")
	} else if seen[id] {
		m.add(place, "id", "编号重复", "id used twice")
	}
	seen[id] = true
}

// name names an entry by its id, or by its position from 1 if it has none.
func name(what, id string, i int) string {
	if id == "" {
		return fmt.Sprintf("%s #%d", what, i+1)
	}
	return what + " " + id
}
