package report

import (
	"slices"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// ThemeStatus is what a theme means for the site, as in the extract of the Swiss
// cadastre of public-law restrictions on landownership (ÖREBK, art. 14).
type ThemeStatus string

// The three lists of the first page.
const (
	Concerned    ThemeStatus = "concerned"     // 涉及
	NotConcerned ThemeStatus = "not_concerned" // 未涉及
	WithoutData  ThemeStatus = "without_data"  // 无数据
)

// Title is the list in words.
func (s ThemeStatus) Title() layers.Text {
	switch s {
	case Concerned:
		return layers.Text{ZH: "涉及", EN: "concerned"}
	case NotConcerned:
		return layers.Text{ZH: "未涉及", EN: "not concerned"}
	default:
		return layers.Text{ZH: "无数据", EN: "without data"}
	}
}

// Theme is one subject of restrictions: a layer that matters for the kind of site,
// one that the installation does not hold, or what holds everywhere.
type Theme struct {
	ID         string      `json:"id"` // of the layer; * of what holds everywhere
	Title      layers.Text `json:"title"`
	Status     ThemeStatus `json:"status"`
	Reason     layers.Text `json:"reason,omitzero"` // why there is no data, or not of all of the site
	Rules      []string    `json:"rules"`           // ids of the findings, each once
	Zones      []string    `json:"zones"`           // codes of the zones met
	Laws       []string    `json:"laws"`            // the articles of the findings, each once
	Department string      `json:"department,omitempty"`
	Version    string      `json:"version,omitempty"`
	layers.Span
}

// themes are the layers that matter, what holds everywhere, and what is not held.
func themes(r *Report) []Theme {
	all := []Theme{}
	for i := range r.Layers {
		if l := &r.Layers[i]; l.Matters {
			all = append(all, themeOf(r, l))
		}
	}
	declared := Theme{ID: rules.Everywhere, Title: everywhere, Status: Concerned, Zones: []string{}}
	if declared.Rules, declared.Laws = spoken(r, rules.Everywhere); len(declared.Rules) > 0 {
		all = append(all, declared)
	}
	for _, h := range r.OutOfScope {
		all = append(all, Theme{
			ID: h.ID, Title: h.Title, Status: WithoutData, Rules: []string{}, Zones: []string{}, Laws: []string{},
			Reason: layers.Text{ZH: "本系统未收录", EN: "not held by this installation"},
		})
	}
	return all
}

func themeOf(r *Report, l *LayerCheck) Theme {
	t := Theme{
		ID: l.ID, Title: l.Title, Status: NotConcerned, Reason: l.Reason, Zones: []string{},
		Department: l.Department, Version: l.Version, Span: l.Span,
	}
	t.Rules, t.Laws = spoken(r, l.ID)
	for i := range r.Zones {
		if z := &r.Zones[i]; z.Layer == l.ID {
			t.Zones = append(t.Zones, z.Code)
		}
	}
	switch {
	case len(t.Rules)+len(t.Zones) > 0:
		t.Status = Concerned
	case !l.Checked:
		t.Status = WithoutData
	}
	return t
}

// spoken are the rules and articles of the findings in a layer, each once.
func spoken(r *Report, layer string) (ids, laws []string) {
	ids, laws = []string{}, []string{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Layer != layer {
			continue
		}
		if !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
		}
		for _, c := range f.Citation {
			if !slices.Contains(laws, c.Text) {
				laws = append(laws, c.Text)
			}
		}
	}
	return ids, laws
}
