package rules

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"waterzones/layers"
)

// FieldError says which field of a request cannot be taken, and why.
type FieldError struct {
	Field string `json:"field"`
	layers.Text
}

func (e FieldError) Error() string { return e.Field + ": " + e.ZH + " / " + e.EN }

// Said is a site's description as people and scripts write it; an empty text
// means that nothing was said.
type Said struct {
	Name, Kind, Stage, AccuracyM string
	Attributes                   map[string]string
}

// Site reads the description by the rule file's kinds and attributes, which may
// be named by id or title. All mistakes are returned at once. The shape is the
// caller's to set. A nil Set takes no kind and no attributes (the quick join).
func (s *Set) Site(said Said) (*Site, []FieldError) {
	site := &Site{Name: said.Name, Attributes: map[string]Value{}}
	var wrong []FieldError
	note := func(field string, err *layers.Text) {
		if err != nil {
			wrong = append(wrong, FieldError{field, *err})
		}
	}
	var err *layers.Text
	site.Kind, err = s.parseKind(said.Kind)
	note("kind", err)
	site.AccuracyM, err = parseAccuracy(said.AccuracyM)
	note("accuracy_m", err)
	wrong = append(wrong, s.parseAttributes(site, said.Attributes)...)
	note("stage", s.parseStage(site, said.Stage))
	if s != nil {
		wrong = append(wrong, s.complete(site)...)
		if none := site.notBuilt(); none != nil {
			wrong = append(wrong, *none)
		}
	}
	slices.SortFunc(wrong, func(a, b FieldError) int { return strings.Compare(a.Field, b.Field) })
	return site, wrong
}

func (s *Set) parseKind(kind string) (string, *layers.Text) {
	if s == nil {
		return "", nil
	}
	var ids []string
	for i := range s.Kinds {
		if k := &s.Kinds[i]; kind == k.ID || kind == k.Title.ZH {
			return k.ID, nil
		}
	}
	for i := range s.Kinds {
		ids = append(ids, s.Kinds[i].ID+" "+s.Kinds[i].Title.ZH)
	}
	list := strings.Join(ids, ", ")
	if kind == "" {
		return "", &layers.Text{ZH: "必须说明类型，可用：" + list, EN: "a kind must be given, one of: " + list}
	}
	return "", &layers.Text{ZH: fmt.Sprintf("没有类型 %q，可用：%s", kind, list), EN: fmt.Sprintf("no kind %q; there are: %s", kind, list)}
}

// parseStage sets the site's stage. 建设性质 says more than the stage, and may
// stand in its place or beside it: what is new, rebuilt or extended is proposed.
func (s *Set) parseStage(site *Site, stage string) *layers.Text {
	var nature *Choice
	if a := s.nature(); a != nil {
		nature = a.choice(strings.TrimSpace(stage))
		if given, ok := site.Attributes[Nature]; ok {
			if nature != nil && given != Text(nature.ID) {
				return contradiction(stage, given)
			}
			nature = a.choice(given.text)
		}
	}
	if nature != nil {
		site.Stage, site.Attributes[Nature] = Proposed, Text(nature.ID)
		if nature.ID == string(Existing) {
			site.Stage = Existing
		}
	}
	switch strings.ToLower(strings.TrimSpace(stage)) {
	case "":
	case string(Proposed), "拟建":
		if site.Stage == Existing {
			return contradiction(stage, site.Attributes[Nature])
		}
		site.Stage = Proposed
	case string(Existing), "既有", "已建":
		if site.Stage == Proposed {
			return contradiction(stage, site.Attributes[Nature])
		}
		site.Stage = Existing
		if s.nature() != nil {
			site.Attributes[Nature] = Text(string(Existing))
		}
	default:
		if nature == nil || !nature.called(strings.TrimSpace(stage)) {
			return &layers.Text{
				ZH: fmt.Sprintf("应为 proposed（拟建）或 existing（既有），不能是 %q", stage),
				EN: fmt.Sprintf("must be proposed or existing, not %q", stage),
			}
		}
	}
	return nil
}

func contradiction(stage string, nature Value) *layers.Text {
	return &layers.Text{
		ZH: fmt.Sprintf("建设阶段 %q 与建设性质 %s 矛盾", stage, nature),
		EN: fmt.Sprintf("the stage %q contradicts the nature %s", stage, nature),
	}
}

// nature returns the attribute 建设性质, nil if the rule file has none.
func (s *Set) nature() *Attribute {
	if s == nil {
		return nil
	}
	return s.Attribute(Nature)
}

// maxAccuracyM is where a stated accuracy stops being one: 10 km is wider than
// most zones.
const maxAccuracyM = 10_000

func parseAccuracy(text string) (float64, *layers.Text) {
	if text == "" {
		return 0, nil
	}
	m, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(m) || m <= 0 || m > maxAccuracyM {
		return 0, &layers.Text{
			ZH: fmt.Sprintf("精度应为 0 至 %d 之间的米数，不能是 %q", maxAccuracyM, text),
			EN: fmt.Sprintf("the accuracy is a number of metres above 0 and up to %d, not %q", maxAccuracyM, text),
		}
	}
	return m, nil
}
