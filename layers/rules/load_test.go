package rules_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"waterzones/layers/rules"
)

// small is a rule file without mistakes; the tests below make one or more.
const small = `
kinds:
  - {id: well, title: {zh: 水井, en: well}}
  - {id: outfall, title: {zh: 排污口, en: outfall}}
attributes:
  - {id: deep, title: {zh: 深层, en: deep}, question: {zh: 是否深层？, en: Is it deep}, kinds: [well]}
rules:
  - id: R1
    layer: any_layer # which layers there are is not the rule file's business
    kinds: [well]
    stage: proposed
    when: {deep: true}
    verdict: prohibited
    evidence: V
    title: {zh: 禁止, en: banned}
    basis:
      - {law: 甲法, article: 第1条, from: 2020-01-01, to: 2021-01-01}
      - {law: 乙条例, from: "2021-01-01", unverified: true}
`

func TestLoad(t *testing.T) {
	set, err := rules.Load([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	r := set.Rules[0]
	if len(set.Version) != 64 || r.Basis[0].To != "2021-01-01" || !r.Basis[1].Unverified || r.Title.EN != "banned" {
		t.Errorf("read as %+v", set)
	}
	if set.Kind("outfall") == nil || set.Kind("farm") != nil || set.Attribute("deep") == nil || set.Attribute("") != nil {
		t.Error("lookup of kinds or attributes fails")
	}
	if len(forKind(set, "well")) != 1 || len(forKind(set, "outfall")) != 0 {
		t.Errorf("rules for well: %v, for outfall: %v", forKind(set, "well"), forKind(set, "outfall"))
	}
}

// TestLoadMistakes: each edit (old → new, all of them made) gives all the
// errors named, by line or by rule and key.
func TestLoadMistakes(t *testing.T) {
	for _, tt := range []struct{ edit, want string }{
		{"verdict: prohibited → verdict: borderline", "rule R1: verdict"},
		{"verdict: prohibited → ", "rule R1: verdict"},
		{"stage: proposed → stage: planned", "rule R1: stage"},
		{"layer: any_layer → ", "rule R1: layer"},
		{"id: R1 → ", "rule #1: id"},
		{"kinds: [well]\n    stage → kinds: [farm]\n    stage", `rule R1: kinds ... "farm"`},
		{"kinds: [well]\n    stage → kinds: [outfall]\n    stage", "rule R1: when.deep ... 没有这个属性"},
		{"when: {deep: true} → when: {depth: true}", "rule R1: when.depth ... no such attribute"},
		{"en: banned → en: ''", "rule R1: title.en"},
		{"zh: 禁止 → zh:", "rule R1: title.zh"},
		{"stage: proposed → conditions: {zh: 例外}", "rule R1: conditions.en"},
		{"stage: proposed → grades: [一级, '']", "rule R1: grades"},
		{"law: 甲法, → ", "rule R1: basis[0].law"},
		{"article: 第1条, → ", "rule R1: basis[0].article"},
		{"from: 2020-01-01, → ", "rule R1: basis[0].from"},
		{"to: 2021-01-01 → to: 2020-01-01", "rule R1: basis[0].to"},
		{"basis: → penalties:", "rule R1: basis"},
		{"question: {zh: 是否深层？, en: Is it deep}, → ", "attribute deep: question.zh ... attribute deep: question.en"},
		{"id: outfall → id: well", "kind well: id"},
		{"id: deep, → ", "attribute #1: id ... rule R1: when.deep"},
		{"verdict: → verdickt:", "field verdickt not found"},
		{"law: 甲法 → loi: 甲法", "line 17: field loi not found"},
		{"to: 2021-01-01 → to: 2021-02-30", "line 17: to: 日期"},
		{
			"from: 2020-01-01 → from: 1.1.2020 | to: 2021-01-01 → to: never | en: banned → an: banned | stage: proposed → stage: old",
			"field an not found ... line 17: from ... line 17: to ... rule R1: stage",
		},
		{"rules: → rules: []\nother:", "field other not found ... no rules"},
		{"2021-01-01\", unverified: true} → 2021-01-01\", unverified: true}\n---\nkinds: []", "one YAML document"},
		{"kinds: → {", "not valid YAML"},
		{"evidence: V → ", "rule R1: evidence"},
		{"when: {deep: true} → when: {deep: 3}", "rule R1: when.deep"},
		{"when: {deep: true} → when: {deep: {at_least: 3}}", "rule R1: when.deep"},
		{"when: {deep: true} → when: {deep: {above: 3}}", "field above not found"},
		{"when: {deep: true} → when: {deep: {at_least: .inf}}", "rule R1: when.deep"},
		{"when: {deep: true} → when: {deep: {}}", "rule R1: when.deep"},
		{"when: {deep: true} → when: {deep: [true, 3]}", "rule R1: when.deep"},
		{"when: {deep: true} → when: {deep: null}", "rule R1: when.deep"},
		{"when: {deep: true} → when: {deep: .nan}", "line 12: .nan"},
		{"when: {deep: true} → activities: [A99]", "rule R1: activities ... A99"},
		{"when: {deep: true} → disposal: burn", "rule R1: disposal"},
		{"when: {deep: true} → zone_lacks: colour", "rule R1: zone_lacks"},
		{"when: {deep: true} → title_existing: {zh: 关闭}", "rule R1: title_existing.en"},
		{"kinds: [well]\n    stage → stage", "rule R1: kinds"},
		{"kinds: [well]}\nrules → kinds: [well], type: colour}\nrules", "attribute deep: type"},
		{"kinds: [well]}\nrules → kinds: [well], type: choice}\nrules", "attribute deep: choices ... rule R1: when.deep"},
		{"kinds: [well]}\nrules → kinds: [well], choices: [{id: a, title: {zh: 甲, en: a}}]}\nrules", "attribute deep: choices"},
		{"kinds: [well]}\nrules → kinds: [well], type: choice, choices: [{id: a}, {id: a, title: {zh: 甲, en: a}}]}\nrules", "choices[0]: title.zh ... choices[1]: id"},
		{"kinds: [well]}\nrules → kinds: [well], activity: A99}\nrules", "attribute deep: activities ... A99"},
		{"kinds: [well]}\nrules → kinds: [well], zone: colour}\nrules", "attribute deep: zone"},
		{"en: well}} → en: well}, implies: {shallow: true}}", "kind well: implies.shallow"},
		{"en: well}} → en: well}, implies: {deep: 7}}", "kind well: implies.deep"},
		{"en: well}} → en: well}, activities: [A99]}", "kind well: activities"},
		{"rules:\n → derive: [{attribute: shallow, value: true, when: {deep: 1}}, {attribute: deep, value: 7, rule: R9}]\nrules:\n", "derivation shallow: attribute ... derivation shallow: when.deep ... derivation deep: value ... derivation deep: when ... derivation deep: rule"},
	} {
		text := small
		for edit := range strings.SplitSeq(tt.edit, " | ") {
			old, now, _ := strings.Cut(edit, " → ")
			if !strings.Contains(text, old) {
				t.Fatalf("the edit %q does nothing", edit)
			}
			text = strings.Replace(text, old, now, 1)
		}
		set, err := rules.Load([]byte(text))
		if err == nil || set != nil {
			t.Errorf("%s: no error", tt.edit)
			continue
		}
		rest := err.Error()
		for want := range strings.SplitSeq(tt.want, " ... ") {
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("%s:\ngot  %v\nwant %s", tt.edit, err, want)
				break
			}
			rest = after
		}
	}
	if _, err := rules.Load(nil); err == nil || !strings.Contains(err.Error(), "no rules") {
		t.Errorf("empty file: %v", err)
	}
}

// TestVersion: the version is of the content, whatever its layout.
func TestVersion(t *testing.T) {
	for _, tt := range []struct {
		old, now string
		same     bool
	}{
		{"kinds:", "# a comment\n\nkinds:", true},
		{"{zh: 禁止, en: banned}", "\n      en: \"banned\"\n      zh: '禁止'", true},
		{"from: \"2021-01-01\", unverified: true", "unverified: true, to: '', from: 2021-01-01", true},
		{"en: banned", "en: Banned", false},
		{"deep: true", "deep: false", false},
		{"to: 2021-01-01", "to: 2021-01-02", false},
		{"unverified: true", "article: 第2条", false},
	} {
		if !strings.Contains(small, tt.old) {
			t.Fatalf("the edit of %q does nothing", tt.old)
		}
		a, err := rules.Load([]byte(small))
		b, err2 := rules.Load([]byte(strings.Replace(small, tt.old, tt.now, 1)))
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if (a.Version == b.Version) != tt.same {
			t.Errorf("%q → %q: versions %s, %s", tt.old, tt.now, a.Version, b.Version)
		}
	}
}

// FuzzLoad: whatever is read without error is read the same from its own YAML.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("rules: [{basis: [{from: 2020-13-01}]}]"))
	f.Add([]byte("kinds: &a [*a]"))
	if seed, err := os.ReadFile("../../seeds/rules.yaml"); err == nil {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := rules.Load(data)
		if err != nil {
			return
		}
		again, err := yaml.Marshal(map[string]any{
			"from": set.From, "activities": set.Activities, "kinds": set.Kinds, "attributes": set.Attributes,
			"derive": set.Derive, "rules": set.Rules, "not_held": set.NotHeld,
		})
		if err != nil {
			t.Fatal(err)
		}
		if set2, err := rules.Load(again); err != nil || set2.Version != set.Version {
			t.Fatalf("read again: %v\n%s", err, again)
		}
	})
}

// forKind returns the rules that always speak of the kind of site, whatever
// activity is declared.
func forKind(set *rules.Set, kind string) []rules.Rule {
	is := set.Kind(kind).Activities
	return slices.DeleteFunc(slices.Clone(set.Rules), func(r rules.Rule) bool {
		named := len(r.Kinds) == 0 || slices.Contains(r.Kinds, kind)
		active := len(r.Activities) == 0 || slices.ContainsFunc(r.Activities, func(code string) bool { return slices.Contains(is, code) })
		return !named || !active
	})
}
