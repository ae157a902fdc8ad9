package rules_test

import (
	"os"
	"strings"
	"testing"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// TestSaid: a description as people write it (kind, stage, attributes), and what
// is known by it; or the fields at fault.
func TestSaid(t *testing.T) {
	set := seedRules(t)
	for _, tt := range []struct{ said, want string }{
		// Stage and nature say one thing.
		{"project", "stage="},
		{"project stage=既有", "stage=existing nature=existing"},
		{"project stage=改建", "stage=proposed nature=rebuilt"},
		{"project stage=proposed nature=扩建", "stage=proposed nature=extended"},
		{"project stage=拟建", "stage=proposed nature="},
		{"project nature=已建", "stage=existing"},
		{"outfall stage=扩大", "stage=proposed nature=extended"},
		{"project stage=新建 nature=new", "stage=proposed nature=new"},
		{"project stage=新建 nature=rebuilt", "!stage"},
		{"project stage=existing nature=new", "!stage"},
		{"project stage=proposed nature=existing", "!stage"},
		{"project stage=someday", "!stage"},
		// Titles in either language stand for ids.
		{"well 井深=120.5 取水用途=农业灌溉", "depth_m=120.5 well_purpose=irrigation emergency_or_monitoring=false serves_water_supply=false"},
		{"well purpose", "!attributes.purpose"},
		{"well depth_m=120.5 井深=120.5", "depth_m=120.5"},
		{"well depth_m=1 井深=2", "!two different values"},
		{"well depth_m=deep", "!attributes.depth_m"},
		{"well depth_m=-1", "!attributes.depth_m"},
		{"well depth_m=NaN", "!attributes.depth_m"},
		{"well depth_m=1e999", "!attributes.depth_m"},
		{"well well_purpose=fun", "!attributes.well_purpose"},
		{"well well_purpose=不清楚", "well_purpose="},
		{"well supply_can_meet=maybe", "!attributes.supply_can_meet"},
		{"castle", "!kind"},
		// LV04, from either side of each of its numbers.
		{"livestock_farm species=生猪 head_count=500", "large_scale=true"},
		{"livestock_farm species=pig head_count=499", "large_scale=false"},
		{"livestock_farm species=layer_hen head_count=10000", "large_scale=true"},
		{"livestock_farm species=layer_hen head_count=9999", "large_scale=false"},
		{"livestock_farm species=broiler head_count=50000", "large_scale=true"},
		{"livestock_farm species=broiler head_count=49999", "large_scale=false"},
		{"livestock_farm species=dairy_cow head_count=100", "large_scale=true"},
		{"livestock_farm species=dairy_cow head_count=99", "large_scale=false"},
		{"livestock_farm species=beef_cattle head_count=50", "large_scale=true"},
		{"livestock_farm species=beef_cattle head_count=49", "large_scale=false"},
		{"livestock_farm species=mutton_sheep head_count=300", "large_scale=true"},
		{"livestock_farm species=mutton_sheep head_count=299", "large_scale=false"},
		{"livestock_farm species=other head_count=100000", "large_scale="},
		{"livestock_farm species=pig", "large_scale="},
		{"livestock_farm species=pig head_count=500 large_scale=true", "large_scale=true"},
		{"livestock_farm species=pig head_count=500 large_scale=false", "!attributes.large_scale"},
		// What a kind implies gives way to what is said, and to what follows from it.
		{"outfall", "discharges_pollutants=true serves_water_supply=false"},
		{"outfall discharges_pollutants=否", "discharges_pollutants=false"},
		{"well well_purpose=public_supply", "serves_water_supply=true emergency_or_monitoring=false"},
		{"well well_purpose=监测", "emergency_or_monitoring=true serves_water_supply="},
		{"well well_purpose=monitoring emergency_or_monitoring=false", "!attributes.emergency_or_monitoring"},
		// GB/T 4754 codes are nested.
		{"project industry=2614", "heavy_pollution=true"},
		{"project industry=3360", "heavy_pollution=true"},
		{"project industry=4710", "heavy_pollution="},
		{"project chemical_project=true", "heavy_pollution=true"},
		{"chemical_project", "heavy_pollution=true"},
		{"project industry=C2614", "heavy_pollution=true industry=2614"},
		{"project industry=化学原料制造", "!attributes.industry"},
		// A date is known as exactly as it was written.
		{"project stage=existing built_on=2015", "built_on=2015"},
		{"project stage=existing built_on=2015年6月", "built_on=2015-06"},
		{"project stage=existing built_on=2015/6/3", "built_on=2015-06-03"},
		{"project stage=existing built_on=2015-13", "!attributes.built_on"},
		{"project nature=rebuilt built_on=2015", "built_on=2015"},
		{"project nature=new built_on=2015", "!attributes.built_on"},
		{"project stage=proposed built_on=2015", "!attributes.built_on"},
		// What tells of an activity declares it.
		{"project wharf_use=hazardous", "wharf=true"},
		{"project waste_water_to=direct", "outfall=true discharges_pollutants=true"},
		{"project waste_water_to=sewer", "outfall= discharges_pollutants="},
		{"project geothermal=true", "abstracts_groundwater=true own_abstraction=true emergency_or_monitoring=false"},
		{"well abstraction_approval_no=办理中", "approved_abstraction=false abstraction_approval_no=无"},
		{"well abstraction_approval_no=不详", "approved_abstraction= abstraction_approval_no="},
	} {
		words := strings.Fields(tt.said)
		said := rules.Said{Kind: words[0], Attributes: map[string]string{}}
		for _, word := range words[1:] {
			key, value, _ := strings.Cut(word, "=")
			if key == "stage" {
				said.Stage = value
			} else {
				said.Attributes[key] = value
			}
		}
		site, wrong := set.Site(said)
		if fault, isFault := strings.CutPrefix(tt.want, "!"); isFault {
			if len(wrong) != 1 || !strings.Contains(wrong[0].Error(), fault) {
				t.Errorf("%s: %v, want a fault of %s", tt.said, wrong, fault)
			}
			continue
		}
		if len(wrong) > 0 {
			t.Errorf("%s: %v", tt.said, wrong)
		}
		for want := range strings.SplitSeq(tt.want, " ") {
			key, value, _ := strings.Cut(want, "=")
			got := site.Attributes[key].String()
			if key == "stage" {
				got = string(site.Stage)
			}
			if got != value {
				t.Errorf("%s: %s is %q, want %q", tt.said, key, got, value)
			}
		}
	}
}

// TestNotHeld: law of which the file has no rules is named in the words of law.
func TestNotHeld(t *testing.T) {
	note := seedRules(t).NotHeldNote()
	for _, want := range []string{"《生态环境法典》第三百一十一条第二款（条文未读）", "《山西省水污染防治条例》"} {
		if !strings.Contains(note.ZH, want) {
			t.Errorf("no %s in %s", want, note.ZH)
		}
	}
	if none := new(rules.Set).NotHeldNote(); none != (layers.Text{}) {
		t.Errorf("a file that names none: %v", none)
	}
}

// TestNotes: what follows by LV04 is said, and which activities of a project
// were not declared, once; where nothing can be declared there is no such note.
func TestNotes(t *testing.T) {
	set := seedRules(t)
	for _, tt := range []struct {
		said      rules.Said
		has, lack []string
		notes     int
	}{
		{rules.Said{Kind: "well"}, []string{"未申报", "监测井"}, nil, 1},
		{rules.Said{Kind: "well", Attributes: map[string]string{"well_purpose": "工业"}}, nil, nil, 0},
		{rules.Said{Kind: "farmland"}, nil, nil, 0},
		{rules.Said{Kind: "livestock_farm", Attributes: map[string]string{"species": "pig", "head_count": "500"}}, []string{"LV04", "待核", "未申报", "打井取用地下水"}, nil, 2},
		{rules.Said{Kind: "livestock_farm", Attributes: map[string]string{"large_scale": "true", "abstracts_groundwater": "false", "outfall": "false"}}, nil, nil, 0},
		{rules.Said{Kind: "outfall", Attributes: map[string]string{"discharges_pollutants": "false"}}, []string{"通常情形相反", "排放污染物"}, nil, 1},
		{rules.Said{Kind: "outfall", Attributes: map[string]string{"discharges_pollutants": "true"}}, nil, []string{"相反"}, 0},
		{rules.Said{Kind: "project"}, []string{"未申报", "设油库、加油站", "光伏、风电"}, nil, 1},
		{rules.Said{Kind: "project", Attributes: map[string]string{"oil_depot": "true", "solar_wind": "false"}}, []string{"未申报", "采砂"}, []string{"设油库", "光伏"}, 1},
	} {
		site, wrong := set.Site(tt.said)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		var text strings.Builder
		notes := set.Notes(site)
		for _, n := range notes {
			text.WriteString(n.ZH)
		}
		if len(notes) != tt.notes {
			t.Errorf("%+v: %d notes, want %d: %s", tt.said, len(notes), tt.notes, text.String())
		}
		for _, word := range tt.has {
			if !strings.Contains(text.String(), word) {
				t.Errorf("%+v: no %s in %s", tt.said, word, text.String())
			}
		}
		for _, word := range tt.lack {
			if strings.Contains(text.String(), word) {
				t.Errorf("%+v: %s in %s", tt.said, word, text.String())
			}
		}
	}
}

// TestReminders: what holds everywhere is found when it is declared, reminded of when
// nothing was said of it, and neither when it is denied.
func TestReminders(t *testing.T) {
	set := seedRules(t)
	for _, tt := range []struct{ kind, attribute, value, rule, want string }{
		{"project", "oil_depot", "", "GW19", "undeclared"},
		{"project", "oil_depot", "true", "GW19", "found"},
		{"project", "oil_depot", "false", "GW19", "silent"},
		{"oil_depot", "oil_facility", "depot", "GW19", "found"},
		{"well", "abandoned", "", "GW22", "asked"},
		{"well", "abandoned", "true", "GW22", "found"},
		{"well", "abandoned", "false", "GW22", "silent"},
		{"well", "supply_can_meet", "true", "GW19", "silent"},
		{"hazardous_chemicals", "major_hazard", "true", "DW30", "found"},
		{"hazardous_chemicals", "major_hazard", "", "DW30", "asked"},
		{"hazardous_chemicals", "major_hazard", "false", "DW30", "silent"},
		{"livestock_farm", "large_scale", "false", "LV04", "found"},
	} {
		site, wrong := set.Site(rules.Said{Kind: tt.kind, Attributes: map[string]string{tt.attribute: tt.value}})
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		got := "silent"
		found, reminders := set.Everywhere(site, "2026-11-23")
		for _, r := range found {
			if r.Rule.ID == tt.rule {
				got = "found"
			}
		}
		for _, r := range reminders {
			switch {
			case r.Rule.ID != tt.rule:
			case r.Undeclared:
				got = "undeclared"
			default:
				got = "asked"
			}
		}
		if got != tt.want {
			t.Errorf("%s %s=%s: %s is %s, want %s", tt.kind, tt.attribute, tt.value, tt.rule, got, tt.want)
		}
	}
}

// FuzzSaid: whatever is said of an attribute is refused with a reason or taken as
// a value that reads the same when it is written out.
func FuzzSaid(f *testing.F) {
	for _, seed := range [][3]string{
		{"well", "井深", "120.5"},
		{"well", "well_purpose", "农业灌溉"},
		{"project", "nature", "改建"},
		{"project", "industry", " 2614 "},
		{"livestock_farm", "head_count", "1e999"},
		{"outfall", "discharges_pollutants", "NO"},
		{"castle", "", "\x00"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	data, err := os.ReadFile("../../seeds/rules.yaml")
	if err != nil {
		f.Fatal(err)
	}
	set, err := rules.Load(data)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind, name, text string) {
		site, wrong := set.Site(rules.Said{Kind: kind, Attributes: map[string]string{name: text}})
		for _, w := range wrong {
			if w.ZH == "" || w.EN == "" {
				t.Errorf("%q: a refusal without a reason: %+v", text, w)
			}
		}
		for id, value := range site.Attributes {
			if again, err := set.Attribute(id).Parse(value.String()); err != nil || again != value {
				t.Errorf("%s: %q is read again as %q (%v)", id, value, again, err)
			}
		}
	})
}
