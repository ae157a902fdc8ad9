package screening

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gowebpki/jcs"

	"waterzones/geo/crs"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// conclude draws the verdict from the findings and from what was not checked.
func (s *screening) conclude(r *Report) {
	r.Complete = true
	for _, c := range r.Layers {
		r.Illustrative = r.Illustrative || c.Illustrative
		if !c.Checked && (c.Required || s.set == nil) {
			r.Complete = false
		}
	}
	if s.missing(r) || s.beforeRules() || s.site.Partial != (layers.Text{}) {
		r.Complete = false
	}
	if s.set != nil {
		sortFindings(r.Findings)
		r.Verdict = rules.NoneFound
		for i := range r.Findings {
			r.Verdict = rules.Stricter(r.Verdict, r.Findings[i].Verdict)
			r.Borderline = r.Borderline || r.Findings[i].Borderline
		}
		if !r.Complete {
			r.Verdict = rules.Stricter(r.Verdict, rules.Undetermined)
		}
		r.Summary = summary(r)
	}
	r.BoundaryM = s.boundary(r)
	s.note(r)
}

// missing reports that no layer at all is required for the kind: a catalogue
// that forgets required_for must not make every report complete.
func (s *screening) missing(r *Report) bool {
	return s.set != nil && !slices.ContainsFunc(r.Layers, func(c LayerCheck) bool { return c.Required })
}

// beforeRules reports that the rule file knows nothing of the day asked.
func (s *screening) beforeRules() bool { return s.set != nil && s.snap.AsOf < s.set.From }

// boundary is the distance to the boundary of the strictest zone met: the zone
// of the strictest finding that met one, or else of the first zone.
func (s *screening) boundary(r *Report) *float64 {
	for i := range r.Findings {
		f := &r.Findings[i]
		for k := range r.Zones {
			if z := &r.Zones[k]; f.WouldBe == "" && z.Layer == f.Layer && z.Code == f.Zone {
				return rounded(z.BoundaryM, 2)
			}
		}
	}
	if len(r.Zones) > 0 {
		return rounded(r.Zones[0].BoundaryM, 2)
	}
	return nil
}

// sortFindings puts the strictest first; of equal ones first what is certain, then
// what could become strictest, then what rests on verified law.
func sortFindings(findings []rules.Finding) {
	last := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(findings, func(a, b rules.Finding) int {
		return cmp.Or(
			cmp.Compare(a.Verdict.Rank(), b.Verdict.Rank()),
			cmp.Compare(last(a.Borderline), last(b.Borderline)),
			cmp.Compare(rules.Stricter(a.Verdict, cmp.Or(a.CouldBe, a.Verdict)).Rank(), rules.Stricter(b.Verdict, cmp.Or(b.CouldBe, b.Verdict)).Rank()),
			cmp.Compare(last(a.Unverified), last(b.Unverified)),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Zone, b.Zone))
	})
}

func (s *screening) note(r *Report) {
	if s.set != nil && !r.Site.StageGiven {
		r.Notes = append(r.Notes, layers.Text{ZH: "未说明拟建或既有，按拟建核查。", EN: "Proposed or existing was not said; taken as proposed."})
	}
	if s.set != nil {
		r.Notes = append(r.Notes, s.set.Notes(s.site)...)
	}
	if c, err := crs.Parse(s.site.CRS); err == nil && !s.site.CRSGiven && !c.Degrees() {
		r.Notes = append(r.Notes, layers.Text{
			ZH: "未声明坐标系，由数值按 CGCS2000 核查；西安80、北京54 坐标的数值与之相近，位置可差数十至百余米，无法由数值识别，请声明。",
			EN: "No coordinate system was declared; taken by its values as CGCS2000. Coordinates of Xi'an 1980 or Beijing 1954 look alike, lie some tens to over a hundred metres off and cannot be told by their values: declare the system.",
		})
	}
	if p := s.site.Partial; p != (layers.Text{}) {
		r.Notes = append(r.Notes, layers.Text{ZH: "图形不完整，核查不完整：" + p.ZH, EN: "The site is not whole, and neither is the check: " + p.EN})
	}
	if s.beforeRules() {
		r.Notes = append(r.Notes, layers.Text{
			ZH: fmt.Sprintf("规则自 %s 起收录，不能回答 %s。", s.set.From, s.snap.AsOf),
			EN: fmt.Sprintf("The rules begin on %s and say nothing of %s.", s.set.From, s.snap.AsOf),
		})
	}
	if r.Illustrative {
		r.Notes = append(r.Notes, cmp.Or(s.snap.Notice, layers.Text{
			ZH: "所用图层含示意数据，不得作为审批依据。", EN: "Some layers used are illustrative; they are no basis for a decision.",
		}))
	}
}

// summary says in one sentence what was found and what was not checked. It
// never says that something is allowed.
func summary(r *Report) layers.Text {
	var checked, unchecked layers.Text
	for _, c := range r.Layers {
		if !c.Matters {
			continue
		}
		t := &checked
		if !c.Checked {
			t = &unchecked
		}
		t.ZH, t.EN = join(t.ZH, c.Title.ZH, "、"), join(t.EN, c.Title.EN, ", ")
	}
	var t layers.Text
	switch {
	case len(r.Findings) > 0:
		t = layers.Text{ZH: r.Findings[0].Text.ZH, EN: r.Findings[0].Text.EN}
		if more := len(r.Findings) - 1; more > 0 {
			t.ZH += fmt.Sprintf("另有 %d 项。", more)
			t.EN += fmt.Sprintf(" %d more.", more)
		}
	case checked.ZH != "":
		t = layers.Text{
			ZH: fmt.Sprintf("与本次加载的%s图层（数据版本 %s）核查，未发现限制；不等于可以实施。", checked.ZH, r.Release),
			EN: fmt.Sprintf("Checked against %s (release %s): no restriction found, which is not a permission.", checked.EN, r.Release),
		}
	}
	if unchecked.ZH != "" {
		t.ZH += fmt.Sprintf("未核查：%s。", unchecked.ZH)
		t.EN = strings.TrimSpace(t.EN + fmt.Sprintf(" Not checked: %s.", unchecked.EN))
	}
	return t
}

func join(list, item, separator string) string {
	if list == "" {
		return item
	}
	return list + separator + item
}

// Sign sets the report's hash: SHA-256 over its canonical JSON (RFC 8785)
// without the hash and without pictures. A report holds no clock, number or language. Whoever hands
// out the whole report signs it; a CSV row has no place for the hash, and the
// canonical form costs more than the screening of a point.
func (r *Report) Sign() error {
	unsigned := *r
	unsigned.Hash, unsigned.Zones = "", slices.Clone(r.Zones)
	for i := range unsigned.Zones {
		unsigned.Zones[i].Overlap = nil
	}
	text, err := json.Marshal(&unsigned)
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	canonical, err := jcs.Transform(text)
	if err != nil {
		return fmt.Errorf("canonical form of the report: %w", err)
	}
	sum := sha256.Sum256(canonical)
	r.Hash = hex.EncodeToString(sum[:])
	return nil
}
