package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// misplaced names the coordinates of a report that are not where the shape lies
// that was screened: whoever prints them would show another place.
func misplaced(r *Report) (wrong []layers.Text) {
	check := func(path, system string, given *Given, shape Geometry) {
		if text, ok := elsewhere(system, given, shape.Geometry); !ok {
			wrong = append(wrong, layers.Text{ZH: path + "：" + text.ZH, EN: path + ": " + text.EN})
		}
	}
	check("site.given", r.Site.CRS, r.Site.Given, r.Site.Geometry)
	for i := range r.Parcels {
		p := &r.Parcels[i]
		check(fmt.Sprintf("parcels[%d].given", i), p.CRS, p.Given, p.Geometry)
	}
	return wrong
}

// elsewhere takes the coordinates as brought to longitude and latitude again. Those
// of a system that needs parameters which a report does not have are not looked at:
// Stated says so.
func elsewhere(name string, given *Given, shape orb.Geometry) (why layers.Text, ok bool) {
	system, err := crs.Parse(name)
	if err != nil || shape == nil || given == nil && system.Degrees() {
		return why, true
	}
	if given == nil {
		return layers.Text{ZH: "缺少 " + name + " 的坐标", EN: "the coordinates in " + name + " are missing"}, false
	}
	again, err := system.Shape(given.Geometry)
	if err != nil || !orb.Equal(again, shape) {
		return layers.Text{ZH: "所示坐标不是所核查图形的坐标", EN: "the coordinates shown are not those of the shape that was screened"}, false
	}
	return why, true
}

// stated are the parts of a report that whoever asked told: computing again takes
// them as they stand, and proves nothing of them.
func stated(r *Report) (all []layers.Text) {
	add := func(zh, en, value string) {
		if value != "" {
			all = append(all, layers.Text{ZH: zh + "：" + value, EN: en + ": " + value})
		}
	}
	add("名称", "name", r.Site.Name)
	add("类型", "kind", r.Site.Kind)
	if r.Site.StageGiven {
		add("阶段", "stage", string(r.Site.Stage))
	}
	var facts []string
	for id, value := range r.Site.Attributes {
		facts = append(facts, id+"="+value.String())
	}
	add("属性", "attributes", strings.Join(slices.Sorted(slices.Values(facts)), ", "))
	if a := r.Site.Application; a != nil {
		for _, f := range rules.ApplicationFields() {
			add(f.Title.ZH, f.Title.EN, f.Of(a))
		}
	}
	add("未采用的输入", "input that was not used", strings.Join(r.Site.Unused, ", "))
	if r.Site.AccuracyM > 0 {
		m := strconv.FormatFloat(r.Site.AccuracyM, 'f', -1, 64)
		add("坐标精度，米", "accuracy of the coordinates, metres", m)
	}
	add("核查日期", "as of", string(r.AsOf))
	for _, w := range r.Officer {
		add("经办人认定 "+w.Rule+" "+w.Zone, "the officer on "+w.Rule+" "+w.Zone, strconv.FormatBool(w.Holds)+" "+w.Because+" "+w.By)
	}
	systems := []string{r.Site.CRS}
	for i := range r.Parcels {
		systems = append(systems, r.Parcels[i].CRS)
	}
	for _, system := range slices.Compact(systems) {
		switch _, err := crs.Parse(system); {
		case system == "":
		case err != nil:
			all = append(all, layers.Text{ZH: "坐标系：" + system + "，所用参数不在报告中，所示坐标未重新计算", EN: "coordinate system: " + system + ", with parameters that are not in the report: the coordinates shown were not computed again"})
		case r.Site.CRSDeclared:
			add("坐标系（已声明）", "coordinate system, as declared", system)
		default:
			add("坐标系（未声明）", "coordinate system, not declared", system)
		}
	}
	if said := r.Site.Said; said != (layers.Text{}) {
		all = append(all, layers.Text{ZH: "坐标读法：" + said.ZH, EN: "how the coordinates were read: " + said.EN})
	}
	partial := r.Site.Partial
	all = append(all, layers.Text{ZH: "未读的部分：" + cmp.Or(partial.ZH, "无"), EN: "what was not read: " + cmp.Or(partial.EN, "nothing")})
	add("一并要求", "asked for beside the verdict", r.Options.words())
	return all
}

// words are the names of what was asked for, as in a report.
func (o Options) words() string {
	words := []string{}
	for _, part := range []struct {
		asked bool
		name  string
	}{{o.Nearest, "nearest"}, {o.ByGrade, "by_grade"}, {o.Undeclared, "if_shifted"}, {o.Counties, "counties"}, {o.Clears, "clears"}} {
		if part.asked {
			words = append(words, part.name)
		}
	}
	return cmp.Or(strings.Join(words, ", "), "—")
}

// Intact reports whether the text of a report is what AppendSigned once wrote, so
// that its hash is that of what it says. Other versions of the engine wrote theirs
// otherwise: of those it says nothing.
func Intact(text []byte) bool {
	var r Report
	if err := json.Unmarshal(text, &r); err != nil {
		return false
	}
	if r.Engine != screening.Engine {
		return true
	}
	again, err := r.AppendSigned(nil)
	return err == nil && bytes.Equal(again, bytes.TrimSpace(text))
}
