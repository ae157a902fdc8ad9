package report

import (
	"slices"
	"strings"
	"testing"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

// TestWording: what the sentence of a finding says, and what it does not, on a
// day.
func TestWording(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		site, zone, rule string
		day              layers.Date
		says, not        string // words, | between
	}{
		{
			"project serves_water_supply=否", "drinking_water_zone 一级", "DW01", "2026-11-23",
			"位于甲区内。依据《生态环境法典》第三百一十九条第一款，禁止在饮用水水源一级保护区内新建、改建、扩建|判定：禁止。", "待核|水污染防治法|责令",
		},
		{"project serves_water_supply=否", "drinking_water_zone 一级", "DW01", "2026-08-14", "《水污染防治法》第六十五条第一款", "生态环境法典"},
		{"project serves_water_supply=否", "drinking_water_zone 一级", "DW01", "2026-08-15", "《生态环境法典》第三百一十九条第一款", "水污染防治法"},
		{"project stage=既有 serves_water_supply=否", "drinking_water_zone 一级", "DW01", "2026-11-23", "已建成的|责令拆除或者关闭|判定：禁止", "禁止在饮用水"},
		{"project", "drinking_water_zone 二级", "DW04", "2026-11-23", "申报未说明：排放污染物|判定：限制（待核实，可能为禁止）", ""},
		{"cemetery", "drinking_water_zone 一级 地下水型", "DW17", "2026-11-23", "《饮用水水源保护区污染防治管理规定》第十九条第一项（待核）|禁止建立墓地（待核）", ""},
		{"waste_site", "drinking_water_zone 二级 地下水型 潜水", "DW20", "2026-11-23", "第十九条第二项（一）（待核）", "第（一）项"},
		{"well serves_water_supply=否 supply_can_meet=是", "water_supply_coverage", "GW04", "2026-11-23", "第二十条第一款第（五）项", "待核"},
		{"well stage=既有 emergency_or_monitoring=否", "groundwater_restricted 禁采", "GW01", "2026-11-23", "既有取水井同样不得取用|判定：禁止。建议处置：关闭。", ""},
		{"well", "drinking_water_zone 二级", "DW40", "2026-11-23", "第三百二十条第一款（反面解释）|（待核）", ""},
		{"project", "drinking_water_zone 二级", "DW05", "2026-11-23", "《HJ 773-2015》第6章（待核）", "第六章"},
		{"water_filling occupies_unlawfully=是", "blue_line", "BL06", "2026-08-14", "《晋城市2019年水污染防治行动计划》（七）1", "生态环境法典|待核"},
		{"water_filling occupies_unlawfully=是 stage=既有", "blue_line", "BL06", "2026-08-15", "生态环境法典》第七百五十一条第二款|限期退出", ""},
	} {
		f := judged(t, set, tt.site, tt.zone, tt.rule, tt.day)
		if f == nil {
			t.Errorf("%s in %s: %s does not speak", tt.site, tt.zone, tt.rule)
			continue
		}
		for word := range strings.SplitSeq(tt.says, "|") {
			if !strings.Contains(f.Text.ZH, word) {
				t.Errorf("%s: no %q in %s", tt.rule, word, f.Text.ZH)
			}
		}
		for word := range strings.SplitSeq(tt.not, "|") {
			if word != "" && strings.Contains(f.Text.ZH, word) {
				t.Errorf("%s: %q in %s", tt.rule, word, f.Text.ZH)
			}
		}
	}
}

// judged returns what the rule finds of the site in the zone, nil if nothing.
func judged(t *testing.T, set *rules.Set, site, zone, rule string, day layers.Date) *Finding {
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
	if at := slices.IndexFunc(found, func(o rules.Outcome) bool { return o.Rule.ID == rule }); at >= 0 {
		f := finding(&found[at])
		return &f
	}
	return nil
}
