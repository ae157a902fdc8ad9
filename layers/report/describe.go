package report

import (
	"slices"
	"strings"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// finding puts an outcome into words.
func finding(o *rules.Outcome) Finding {
	f := Finding{
		Rule: o.Rule.ID, Verdict: o.Verdict, Borderline: o.Borderline, WouldBe: o.WouldBe, CouldBe: o.CouldBe,
		Title: o.Title(), Conditions: o.Rule.Conditions,
		EvidenceMark: o.Rule.Evidence, Unverified: o.Rule.Unverified(), Disposal: o.Disposal,
		Citation: o.Basis(), Penalties: o.Penalties(), Questions: questions(o.Open),
		Layer: rules.Everywhere, LayerTitle: everywhere, ZoneName: everywhere.ZH,
	}
	if o.Hit != nil {
		f.locate(o.Hit)
	}
	f.Text = f.sentence(o.Open, o.Law())
	return f
}

// everywhere is what a finding is on whose rule holds at every place.
var everywhere = layers.Text{ZH: "全域", EN: "everywhere"}

// locate says which zone the finding is on, and how the site lies to it.
func (f *Finding) locate(h *rules.Hit) {
	z, names := h.Zone, namesOf(h)
	f.Layer, f.LayerTitle = h.Layer.ID, h.Layer.Title
	f.Zone, f.ZoneName, f.Grade, f.Part, f.Source, f.SourceCode = z.Code, names.name, z.Grade, names.part, z.SourceName, z.SourceCode
	f.Parts, f.Relation, f.DistanceM, f.BoundaryM = partsOf(h), h.Relation, h.DistanceM, &h.BoundaryM
	f.OverlapM2, f.OverlapShare, f.CrossingM = h.OverlapM2, h.OverlapShare, h.CrossingM
	f.Evidence = Evidence{
		ApprovalNo: names.approval, ApprovalDate: z.ApprovalDate, Span: z.Span, AccuracyM: h.BandM,
		DataSource: z.DataSource, LegalGround: z.LegalGround, Department: h.Layer.Department,
		LayerVersion: h.Layer.Version, Derivation: h.Layer.Derivation, Illustrative: z.Illustrative || h.Layer.Illustrative,
	}
}

// names are what a finding calls its zone: of several of one source and grade the
// names, parts and approvals of all of those that count, the zones met or, where
// none is, the near ones.
type names struct{ name, part, approval string }

func namesOf(h *rules.Hit) names {
	if len(h.Parts) == 0 {
		return names{h.Zone.Name, h.Zone.Part, h.Zone.ApprovalNo}
	}
	var all, parts, approvals []string
	for i := range h.Parts {
		if p := &h.Parts[i]; p.Only == h.Parts[0].Only {
			all, parts, approvals = append(all, p.Zone.Name), append(parts, p.Zone.Part), append(approvals, p.Zone.ApprovalNo)
		}
	}
	return names{listed(all), listed(parts), listed(approvals)}
}

// listed joins what is not empty, each once.
func listed(words []string) string {
	var said []string
	for _, w := range words {
		if w != "" && !slices.Contains(said, w) {
			said = append(said, w)
		}
	}
	return strings.Join(said, "、")
}

func partsOf(h *rules.Hit) []Part {
	if len(h.Parts) == 0 {
		return nil
	}
	parts := make([]Part, len(h.Parts))
	for i := range h.Parts {
		p := &h.Parts[i]
		parts[i] = Part{
			Code: p.Zone.Code, Name: p.Zone.Name, Part: p.Zone.Part, ApprovalNo: p.Zone.ApprovalNo,
			Relation: p.Relation, DistanceM: p.DistanceM, BoundaryM: p.BoundaryM,
			OverlapM2: p.OverlapM2, CrossingM: p.CrossingM,
		}
	}
	return parts
}

// reminder puts a rule that holds everywhere into words.
func reminder(o *rules.Outcome) Reminder {
	return Reminder{
		Rule: o.Rule.ID, Verdict: o.Verdict, Title: o.Title(), Conditions: o.Rule.Conditions,
		EvidenceMark: o.Rule.Evidence, Unverified: o.Rule.Unverified(), Disposal: o.Disposal,
		Citation: o.Basis(), Penalties: o.Penalties(), Questions: questions(o.Open), Undeclared: o.Undeclared,
	}
}

func questions(open []*rules.Attribute) []Question {
	if len(open) == 0 {
		return nil
	}
	asked := make([]Question, len(open))
	for i, a := range open {
		asked[i] = Question{Attribute: a.ID, Text: a.Question}
	}
	return asked
}

// met describes a zone that the site meets, as stored.
func met(l *layers.Layer, h *rules.Hit) Met {
	z := h.Zone
	return Met{
		Layer: l.ID, LayerTitle: l.Title, Code: z.Code, Name: z.Name, Grade: z.Grade, Part: z.Part,
		SourceCode: z.SourceCode, SourceName: z.SourceName, ApprovalNo: z.ApprovalNo,
		Relation: h.Relation, Borderline: h.Borderline, BoundaryM: round(h.BoundaryM, 2),
		OverlapM2: h.OverlapM2, OverlapShare: h.OverlapShare, CrossingM: h.CrossingM,
		AccuracyM: h.BandM, Illustrative: z.Illustrative || l.Illustrative,
	}
}

func near(n *screening.Near) Near {
	return Near{
		Layer: n.Layer.ID, LayerTitle: n.Layer.Title, Code: n.Zone.Code, Name: n.Zone.Name, Grade: n.Zone.Grade,
		DistanceM: n.DistanceM, BearingDeg: n.BearingDeg, From: n.From, At: n.To,
	}
}
