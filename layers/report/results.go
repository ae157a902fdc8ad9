package report

import (
	"slices"
	"strings"

	"waterzones/layers/screening"
)

// checks has a row for every layer held: its version and department, whether it
// was checked, what was met in it and how far what was not met is.
func (w *writer) checks() Section {
	t := &Table{Columns: []Column{
		{w.say("图层（版本，责任单位）", "Layer (version, department)"), 56},
		{w.say("核查", "Checked"), 26},
		{w.say("结果", "Result"), 98},
	}}
	for i := range w.r.Layers {
		c := &w.r.Layers[i]
		about := joined(w.say("，", ", "), w.version(c), c.Department)
		t.Rows = append(t.Rows, []string{w.text(c.Title) + w.say("（", " (") + orDash(about) + w.say("）", ")"), w.checked(c), orDash(strings.Join(w.met(c), "\n"))})
	}
	return Section{Title: w.say("各图层核查结果", "Results by layer"), Blocks: []Block{{Table: t}}}
}

func (w *writer) checked(c *screening.LayerCheck) string {
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
func (w *writer) version(c *screening.LayerCheck) string {
	const shown = 12
	if c.Content == "" {
		return c.Version
	}
	return c.Version + w.say("，内容 ", ", content ") + c.Content[:min(shown, len(c.Content))]
}

// met has a line for every zone of the layer that is met and in no finding, and
// for the nearest that are not met. Those of findings are told elsewhere.
func (w *writer) met(c *screening.LayerCheck) []string {
	var lines []string
	spoken := w.spoken(c.ID)
	if len(spoken) > 0 {
		lines = append(lines, w.say("命中，见“命中的保护区”", "hit: see the zones hit"))
	}
	for i := range w.r.Zones {
		if m := &w.r.Zones[i]; m.Layer == c.ID && !slices.Contains(spoken, m.Code) {
			lines = append(lines, named(m.Name, m.Grade, m.Part)+w.say("：", ": ")+w.metAs(m)+w.unspoken(c, m))
		}
	}
	if !c.Checked {
		return append(lines, w.text(c.Reason))
	}
	if len(lines) == 0 && w.r.Verdict != "" {
		if c.Matters {
			lines = append(lines, w.say("无重叠，未发现限制", "no overlap, no restriction found"))
		} else {
			lines = append(lines, w.say("无重叠；规则不针对此类对象", "no overlap; no rule speaks of this kind of site"))
		}
	}
	for i := range w.r.Nearest {
		if n := &w.r.Nearest[i]; n.Layer == c.ID && !slices.Contains(spoken, n.Code) {
			lines = append(lines, w.say("最近：", "nearest: ")+named(n.Name, n.Grade)+w.say("，", ", ")+w.metres(n.DistanceM)+w.say("，", ", ")+w.bearing(n.BearingDeg))
		}
	}
	return lines
}

// metAs is how the site lies to a zone as stored, and with how much of it.
func (w *writer) metAs(m *screening.Met) string {
	text := w.relation(m.Relation, nil)
	if m.OverlapM2 != nil || m.CrossingM != nil {
		text += w.say("，", ", ") + w.overlap(m.OverlapM2, m.OverlapShare, m.CrossingM)
	}
	return text
}

// unspoken says why a zone that is met is in no finding.
func (w *writer) unspoken(c *screening.LayerCheck, m *screening.Met) string {
	switch {
	case w.r.Verdict == "":
		return ""
	case !c.Matters:
		return w.say("；规则不针对此类对象", "; no rule speaks of this kind of site")
	case w.countedElsewhere(m):
		return w.say("；该处已按同一来源更严的级别核查", "; counted under a stricter grade of its source")
	}
	return w.say("；没有规则针对此类对象", "; no rule speaks of this kind of site here")
}

// countedElsewhere reports whether the site has a grade of the zone's source and
// none of the zone's own.
func (w *writer) countedElsewhere(m *screening.Met) bool {
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
