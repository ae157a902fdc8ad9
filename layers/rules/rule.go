package rules

import (
	"encoding/json"
	"strings"

	"waterzones/layers"
)

// Verdict is what a finding or a report says. There is no "allowed": nothing
// found is NoneFound, 未发现限制 (在已核查图层内).
type Verdict string

// The verdicts, strictest first.
const (
	Prohibited   Verdict = "prohibited"   // 禁止
	Restricted   Verdict = "restricted"   // 限制
	Borderline   Verdict = "borderline"   // 临界
	Undetermined Verdict = "undetermined" // 未核查
	Notice       Verdict = "notice"       // 注意
	NoneFound    Verdict = "none_found"   // 未发现限制
)

// Stage tells a thing that is planned from one that stands.
type Stage string

const (
	Proposed Stage = "proposed" // 拟建
	Existing Stage = "existing" // 既有
)

// Facts of what stands on which rules with Builds turn.
const (
	BuiltOn            = "built_on"             // 建成日期, of TypeDate
	DelimitedWhenBuilt = "delimited_when_built" // the zone had been delimited when it was built
)

// Nature is 建设性质, as the officers' form has it; the id of an attribute of the
// rule file (a choice of new, rebuilt, extended, existing) from which the stage
// follows.
const Nature = "nature"

// Disposal is what a rule suggests for an existing well.
type Disposal string

// The disposals, strictest first.
const (
	DisposeClose   Disposal = "close"   // 关闭
	DisposeReplace Disposal = "replace" // 核实替代水源: a town's own approved source is closed when there is another
	DisposeRectify Disposal = "rectify" // 限期整改
	DisposeReduce  Disposal = "reduce"  // 核减
	DisposeVerify  Disposal = "verify"  // 核实
	DisposeKeep    Disposal = "keep"    // 保留
)

// Disposals are all of them, strictest first.
func Disposals() []Disposal {
	return []Disposal{DisposeClose, DisposeReplace, DisposeRectify, DisposeReduce, DisposeVerify, DisposeKeep}
}

// Citation is one article on which a rule rests, for the days on which that
// article is in force.
type Citation struct {
	Law         string `json:"law" yaml:"law"`         // 生态环境法典
	Article     string `json:"article" yaml:"article"` // 第319条第1款; empty where no article number may be printed
	layers.Span `yaml:",inline"`
	Unverified  bool `json:"unverified,omitempty" yaml:"unverified"` // printed as 待核: the text was not read at its source
}

// Rule says what follows when a site of some kind meets a zone of some layer
// and grade. It is a value; what happened goes into a Finding.
type Rule struct {
	ID            string               `json:"id" yaml:"id"`
	Layer         string               `json:"layer" yaml:"layer"`             // "*": holds everywhere (全域)
	Grades        []string             `json:"grades,omitempty" yaml:"grades"` // none: every grade
	Kinds         []string             `json:"kinds,omitempty" yaml:"kinds"`   // none: every kind that has one of Activities
	Activities    []string             `json:"activities,omitempty" yaml:"activities"`
	Stage         Stage                `json:"stage,omitempty" yaml:"stage"` // none: proposed and existing
	When          map[string]Condition `json:"when,omitempty" yaml:"when"`   // every condition must hold
	Exceptions    []Exception          `json:"exceptions,omitempty" yaml:"exceptions"`
	Unasked       bool                 `json:"unasked,omitempty" yaml:"unasked"` // silent while something is not known, exceptions apart: another rule asks
	Twin          string               `json:"twin,omitempty" yaml:"twin"`       // of a rule that holds everywhere: that of a layer which says the same where the layer is held
	ZoneLacks     string               `json:"zone_lacks,omitempty" yaml:"zone_lacks"`
	Builds        layers.Text          `json:"builds,omitzero" yaml:"builds"` // why the ban is on the act of building alone; see earlier
	Verdict       Verdict              `json:"verdict" yaml:"verdict"`
	Title         layers.Text          `json:"title" yaml:"title"`                            // what the law bans or asks, in its words
	TitleExisting layers.Text          `json:"title_existing,omitzero" yaml:"title_existing"` // the same of what stands: 责令拆除或者关闭
	Conditions    layers.Text          `json:"conditions" yaml:"conditions"`                  // exceptions and what to verify
	Disposal      Disposal             `json:"suggested_disposal,omitempty" yaml:"disposal"`  // of an existing well
	Basis         []Citation           `json:"basis" yaml:"basis"`
	Penalties     []Citation           `json:"penalties,omitempty" yaml:"penalties"`
	Evidence      string               `json:"evidence_mark" yaml:"evidence"` // V: read at the source; anything else is printed as 待核
	Keywords      []string             `json:"-" yaml:"keywords"`             // words that a cited article must hold; read by the citation test
}

// Exception is what the law excepts from what it bans or restricts. It is the
// applicant's to prove: while the attribute is not known the rule stands, with its
// question.
type Exception struct {
	Attribute string      `json:"attribute" yaml:"attribute"` // one of those in When
	Why       layers.Text `json:"why" yaml:"why"`             // the words of the law that lay the doubt there
}

// InForce reports whether any part of the rule's basis is in force on the day.
func (r *Rule) InForce(day layers.Date) bool {
	return len(inForce(r.Basis, day)) > 0
}

func inForce(parts []Citation, day layers.Date) []Citation {
	var holding []Citation
	for _, c := range parts {
		if c.Holds(day) {
			holding = append(holding, c)
		}
	}
	return holding
}

// Everywhere is the layer of a rule that holds at every place (全域) and turns on
// the activity alone.
const Everywhere = "*"

// Unverified reports whether the rule must be printed as 待核: some of it was not
// read at its source, or follows by inference only. A mark that doubts the rule
// from a later day on leaves that to its citations.
func (r *Rule) Unverified() bool { return !verified(r.Evidence) }

// verified reports whether a mark of the rule matrix is V in all its parts: the
// statute or the plan was read.
func verified(mark string) bool {
	for part := range strings.SplitSeq(mark, "/") {
		if part != "V" && part != "V(plan)" && !(strings.HasPrefix(part, "V(") && strings.HasSuffix(part, "后待核)")) {
			return false
		}
	}
	return true
}

// title returns the rule's words for a site of that stage, with 待核 where they
// are not verified.
func (r *Rule) title(stage Stage) layers.Text {
	t := r.Title
	if stage == Existing && r.TitleExisting != (layers.Text{}) {
		t = r.TitleExisting
	}
	if r.Unverified() {
		t.ZH, t.EN = t.ZH+"（待核）", t.EN+" (unverified)"
	}
	return t
}

// MarshalJSON writes the rule as it is printed: with 待核 in its words where they
// are not verified. Marshal a *Rule or a slice of rules, not a Rule.
func (r *Rule) MarshalJSON() ([]byte, error) {
	type plain Rule // without this method
	printed := struct {
		plain
		Unverified bool `json:"unverified,omitempty"`
	}{plain(*r), r.Unverified()}
	printed.Title = r.title(Proposed)
	if r.TitleExisting != (layers.Text{}) {
		printed.TitleExisting = r.title(Existing)
	}
	return json.Marshal(printed)
}
