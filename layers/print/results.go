package print

import (
	"slices"
	"strings"

	"waterzones/layers/report"
)

// checks has a row for every layer held: its version and department, whether it
// was checked, what was met in it and how far what was not met is.
func (w *writer) checks() Section {
	t := &Table{Columns: []Column{
		{w.say("图层（版本，责任单位）", "Layer (version, department)"), 64},
		{w.say("核查", "Checked"), 25},
		{w.say("结果", "Result"), 91},
	}}
	var others []string
	for i := range w.r.Layers {
		c := &w.r.Layers[i]
		if !c.Matters && w.r.Verdict != "" {
			met := w.zonesMet(c)
			switch {
			case !c.Checked:
				met = joined(w.say("；", "; "), w.say("未核查", "not checked"), met)
			case met == "":
				met = w.say("无重叠", "no overlap")
			}
			others = append(others, w.text(c.Title)+w.say("（", " (")+orDash(c.Version)+w.say("）：", "): ")+met)
			continue
		}
		about := joined(w.say("，", ", "), w.version(c), c.Department)
		t.Rows = append(t.Rows, []string{w.text(c.Title) + w.say("（", " (") + orDash(about) + w.say("）", ")"), w.checked(c), w.met(c)})
	}
	if len(others) > 0 {
		t.Rows = append(t.Rows, []string{w.say("规则不针对此类对象的图层，仅列位置", "Layers of which no rule speaks for this kind of site"), "—", strings.Join(others, "\n")})
	}
	return Section{Title: w.say("各图层核查结果", "Results by layer"), Blocks: []Block{{Table: t}}}
}

func (w *writer) checked(c *report.LayerCheck) string {
	text := w.say("未核查", "not checked")
	if c.Checked {
		text = w.say("已核查", "checked")
	}
	if c.Required {
		return text + w.say("（必查）", " (required)")
	}
	return text
}

// version is a layer's version with the beginning of its content's hash.
func (w *writer) version(c *report.LayerCheck) string {
	const shown = 12
	if c.Content == "" {
		return c.Version
	}
	return c.Version + w.say("，内容 ", ", content ") + c.Content[:min(shown, len(c.Content))]
}

// met says which zones of the layer are met and in no finding, and which are the
// nearest that are not met. Those of findings are told elsewhere.
func (w *writer) met(c *report.LayerCheck) string {
	met := w.zonesMet(c)
	return joined("\n", w.outcome(c, met != ""), met, w.nearest(c))
}

// zonesMet are the zones that are met and in no finding.
func (w *writer) zonesMet(c *report.LayerCheck) string {
	var met []string
	spoken := w.spoken(c.ID)
	for i := range w.r.Zones {
		if m := &w.r.Zones[i]; m.Layer == c.ID && !slices.Contains(spoken, m.Code) {
			met = append(met, named(m.Name, m.Grade, m.Part)+w.say("，", ", ")+w.metAs(c, m))
		}
	}
	return strings.Join(met, w.say("；", "; "))
}

// outcome is what came of a layer in a few words.
func (w *writer) outcome(c *report.LayerCheck, met bool) string {
	text := ""
	if len(w.spoken(c.ID)) > 0 {
		text = w.say("命中，见“命中的保护区”", "hit: see the zones hit")
	}
	switch {
	case !c.Checked:
		return joined("\n", w.text(c.Reason), text)
	case text != "":
		return text
	case w.r.Verdict == "" && met:
		return ""
	case w.r.Verdict == "":
		return w.say("无重叠", "no overlap")
	case met:
		return w.say("位于下列区内，没有规则适用：", "within the following, of which no rule speaks:")
	}
	return w.say("无重叠，未发现限制", "no overlap, no restriction found")
}

// nearest are the nearest zones not met, with distance and bearing.
func (w *writer) nearest(c *report.LayerCheck) string {
	var all []string
	spoken := w.spoken(c.ID)
	for i := range w.r.Nearest {
		if n := &w.r.Nearest[i]; n.Layer == c.ID && !slices.Contains(spoken, n.Code) {
			all = append(all, named(n.Name, n.Grade)+" "+w.metres(n.DistanceM)+w.say("，", ", ")+w.bearing(n.BearingDeg))
		}
	}
	if len(all) == 0 || !c.Checked {
		return ""
	}
	return w.say("最近：", "nearest: ") + strings.Join(all, w.say("；", "; "))
}

// metAs is how the site lies to a zone as stored. The amount is of interest
// where rules speak of the layer, or where there are no rules.
func (w *writer) metAs(c *report.LayerCheck, m *report.Met) string {
	text := w.relation(m.Relation, nil)
	if (c.Matters || w.r.Verdict == "") && (m.OverlapM2 != nil || m.CrossingM != nil) {
		text += w.say("，", ", ") + w.overlap(m.OverlapM2, m.OverlapShare, m.CrossingM)
	}
	if w.countedElsewhere(m) {
		text += w.say("（该处已按同一来源更严的级别核查）", " (counted under a stricter grade of its source)")
	}
	return text
}

// countedElsewhere reports whether the site has a grade of the zone's source and
// none of the zone's own.
func (w *writer) countedElsewhere(m *report.Met) bool {
	other := false
	for i := range w.r.Findings {
		if f := &w.r.Findings[i]; m.SourceName != "" && f.Layer == m.Layer && f.Source == m.SourceName {
			if f.Grade == m.Grade {
				return false
			}
			other = true
		}
	}
	return other
}

// spoken are the codes of the layer's zones in findings, those of parts too.
func (w *writer) spoken(layer string) []string {
	var codes []string
	for i := range w.r.Findings {
		f := &w.r.Findings[i]
		if f.Layer != layer {
			continue
		}
		codes = append(codes, f.Zone)
		for k := range f.Parts {
			codes = append(codes, f.Parts[k].Code)
		}
	}
	return codes
}
