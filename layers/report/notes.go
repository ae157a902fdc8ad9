package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"waterzones/geo/crs"
	"waterzones/layers"
	"waterzones/layers/screening"
)

// notes is what a reader must be told beside the findings.
func notes(c *screening.Conclusion) []layers.Text {
	all := append(cautions(c), overruled(c)...)
	if c.Rules != nil {
		if note := c.Rules.NotHeldNote(); note != (layers.Text{}) {
			all = append(all, note)
		}
	}
	if illustrative(c) {
		all = append(all, cmp.Or(c.Snapshot.Notice, layers.Text{
			ZH: "所用图层含示意数据，不得作为审批依据。", EN: "Some layers used are illustrative; they are no basis for a decision.",
		}))
	}
	return all
}

// overruled says where the layer's word on a fact of a zone stood against the site's.
func overruled(c *screening.Conclusion) (all []layers.Text) {
	if c.Rules == nil {
		return nil
	}
	for i := range c.Rules.Attributes {
		a := &c.Rules.Attributes[i]
		said, is := c.Site.Attributes[a.ID].Text()
		for k := range c.Layers {
			for _, h := range c.Layers[k].Own {
				told := a.ToldBy(h.Zone)
				if !is || !c.Layers[k].Matters || told == nil || told.ID == said {
					continue
				}
				note := layers.Text{
					ZH: fmt.Sprintf("%s：申报与图层不一致，%s按图层所载“%s”核查。", a.Title.ZH, h.Zone.Name, told.Title.ZH),
					EN: fmt.Sprintf("%s: what was declared is not what the layer says; %s was judged by the layer: %s.", a.Title.EN, h.Zone.Name, told.Title.EN),
				}
				if !slices.Contains(all, note) {
					all = append(all, note)
				}
			}
		}
	}
	return all
}

// cautions are the notes without which the verdict would be misread.
func cautions(c *screening.Conclusion) []layers.Text {
	set, site := c.Rules, c.Site
	all := []layers.Text{}
	if set != nil && site.Stage == "" {
		all = append(all, layers.Text{ZH: "未说明拟建或既有，按拟建核查。", EN: "Proposed or existing was not said; taken as proposed."})
	}
	if set != nil {
		all = append(all, set.Notes(site)...)
	}
	if system, err := crs.Parse(site.CRS); err == nil && !site.CRSGiven && !system.Degrees() {
		all = append(all, layers.Text{
			ZH: "未声明坐标系，由数值按 CGCS2000 核查；西安80、北京54 坐标的数值与之相近，位置可差数十至百余米，无法由数值识别，请声明。",
			EN: "No coordinate system was declared; taken by its values as CGCS2000. Coordinates of Xi'an 1980 or Beijing 1954 look alike, lie some tens to over a hundred metres off and cannot be told by their values: declare the system.",
		})
	}
	if len(site.Unused) > 0 {
		all = append(all, layers.Text{
			ZH: "输入中未采用的项：" + strings.Join(site.Unused, "、") + "。",
			EN: "Not used of the input: " + strings.Join(site.Unused, ", ") + ".",
		})
	}
	if p := site.Partial; p != (layers.Text{}) {
		all = append(all, layers.Text{ZH: "图形不完整，核查不完整：" + p.ZH, EN: "The site is not whole, and neither is the check: " + p.EN})
	}
	if c.BeforeRules() {
		all = append(all, layers.Text{
			ZH: fmt.Sprintf("规则自 %s 起收录，不能回答 %s。", set.From, c.Snapshot.AsOf),
			EN: fmt.Sprintf("The rules begin on %s and say nothing of %s.", set.From, c.Snapshot.AsOf),
		})
	}
	return all
}

// illustrative reports whether some layer used is 示意.
func illustrative(c *screening.Conclusion) bool {
	return c.Snapshot.Illustrative ||
		slices.ContainsFunc(c.Layers, func(l screening.LayerAnswer) bool { return l.Layer.Illustrative })
}

// noteOnce adds a note that is not there yet.
func (r *Report) noteOnce(note layers.Text) {
	if !slices.Contains(r.Notes, note) {
		r.Notes = append(r.Notes, note)
	}
}

// countedTwice says that some place may stand in the amounts more than once.
func countedTwice(z *layers.Zone) layers.Text {
	return layers.Text{
		ZH: z.Name + "等区相互重叠，图形过于复杂，叠压数量未能扣除重复部分。",
		EN: z.Name + " and others overlap one another and are too intricate to take apart: some place may be counted more than once.",
	}
}

// nearestUnknown says that a layer's nearest zone is not named.
func nearestUnknown(l *layers.Layer) layers.Text {
	return layers.Text{
		ZH: l.Title.ZH + "：图形过于复杂，未能算出最近的区及距离。",
		EN: l.Title.EN + ": too intricate to be measured; the nearest zone and its distance are not known.",
	}
}
