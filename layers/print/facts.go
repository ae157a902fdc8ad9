package print

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
)

// head is what is read first: number, verdict, whether anything was left
// unchecked, and how the paper is verified.
func (w *writer) head() Section {
	a := w.application()
	facts := []Fact{
		{w.say("文号", "Issue no."), orLine(a.IssueNo)},
		{w.say("密级", "Secrecy"), orLine(a.Secrecy)},
		{w.say("编号", "Number"), orLine(w.o.Number)},
		{w.say("判定", "Verdict"), w.verdictLine()},
		{w.say("核查是否完整", "Complete"), w.completeness()},
		{w.say("基准日、打印时间", "As of, printed"), string(w.r.AsOf) + w.say("；", "; ") + w.printed()},
		{w.say("校验码（SHA-256）", "Check code (SHA-256)"), orDash(w.r.Hash)},
	}
	if w.o.URL != "" {
		facts = append(facts, Fact{w.say("核验地址", "Kept at"), w.o.URL})
	}
	return Section{Blocks: []Block{{Facts: facts}}}
}

// verdictLine is the verdict, which is a floor and never printed without
// whether the check is complete.
func (w *writer) verdictLine() string {
	if w.r.Verdict == "" {
		return w.say("未按规则判定（仅作空间叠加）", "not judged by rules (a join of shapes only)")
	}
	text := w.text(w.r.Headline)
	if w.r.Verdict == rules.Undetermined {
		return text + w.say("（核查不完整，不能得出结论）", " (the check is incomplete and comes to no conclusion)")
	}
	if w.r.Borderline && w.r.Verdict != rules.Borderline {
		text += w.say("（含临界情形）", " (some of it borderline)")
	}
	if !w.r.Complete {
		text += w.say("，为已核查部分的最严判定", ", this is the strictest of what was checked")
	}
	return text
}

func (w *writer) completeness() string {
	missing := w.missing()
	switch {
	case !w.r.Complete:
		return w.say("不完整，见“无数据”", "no: see what is without data")
	case len(missing) > 0:
		return w.say("必查图层均已核查；另有未核查的图层", "every required layer was checked; others were not") + w.ruledNotHeld()
	}
	return w.say("必查图层均已核查", "every required layer was checked") + w.ruledNotHeld()
}

// ruledNotHeld says how many layers rules speak of for the kind of site that the
// installation does not hold: complete is not all that the law asks.
func (w *writer) ruledNotHeld() string {
	if w.o.Rules == nil {
		return ""
	}
	spoken := w.o.Rules.LayersFor(w.r.Site.Kind)
	n := 0
	for _, h := range w.r.OutOfScope {
		if slices.Contains(spoken, h.ID) {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(w.say("；规则涉及而未收录的 %d 类范围须另行核查，见“无数据”", "; %d kinds of areas of which rules speak are not held here and to be checked elsewhere: see without data"), n)
}

// subject is what the paper is about, by the kind of site.
func (w *writer) subject() string {
	text := w.kind()
	if w.o.Rules != nil {
		if k := w.o.Rules.Kind(w.r.Site.Kind); k != nil && k.Paper != (layers.Text{}) {
			text = w.text(k.Paper)
		}
	}
	if n := w.r.Site.Places; n > 0 {
		text += fmt.Sprintf(w.say("（%d 处）", " (%d places)"), n)
	}
	return text
}

// application is what was said of who asks; what is empty is a line to fill in.
func (w *writer) application() rules.Application {
	var a rules.Application
	if given := w.r.Site.Application; given != nil {
		a = *given
	}
	return a
}

// county is the county as it was given, or else as the county layer has it.
func (w *writer) county() string {
	if given := w.application().County; given != "" {
		return given
	}
	return strings.Join(w.r.Site.Counties, "、")
}

// industry is the class of industry that was declared.
func (w *writer) industry() string {
	v, said := w.r.Site.Attributes["industry"]
	if !said {
		return ""
	}
	return v.String()
}

// missing are the layers that matter for the site and were not checked.
func (w *writer) missing() []*report.LayerCheck {
	var all []*report.LayerCheck
	for i := range w.r.Layers {
		if c := &w.r.Layers[i]; !c.Checked && (c.Required || c.Matters) {
			all = append(all, c)
		}
	}
	return all
}

// printed is the clock in UTC+08:00, whatever the machine's.
func (w *writer) printed() string {
	if w.o.PrintedAt.IsZero() {
		return orLine("")
	}
	return w.o.PrintedAt.In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04") + w.say("（UTC+8）", " (UTC+8)")
}

// request is what was asked, as the applicant said it.
func (w *writer) request() Section {
	a, site := w.application(), &w.r.Site
	facts := []Fact{
		{w.say("项目名称", "Project"), orLine(site.Name)},
		{w.say("建设单位", "Developer"), orLine(a.Developer)},
		{w.say("信用代码", "Credit code"), orLine(a.CreditCode)},
		{w.say("项目代码", "Project code"), orLine(a.ProjectCode)},
		{w.say("联系人、电话", "Contact, telephone"), orLine(joined(w.say("，", ", "), a.Contact, a.Phone))},
		{w.say("申请文号", "Request no."), orLine(a.RequestNo)},
		{w.say("建设地点", "Place"), orLine(a.Place)},
		{w.say("县区、乡镇", "County, township"), orLine(joined(w.say("，", ", "), w.county(), cmp.Or(a.Township, w.say("____（乡镇）", "____ (township)"))))},
		{w.say("对象类型", "Kind"), w.kind()},
		{w.say("行业（GB/T 4754）", "Industry (GB/T 4754)"), orLine(w.industry())},
		{w.say("建设性质", "Stage"), w.stage()},
	}
	if site.AreaM2 != nil {
		facts = append(facts, Fact{w.say("面积（椭球面）", "Area (ellipsoid)"), w.area(*site.AreaM2)})
	}
	if site.PlaneAreaM2 != nil {
		facts = append(facts, Fact{w.say("平面面积（输入坐标系）", "Plane area (in the CRS given)"), w.area(*site.PlaneAreaM2)})
	}
	if site.LengthM != nil {
		facts = append(facts, Fact{w.say("长度（测地线）", "Length (geodesic)"), w.metres(*site.LengthM)})
	}
	facts = append(facts, Fact{w.say("坐标系", "CRS"), w.crsName()})
	if said := w.attributes(); said != "" {
		facts = append(facts, Fact{w.say("申报内容", "Declared"), said})
	}
	if g := site.Geometry.Geometry; g != nil {
		facts = append(facts, w.place(g.Bound()))
	}
	return Section{Title: w.say("申请", "Request"), Blocks: []Block{{Facts: facts}}}
}

func (w *writer) kind() string {
	if w.o.Rules != nil {
		if k := w.o.Rules.Kind(w.r.Site.Kind); k != nil {
			return w.text(k.Title)
		}
	}
	return orDash(w.r.Site.Kind)
}

// nature is the attribute that says new, rebuilt or extended. It is printed with
// the stage.
const nature = "nature"

func (w *writer) stage() string {
	text := w.say("拟建", "proposed")
	if w.r.Site.Stage == rules.Existing {
		text = w.say("既有", "existing")
	}
	if !w.r.Site.StageGiven {
		text += w.say("（申报未说明，按拟建核查）", " (not said; taken as proposed)")
	}
	if v, said := w.r.Site.Attributes[nature]; said {
		if f := w.attribute(nature, v); f.Value != text {
			text = f.Value + w.say("（", " (") + text + w.say("）", ")")
		}
	}
	return text
}

// attributes are the other facts that were said of the site.
func (w *writer) attributes() string {
	var said []string
	for _, id := range slices.Sorted(maps.Keys(w.r.Site.Attributes)) {
		if id == nature {
			continue
		}
		f := w.attribute(id, w.r.Site.Attributes[id])
		if slices.Contains(w.r.Site.Derived, id) {
			f.Value += w.say("（由其他申报内容推定）", " (follows from other facts)")
		}
		said = append(said, f.Name+w.say("：", ": ")+f.Value)
	}
	return strings.Join(said, w.say("；", "; "))
}

// attribute names an attribute and its value as the rule file does, with the
// unit of a number and the title of a choice.
func (w *writer) attribute(id string, v rules.Value) Fact {
	f := Fact{id, v.String()}
	if yes, is := v.Bool(); is {
		f.Value = w.say("否", "no")
		if yes {
			f.Value = w.say("是", "yes")
		}
	}
	if w.o.Rules == nil {
		return f
	}
	a := w.o.Rules.Attribute(id)
	if a == nil {
		return f
	}
	f.Name = w.text(a.Title)
	if _, number := v.Number(); number && a.Unit != "" {
		f.Value += " " + a.Unit
	}
	for _, c := range a.Choices {
		if c.ID == f.Value {
			f.Value = w.text(c.Title)
		}
	}
	return f
}

func (w *writer) space() Section {
	site := &w.r.Site
	facts := []Fact{
		{w.say("图形类型", "Shape"), w.shape()},
		{w.say("点位精度", "Accuracy"), w.metres(site.AccuracyM)},
		{w.say("点数", "Corners"), strconv.Itoa(w.countCorners())},
	}
	if said := w.text(site.Said); said != "" {
		facts = append(facts, Fact{w.say("坐标写法的理解", "Coordinates taken as"), said})
	}
	if g := site.Geometry.Geometry; g != nil && g.Bound().Min != g.Bound().Max {
		facts = append(facts, w.bounds(g.Bound()))
	}
	return Section{Title: w.say("空间信息", "Place"), Blocks: []Block{{Facts: facts}}}
}

func (w *writer) shape() string {
	g := w.r.Site.Geometry.Geometry
	if g == nil {
		return "—"
	}
	return []string{w.say("点", "point"), w.say("线", "line"), w.say("面", "area")}[g.Dimensions()] + w.say("（", " (") + g.GeoJSONType() + w.say("）", ")")
}

func (w *writer) crsName() string {
	name, how := w.r.Site.CRS, w.say("，申报声明", ", declared")
	if !w.r.Site.CRSDeclared {
		how = w.say("，未声明，按坐标值或默认", ", not declared: from the values or by default")
	}
	if c, err := crs.Parse(name); err == nil {
		title := c.Title()
		if said := w.say(title.ZH, title.EN); !strings.Contains(said, name) {
			name = w.say(said+"（"+name+"）", said+" ("+name+")")
		} else {
			name = said
		}
	}
	return orDash(name) + how
}

// place says where the site lies: the middle of its bounds.
func (w *writer) place(b orb.Bound) Fact {
	c := b.Center()
	centre := fmt.Sprintf(w.say("东经 %s，北纬 %s（%s，%s）", "%s E, %s N (%s, %s)"), dms(c[0], 2), dms(c[1], 2), decimalDeg(c[0]), decimalDeg(c[1]))
	if b.Min == b.Max {
		return Fact{w.say("位置", "Position"), centre}
	}
	return Fact{w.say("位置（四至中心）", "Position (middle)"), centre}
}

func (w *writer) bounds(b orb.Bound) Fact {
	return Fact{w.say("四至", "Bounds"), fmt.Sprintf(w.say("西 %s，东 %s，南 %s，北 %s", "west %s, east %s, south %s, north %s"),
		dms(b.Min[0], 2), dms(b.Max[0], 2), dms(b.Min[1], 2), dms(b.Max[1], 2))}
}
