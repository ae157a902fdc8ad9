package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// TestJudge: a site within a zone, and what one rule says of it: its verdict,
// what it could be, the attributes it asks for and the disposal; or nothing. A
// site is its kind and what is said of it; a zone its layer, grade, kind of
// source and aquifer.
func TestJudge(t *testing.T) {
	set := seedRules(t)
	for _, tt := range []struct{ site, zone, rule, want string }{
		// The zone tells what its source is; where it is silent the site, or no one.
		{"farmland", "drinking_water_zone 一级 湖库型", "DW12", "prohibited"},
		{"farmland", "drinking_water_zone 一级 地下水型", "DW12", ""},
		{"farmland", "drinking_water_zone 一级 地下水型", "DW13", "prohibited"},
		{"farmland", "drinking_water_zone 一级", "DW13", "restricted could=prohibited ?source_water"},
		{"farmland source_water=地下水", "drinking_water_zone 一级", "DW13", "prohibited"},
		{"farmland source_water=地下水", "drinking_water_zone 一级 河流型", "DW13", ""},
		{"waste_site", "drinking_water_zone 二级 地下水型 孔隙潜水", "DW20", "prohibited"},
		{"waste_site", "drinking_water_zone 二级 地下水型 岩溶承压水", "DW20", ""},
		{"waste_site", "drinking_water_zone 二级 地下水型 岩溶水", "DW20", "restricted could=prohibited ?source_aquifer"},
		{"waste_site", "drinking_water_zone 二级 地下水型 潜水、承压水", "DW20", "restricted could=prohibited ?source_aquifer"},
		// Activities: always, declared, denied, not said.
		{"oil_depot oil_facility=油库", "drinking_water_zone 一级 地下水型", "DW16", "prohibited"},
		{"oil_depot oil_facility=加油站", "drinking_water_zone 一级 地下水型", "DW16", ""},
		{"oil_depot", "drinking_water_zone 一级 地下水型", "DW16", "restricted could=prohibited ?oil_facility"},
		{"oil_depot oil_facility=加油站", "drinking_water_zone 一级 地下水型", "DW01", "prohibited"},
		{"project oil_depot=true oil_facility=油库", "drinking_water_zone 一级 地下水型", "DW16", "prohibited"},
		{"project oil_depot=true", "drinking_water_zone 一级 地下水型", "DW16", "restricted could=prohibited ?oil_facility"},
		{"project oil_depot=false", "drinking_water_zone 一级 地下水型", "DW16", ""},
		{"project", "drinking_water_zone 一级 地下水型", "DW16", ""},
		// Two attributes declare A16, and only one of them is mining.
		{"project underground_disposal=true", "drinking_water_zone 准保护区 地下水型", "DW23", "prohibited"},
		{"project mining=true", "drinking_water_zone 准保护区 地下水型", "DW23", "restricted could=prohibited ?underground_disposal"},
		{"project mining=true", "spring_domain 重点保护区", "SP03", "prohibited"},
		{"project underground_disposal=true mining=false", "spring_domain 重点保护区", "SP03", ""},
		// Nature and stage.
		{"project nature=扩建 heavy_pollution=true", "drinking_water_zone 准保护区", "DW07", "prohibited"},
		{"project nature=改建 heavy_pollution=true", "drinking_water_zone 准保护区", "DW07", ""},
		{"project stage=既有 heavy_pollution=true", "drinking_water_zone 准保护区", "DW07", ""},
		{"project industry=2614 nature=新建", "drinking_water_zone 准保护区", "DW07", "prohibited"},
		{"project heavy_pollution=true", "drinking_water_zone 准保护区", "DW07", "restricted could=prohibited ?nature"},
		// LV04 decides DW10, LV01 and LV02; LV05 speaks where the ground is missing.
		{"livestock_farm species=pig head_count=500", "livestock_ban", "LV01", "prohibited"},
		{"livestock_farm species=pig head_count=499", "livestock_ban", "LV01", ""},
		{"livestock_farm species=pig head_count=499", "livestock_ban", "LV02", "notice"},
		{"livestock_farm", "livestock_ban", "LV01", "restricted could=prohibited ?large_scale"},
		{"livestock_farm", "livestock_ban", "LV05", "notice"},
		{"livestock_farm", "livestock_ban - - - 条例第十一条", "LV05", ""},
		// A disposal is for a well that stands, and to look first while it is open.
		{"well stage=既有 emergency_or_monitoring=false", "groundwater_restricted 禁采", "GW01", "prohibited close"},
		{"well stage=既有", "groundwater_restricted 禁采", "GW01", "prohibited could=restricted ?emergency_or_monitoring verify"},
		{"well emergency_or_monitoring=false", "groundwater_restricted 禁采", "GW01", "prohibited"},
		{"well stage=既有", "groundwater_restricted 限采", "GW03", "restricted ?emergency_or_monitoring verify"},
		{"well stage=既有 well_purpose=监测", "groundwater_restricted 禁采", "GW08", "notice keep"},
		{"well stage=既有 well_purpose=监测", "groundwater_restricted 禁采", "GW01", ""},
		{"well stage=既有 own_abstraction=是 approved_abstraction=是", "water_supply_coverage", "GW06", "notice verify"},
		{"well stage=既有 well_purpose=公共供水", "water_supply_coverage", "GW06", ""},
		{"well well_purpose=公共供水 supply_can_meet=是", "water_supply_coverage", "GW04", ""},
		{"well well_purpose=工业 supply_can_meet=是", "water_supply_coverage", "GW04", "restricted"},
		{"well well_purpose=工业", "water_supply_coverage", "GW04", "restricted ?supply_can_meet"},
		{"well stage=既有", "overexploited_in_supply", "GW05", "notice verify"},
		{"well stage=既有 serves_water_supply=否", "drinking_water_zone 一级", "DW39", "prohibited close"},
	} {
		finding := judged(t, set, tt.site, tt.zone, tt.rule, "2026-11-23")
		got := ""
		if finding != nil {
			got = string(finding.Verdict)
			if finding.CouldBe != "" {
				got += " could=" + string(finding.CouldBe)
			}
			for _, a := range finding.Open {
				got += " ?" + a.ID
			}
			got = strings.TrimSpace(got + " " + string(finding.Disposal))
		}
		if got != tt.want {
			t.Errorf("%s in %s: %s %q, want %q", tt.site, tt.zone, tt.rule, got, tt.want)
		}
	}
}

// TestUnverifiedIsSaid: every rule that is not V throughout says 待核 in its title
// and so in every finding and reminder; no other does.
func TestUnverifiedIsSaid(t *testing.T) {
	set := seedRules(t)
	for _, r := range set.Rules {
		for _, stage := range []string{"拟建", "既有"} {
			site := &rules.Site{Kind: set.KindsOf(&r)[0], Stage: rules.Proposed, Attributes: facts(&r)}
			if stage == "既有" {
				site.Stage = rules.Existing
			}
			if r.Stage != "" && r.Stage != site.Stage {
				continue
			}
			day := lastDay(&r)
			text, unverified := "", false
			if r.Layer == rules.Everywhere {
				found, _ := set.Everywhere(site, day)
				for _, m := range found {
					if m.Rule.ID == r.ID {
						text, unverified = m.Title().ZH+m.Title().EN, m.Rule.Unverified()
					}
				}
			} else {
				for _, f := range set.Judge(site, hitOf(&r), day) {
					if f.Rule.ID == r.ID {
						text, unverified = f.Title().ZH+f.Title().EN, f.Rule.Unverified()
					}
				}
			}
			if text == "" {
				t.Errorf("%s, %s, never speaks", r.ID, stage)
			} else if said := strings.Contains(text, "（待核）") && strings.Contains(text, "(unverified)"); said != r.Unverified() || unverified != r.Unverified() {
				t.Errorf("%s (%s): 待核 said: %v, in %s", r.ID, r.Evidence, said, text)
			}
		}
	}
}

// judged returns what the rule finds of the site in the zone, nil if nothing.
func judged(t *testing.T, set *rules.Set, site, zone, rule string, day layers.Date) *rules.Outcome {
	t.Helper()
	words := strings.Fields(site)
	said := rules.Said{Kind: words[0], Attributes: map[string]string{}}
	for _, word := range words[1:] {
		key, value, _ := strings.Cut(word, "=")
		if key == "stage" {
			said.Stage = value
		} else {
			said.Attributes[key] = value
		}
	}
	s, wrong := set.Site(said)
	if len(wrong) > 0 {
		t.Fatal(site, wrong)
	}
	place := append(strings.Fields(zone), "", "", "", "")
	for i := range place {
		place[i] = strings.Trim(place[i], "-")
	}
	z := &layers.Zone{Attributes: layers.Attributes{Code: "Z", Name: "甲区", Grade: place[1], SourceType: place[2], Aquifer: place[3], LegalGround: place[4]}}
	hit := &rules.Hit{Layer: &layers.Layer{ID: place[0]}, Zone: z, Relation: geo.Within}
	found := set.Judge(s, hit, day)
	if at := slices.IndexFunc(found, func(f rules.Outcome) bool { return f.Rule.ID == rule }); at >= 0 {
		return &found[at]
	}
	return nil
}

// facts are such that every condition of the rule holds, and every activity is
// declared.
func facts(r *rules.Rule) map[string]rules.Value {
	known := map[string]rules.Value{}
	for id := range strings.FieldsSeq("abstracts_groundwater outfall drains_groundwater dewatering stores_hazardous_chemicals oil_depot solid_waste sand_mining mining solar_wind water_recreation farming agrochemicals river_crossing wharf chemical_project tailings_pond cemetery water_filling blasting geothermal coalbed_methane underground_disposal monitoring_well") {
		known[id] = rules.Bool(true)
	}
	for id, c := range r.When {
		known[id] = c.Is[0]
	}
	return known
}

func hitOf(r *rules.Rule) *rules.Hit {
	z := &layers.Zone{Attributes: layers.Attributes{Code: "Z", Name: "甲区"}}
	if len(r.Grades) > 0 {
		z.Grade = r.Grades[0]
	}
	return &rules.Hit{Layer: &layers.Layer{ID: r.Layer}, Zone: z, Relation: geo.Within}
}

// lastDay is a day on which the rule is in force, the latest of its law.
func lastDay(r *rules.Rule) layers.Date {
	day := layers.Date("")
	for _, c := range r.Basis {
		last := layers.Date("2026-11-23")
		if c.To != "" {
			last = c.From
		}
		day = max(day, last)
	}
	return day
}

// TestInWords: the sentence names article, paragraph and item as statutes do, and
// leaves alone what is none of them.
func TestInWords(t *testing.T) {
	for written, spoken := range map[string]string{
		"第1145条第1款(一)": "第一千一百四十五条第一款第（一）项", "第318条": "第三百一十八条", "第10条(一)(二)": "第十条第（一）项第（二）项",
		"第19条第2项(一)": "第十九条第二项（一）", "第6.2节": "第6.2节", "第6章": "第6章", "第320条第1款(反面解释)": "第三百二十条第一款（反面解释）",
		"（五）2": "（五）2", "第20条(注": "第二十条(注",
	} {
		text := strings.Replace(small, "第1条", fmt.Sprintf("%q", written), 1)
		set, err := rules.Load([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		site := &rules.Site{Kind: "well", Attributes: map[string]rules.Value{"deep": rules.Bool(true)}}
		found := set.Judge(site, &rules.Hit{Layer: &layers.Layer{ID: "any_layer"}, Zone: &layers.Zone{}, Relation: geo.Within}, "2020-06-01")
		if len(found) != 1 || !strings.Contains(found[0].Law().ZH+"，", "《甲法》"+spoken+"，") {
			t.Errorf("%s: %+v", written, found)
		}
	}
}
