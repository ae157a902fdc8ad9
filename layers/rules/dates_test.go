package rules_test

import (
	"slices"
	"strings"
	"testing"

	"waterzones/layers"
	"waterzones/layers/rules"
)

const (
	waterLaw    = "水污染防治法"
	codeLaw     = "生态环境法典"
	groundwater = "地下水管理条例"
)

// TestCitedOnlyInForce: a law is cited on the days between its first and its
// last, penalties included. The first days are those of the laws themselves.
func TestCitedOnlyInForce(t *testing.T) {
	for _, tt := range []struct {
		law  string
		day  layers.Date
		want bool
	}{
		{codeLaw, "2019-06-01", false},
		{groundwater, "2019-06-01", false},
		{waterLaw, "2019-06-01", true},
		{"取水许可和水资源费征收管理条例", "2019-06-01", true},
		{"畜牧法", "2019-06-01", false}, // as revised in 2022
		{"黄河保护法", "2019-06-01", false},
		{groundwater, "2021-11-30", false},
		{groundwater, "2021-12-01", true},
		{"黄河保护法", "2023-03-31", false},
		{"黄河保护法", "2023-04-01", true},
		{"畜牧法", "2023-02-28", false},
		{"畜牧法", "2023-03-01", true},
		{waterLaw, "2026-08-14", true},
		{codeLaw, "2026-08-14", false},
		{waterLaw, "2026-08-15", false},
		{codeLaw, "2026-08-15", true},
	} {
		var citing []string
		for _, r := range seedRules(t).Rules {
			if cites(slices.Concat(r.Basis, r.Penalties), tt.law, tt.day) {
				citing = append(citing, r.ID)
			}
		}
		if (len(citing) > 0) != tt.want {
			t.Errorf("%s on %s: cited by %v, want cited: %v", tt.law, tt.day, citing, tt.want)
		}
	}
}

// TestCodeReplacesWaterLaw: on 2026-08-15 生态环境法典 takes the place of
// 水污染防治法 in every drinking-water rule that rests on it, in the basis and in
// the penalties; the others rest on older rules and regulations that go on.
func TestCodeReplacesWaterLaw(t *testing.T) {
	const last, first = layers.Date("2026-08-14"), layers.Date("2026-08-15")
	resting := strings.Fields("DW01 DW02 DW03 DW04 DW05 DW06 DW07 DW08 DW08B DW09 DW11 DW23 DW31 DW32 DW33 DW34 DW34B DW39 DW40")
	for _, r := range seedRules(t).Rules {
		if !strings.HasPrefix(r.ID, "DW") {
			continue
		}
		before, after := cites(r.Basis, waterLaw, last), cites(r.Basis, codeLaw, first)
		if want := slices.Contains(resting, r.ID); before != want || after != want {
			t.Errorf("%s cites %s on %s: %v, %s on %s: %v, want %v", r.ID, waterLaw, last, before, codeLaw, first, after, want)
		}
		if b, a := cites(r.Penalties, waterLaw, last), cites(r.Penalties, codeLaw, first); b != a {
			t.Errorf("%s: penalty of %s: %v, of %s: %v", r.ID, waterLaw, b, codeLaw, a)
		}
	}
}

func cites(parts []rules.Citation, law string, day layers.Date) bool {
	return slices.ContainsFunc(parts, func(c rules.Citation) bool { return c.Law == law && c.Holds(day) })
}

// TestStrictestByDay: what the strictest rule says of a kind in a grade, with
// every open fact as the rules fear it, on days of different law.
func TestStrictestByDay(t *testing.T) {
	set := seedRules(t)
	for _, tt := range []struct {
		layer, grade, kind string
		stage              rules.Stage
		day                layers.Date
		want               rules.Verdict
	}{
		{"groundwater_restricted", "禁采", "well", rules.Proposed, "2019-06-01", rules.Prohibited},
		{"groundwater_restricted", "禁采", "well", rules.Existing, "2019-06-01", rules.Restricted},
		{"groundwater_restricted", "禁采", "well", rules.Existing, "2021-12-01", rules.Prohibited},
		{"groundwater_restricted", "禁采", "well", rules.Proposed, "2026-11-23", rules.Prohibited},
		{"groundwater_restricted", "限采", "well", rules.Proposed, "2019-06-01", rules.Restricted},
		{"groundwater_restricted", "限采", "well", rules.Existing, "2021-11-30", rules.Restricted},
		{"groundwater_restricted", "限采", "well", rules.Proposed, "2021-12-01", rules.Prohibited},
		{"groundwater_restricted", "限采", "well", rules.Existing, "2021-12-01", rules.Restricted},
		{"overexploited_area", "", "well", rules.Proposed, "2019-06-01", rules.Restricted},
		{"water_supply_coverage", "", "well", rules.Proposed, "2019-06-01", rules.Restricted},
		{"spring_domain", "保护范围", "project", rules.Proposed, "2019-06-01", rules.Restricted},
		{"spring_domain", "保护范围", "project", rules.Proposed, "2021-12-01", rules.Prohibited},
		{"spring_domain", "重点保护区", "well", rules.Proposed, "2019-06-01", rules.Prohibited},
		{"drinking_water_zone", "二级", "well", rules.Proposed, "2026-08-15", rules.Prohibited},
		{"drinking_water_zone", "准保护区", "outfall", rules.Existing, "2026-08-15", rules.Restricted},
		{"drinking_water_zone", "准保护区", "outfall", rules.Proposed, "2026-08-15", rules.Prohibited},
		{"blue_line", "", "pipeline", rules.Proposed, "2019-06-01", rules.Prohibited},
		{"livestock_ban", "", "livestock_farm", rules.Existing, "2019-06-01", rules.Prohibited},
		{"section_corridor", "", "outfall", rules.Proposed, "2019-06-01", rules.NoneFound},
		{"section_corridor", "", "outfall", rules.Proposed, "2024-08-27", rules.Notice},
	} {
		got := rules.NoneFound
		for _, r := range speaking(set, tt.layer, tt.grade, tt.kind, tt.stage, tt.day) {
			got = rules.Stricter(got, r.Verdict)
		}
		if got != tt.want {
			t.Errorf("%v: %s", tt, got)
		}
	}
}

// TestNothingPassesTheFirstGrade: in 一级 every kind of site, at every stage and
// on every day, is prohibited unless it serves water supply, whatever else is
// known; an outfall is prohibited even then, in 二级 too; what is built and
// discharges is prohibited in 二级.
func TestNothingPassesTheFirstGrade(t *testing.T) {
	set := seedRules(t)
	for _, k := range set.Kinds {
		built := slices.Contains(k.Activities, "A03") || slices.Contains(k.Activities, "A08")
		for _, stage := range []rules.Stage{rules.Proposed, rules.Existing} {
			for _, day := range []layers.Date{"2019-06-01", "2026-08-14", "2026-08-15", "2026-11-23"} {
				first := speaking(set, "drinking_water_zone", "一级", k.ID, stage, day)
				for _, water := range []string{"surface", "groundwater"} {
					if !prohibits(first, map[string]rules.Value{"serves_water_supply": rules.Bool(false), "source_water": rules.Text(water)}) {
						t.Errorf("%s %s in 一级 of %s on %s passes", stage, k.ID, water, day)
					}
				}
				second := speaking(set, "drinking_water_zone", "二级", k.ID, stage, day)
				if k.ID == "outfall" && !(prohibits(first, nil) && prohibits(second, nil)) {
					t.Errorf("%s outfall on %s: not prohibited without condition", stage, day)
				}
				if built && !prohibits(second, map[string]rules.Value{"discharges_pollutants": rules.Bool(true)}) {
					t.Errorf("%s %s that discharges in 二级 on %s passes", stage, k.ID, day)
				}
			}
		}
	}
}

// speaking selects rules by all that is not an attribute.
func speaking(set *rules.Set, layer, grade, kind string, stage rules.Stage, day layers.Date) []rules.Rule {
	return slices.DeleteFunc(forKind(set, kind), func(r rules.Rule) bool {
		return r.Layer != layer || !r.InForce(day) || r.Stage != "" && r.Stage != stage ||
			len(r.Grades) > 0 && !slices.Contains(r.Grades, grade)
	})
}

// prohibits reports whether these facts alone suffice for a ban.
func prohibits(set []rules.Rule, facts map[string]rules.Value) bool {
	return slices.ContainsFunc(set, func(r rules.Rule) bool {
		for id, c := range r.When {
			if known, ok := facts[id]; !ok || !c.Holds(known) {
				return false
			}
		}
		return r.Verdict == rules.Prohibited
	})
}
