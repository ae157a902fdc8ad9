package rules

import (
	"slices"

	"waterzones/layers"
)

// Activity is one of the activities of which the law speaks (A01–A30 of the
// rule matrix). They do not exclude one another: a site can be several at once.
type Activity struct {
	Code  string      `json:"code" yaml:"code"` // A13
	Title layers.Text `json:"title" yaml:"title"`
}

// Kind is a kind of site that can be asked about.
type Kind struct {
	ID         string      `json:"id" yaml:"id"` // project, outfall, well, livestock_farm, pipeline, …
	Title      layers.Text `json:"title" yaml:"title"`
	Paper      layers.Text `json:"paper,omitzero" yaml:"paper"`            // what a paper on one is titled by, where that is not Title
	Activities []string    `json:"activities,omitempty" yaml:"activities"` // codes of what every site of the kind is
	// What every site of the kind is, unless it is said to be otherwise: an
	// outfall discharges, a farm does not serve the water supply.
	Implies map[string]Value `json:"implies,omitempty" yaml:"implies"`
}

// Type is what values an attribute takes.
type Type string

// The types of attributes. In a rule file the empty one is Boolean.
const (
	TypeBoolean Type = "boolean" // 是、否
	TypeNumber  Type = "number"  // in the attribute's unit, not negative
	TypeChoice  Type = "choice"  // one of the attribute's choices
	TypeText    Type = "text"
	TypeDate    Type = "date" // or a month, or a year, which count by their last day
)

// Choice is one value of an attribute of TypeChoice.
type Choice struct {
	ID    string      `json:"id" yaml:"id"`
	Title layers.Text `json:"title" yaml:"title"`
	Names []string    `json:"names,omitempty" yaml:"names"` // other words for it, in files and in zones' properties
}

// Attribute is a fact about a site on which a rule may turn. What is unknown is
// asked for and never passes silently, except for an attribute that declares an
// Activity: whoever does not say that a project has an oil depot is not asked
// about each such activity, but told once which were not declared.
type Attribute struct {
	ID       string      `json:"id" yaml:"id"`
	Title    layers.Text `json:"title" yaml:"title"`
	Names    []string    `json:"names,omitempty" yaml:"names"` // what registers of a kind that has it call it: 用途
	Question layers.Text `json:"question" yaml:"question"`
	Kinds    []string    `json:"kinds" yaml:"kinds"` // the kinds of site that have it
	Type     Type        `json:"type,omitempty" yaml:"type"`
	Unit     string      `json:"unit,omitempty" yaml:"unit"`       // of a number: m, 头
	Choices  []Choice    `json:"choices,omitempty" yaml:"choices"` // of a choice
	Activity string      `json:"activity,omitempty" yaml:"activity"`

	// Whoever says that it is so has said that the site does what the rules that
	// turn on it speak of: who irrigates with sewage irrigates.
	Telling bool `json:"telling,omitempty" yaml:"telling"`

	// Pattern is what a text must look like (RE2, the whole of it); its value is the
	// first group where there is one: C2614 is 2614.
	Pattern string `json:"pattern,omitempty" yaml:"pattern"`

	// Lacking are the words of a register for there being none, lower case; the first, 无, is the value.
	Lacking []string `json:"lacking,omitempty" yaml:"lacking"`

	// The property of a zone that tells it (source_type, aquifer): such a fact
	// is the zone's, and the site's word is taken where the layer is silent.
	Zone string `json:"zone,omitempty" yaml:"zone"`
}

// Called are the names of the attribute in a register of sites of the kind, or of
// several where the kind is empty: the words of a register mean one thing in one of
// wells, and another in one of projects.
func (a *Attribute) Called(kind string) []string {
	names := []string{a.ID, a.Title.ZH, a.Title.EN}
	if slices.Contains(a.Kinds, kind) {
		names = append(names, a.Names...)
	}
	return names
}

// ValueType returns the type of the attribute's values.
func (a *Attribute) ValueType() Type {
	if a.Type == "" {
		return TypeBoolean
	}
	return a.Type
}

// form returns the form that the attribute's values have.
func (a *Attribute) form() form {
	switch a.ValueType() {
	case TypeBoolean:
		return formBool
	case TypeNumber:
		return formNumber
	default:
		return formText
	}
}

// choice returns the choice of that id, title or name, nil if there is none.
func (a *Attribute) choice(word string) *Choice {
	for i := range a.Choices {
		if c := &a.Choices[i]; c.called(word) {
			return c
		}
	}
	return nil
}

func (c *Choice) called(word string) bool {
	return word == c.ID || word == c.Title.ZH || word == c.Title.EN || slices.Contains(c.Names, word)
}

// Derivation gives an attribute a value where the site does not say it and the
// conditions hold: the scale of a farm from its species and head count (LV04).
type Derivation struct {
	Attribute string               `json:"attribute" yaml:"attribute"`
	Value     Value                `json:"value" yaml:"value"`
	When      map[string]Condition `json:"when" yaml:"when"`
	Rule      string               `json:"rule,omitempty" yaml:"rule"` // the rule by which it follows, as LV04
	Note      layers.Text          `json:"note,omitzero" yaml:"note"`
}
