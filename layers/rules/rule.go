package rules

import "waterzones/layers"

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

// Kind is a kind of site that can be asked about.
type Kind struct {
	ID    string      `json:"id" yaml:"id"` // project, outfall, well, livestock_farm, pipeline
	Title layers.Text `json:"title" yaml:"title"`
	// What every site of the kind is, unless it is said to be otherwise: an
	// outfall discharges, a farm does not serve the water supply.
	Implies map[string]bool `json:"implies,omitempty" yaml:"implies"`
}

// Attribute is a fact about a site on which a rule may turn. It is true, false
// or unknown; unknown is asked for and never passes silently.
type Attribute struct {
	ID       string      `json:"id" yaml:"id"`
	Title    layers.Text `json:"title" yaml:"title"`
	Question layers.Text `json:"question" yaml:"question"`
	Kinds    []string    `json:"kinds" yaml:"kinds"` // the kinds of site that have it
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
	ID         string          `json:"id" yaml:"id"`
	Layer      string          `json:"layer" yaml:"layer"`             // "*": holds everywhere (全域), a reminder
	Grades     []string        `json:"grades,omitempty" yaml:"grades"` // none: every grade
	Kinds      []string        `json:"kinds" yaml:"kinds"`
	Stage      Stage           `json:"stage,omitempty" yaml:"stage"` // none: proposed and existing
	When       map[string]bool `json:"when,omitempty" yaml:"when"`   // every attribute must have this value
	Verdict    Verdict         `json:"verdict" yaml:"verdict"`
	Title      layers.Text     `json:"title" yaml:"title"`           // what the law bans or asks, in its words
	Conditions layers.Text     `json:"conditions" yaml:"conditions"` // exceptions and what to verify
	Basis      []Citation      `json:"basis" yaml:"basis"`
	Penalties  []Citation      `json:"penalties,omitempty" yaml:"penalties"`
	Keywords   []string        `json:"-" yaml:"keywords"` // words that a cited article must hold; read by the citation test
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
