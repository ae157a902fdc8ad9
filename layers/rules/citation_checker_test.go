package rules_test

import (
	"strings"
	"testing"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// planted is a text in which every mistake that the citation test must notice
// can be made.
const planted = `# 条文
第一条 这一行在任何法律之前。

## 甲法(2020-01-01)

第三百一十九条 禁止在一级保护区内新建无关的项目。
禁止在一级保护区内游泳。

第一千一百四十五条 有下列情形之一的，处罚款：
（一）新建无关的项目；
(二)建设畜禽养殖场。
其他情形，处警告。

第一千一百四十六条 本法自2020年3月1日起施行。

## 乙规定(1989-07-10)·待核

第十八条 禁止渗坑排污。
`

// TestCitationChecker proves that the citation test can fail, and on what.
func TestCitationChecker(t *testing.T) {
	const ban, law = "第319条第1款", "甲法"
	for _, tt := range []struct {
		name, law, article, keyword string
		from                        layers.Date
		unverified                  bool
		want                        string // part of the problem; empty: none
	}{
		{"right paragraph", law, ban, "无关的项目", "2020-03-01", false, ""},
		{"right article", law, "第319条", "游泳", "2020-03-01", false, ""},
		{"right item", law, "第1145条第1款(二)", "畜禽养殖场", "2020-03-01", false, ""},
		{"item without paragraph", law, "第1145条(一)", "无关的项目", "2020-03-01", false, ""},
		{"item with what leads to it", law, "第1145条(一)", "下列情形之一", "2020-03-01", false, ""},
		{"paragraph after items", law, "第1145条第2款", "警告", "2020-03-01", false, ""},
		{"by its contrary", law, "第319条第1款(反面解释)", "无关的项目", "2020-03-01", false, ""},
		{"unverified is not read", "丙条例", "", "", "2020-03-01", true, ""},
		{"wrong law", "丙条例", ban, "无关的项目", "2020-03-01", false, "not there"},
		{"wrong article", law, "第320条", "无关的项目", "2020-03-01", false, "第三百二十条 is not there"},
		{"paragraph too high", law, "第319条第3款", "游泳", "2020-03-01", false, "has 2 款"},
		{"wrong paragraph", law, "第319条第2款", "无关的项目", "2020-03-01", false, "无关的项目"},
		{"item too high", law, "第1145条第1款(三)", "项目", "2020-03-01", false, "第(三)项"},
		{"wrong item", law, "第1145条第1款(一)", "畜禽养殖场", "2020-03-01", false, "畜禽养殖场"},
		{"item of a paragraph without", law, "第1145条第2款(一)", "警告", "2020-03-01", false, "第(一)项"},
		{"wrong keyword", law, ban, "排污口", "2020-03-01", false, "排污口"},
		{"no keyword", law, ban, "", "2020-03-01", false, "no keywords"},
		{"before the law", law, ban, "无关的项目", "2020-02-29", false, "in force from 2020-03-01"},
		{"text itself 待核", "乙规定", "第18条", "渗坑", "2020-03-01", false, "待核"},
		{"not a reference", law, "第三百一十九条", "无关的项目", "2020-03-01", false, "is not written as"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := rules.Citation{Law: tt.law, Article: tt.article, Unverified: tt.unverified, Span: layers.Span{From: tt.from}}
			r := rules.Rule{ID: "R1", Basis: []rules.Citation{c}}
			if tt.keyword != "" {
				r.Keywords = []string{tt.keyword}
			}
			expectProblem(t, r, tt.want)
		})
	}
}

// TestCitationCheckerByDay: each day's articles must hold the keywords for
// themselves, and a penalty must be one.
func TestCitationCheckerByDay(t *testing.T) {
	first := rules.Citation{Law: "甲法", Article: "第319条第1款", Span: layers.Span{From: "2020-03-01", To: "2021-01-01"}}
	second := rules.Citation{Law: "甲法", Article: "第319条第2款", Span: layers.Span{From: "2021-01-01"}}
	r := rules.Rule{ID: "R1", Basis: []rules.Citation{first, second}, Keywords: []string{"一级保护区"}}
	expectProblem(t, r, "")
	r.Keywords = []string{"无关的项目"}
	expectProblem(t, r, "2021-01-01 holds")
	r.Penalties = []rules.Citation{{Law: "甲法", Article: "第1145条第2款", Span: layers.Span{From: "2020-03-01"}}}
	expectProblem(t, r, "罚款")
}

func expectProblem(t *testing.T, r rules.Rule, want string) {
	t.Helper()
	laws, err := readStatutes(planted)
	if err != nil {
		t.Fatal(err)
	}
	problems, _ := checkCitations([]rules.Rule{r}, laws)
	got := strings.Join(problems, "\n")
	if want == "" && got != "" || !strings.Contains(got, want) {
		t.Errorf("problems %q, want %q", got, want)
	}
}
