package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"waterzones/layers"
)

// Application is who asks, and under which numbers: what an office files with a
// finding. No rule turns on it. What is empty was not said, and is a line to fill in
// by hand on paper.
type Application struct {
	Developer   string `json:"developer,omitempty"`    // 建设单位
	CreditCode  string `json:"credit_code,omitempty"`  // 统一社会信用代码 (GB 32100-2015)
	ProjectCode string `json:"project_code,omitempty"` // 项目代码
	Contact     string `json:"contact,omitempty"`      // 联系人
	Phone       string `json:"phone,omitempty"`        // 电话
	RequestNo   string `json:"request_no,omitempty"`   // 申请文号
	Place       string `json:"place,omitempty"`        // 建设地点
	County      string `json:"county,omitempty"`       // 县区
	Township    string `json:"township,omitempty"`     // 乡镇
	IssueNo     string `json:"issue_no,omitempty"`     // 文号
	Secrecy     string `json:"secrecy,omitempty"`      // 密级
}

// Or is the application with what it leaves open as the other has it.
func (a Application) Or(other *Application) Application {
	for _, f := range ApplicationFields() {
		if own := f.of(&a); *own == "" {
			*own = *f.of(other)
		}
	}
	return a
}

// ApplicationField is a field of an application: its id, what it is called, and what
// other words registers and forms have for it.
type ApplicationField struct {
	ID    string
	Title layers.Text
	Names []string
	of    func(*Application) *string
}

// ApplicationFields are the fields in the order of the form.
func ApplicationFields() []ApplicationField {
	return []ApplicationField{
		{"developer", layers.Text{ZH: "建设单位", EN: "Developer"}, []string{"申请单位", "申请人", "业主单位"}, func(a *Application) *string { return &a.Developer }},
		{"credit_code", layers.Text{ZH: "统一社会信用代码", EN: "Credit code"}, []string{"信用代码", "社会信用代码"}, func(a *Application) *string { return &a.CreditCode }},
		{"project_code", layers.Text{ZH: "项目代码", EN: "Project code"}, nil, func(a *Application) *string { return &a.ProjectCode }},
		{"contact", layers.Text{ZH: "联系人", EN: "Contact"}, nil, func(a *Application) *string { return &a.Contact }},
		{"phone", layers.Text{ZH: "电话", EN: "Phone"}, []string{"联系电话", "联系方式"}, func(a *Application) *string { return &a.Phone }},
		{"request_no", layers.Text{ZH: "申请文号", EN: "Request no."}, nil, func(a *Application) *string { return &a.RequestNo }},
		{"place", layers.Text{ZH: "建设地点", EN: "Place"}, []string{"地址", "位置"}, func(a *Application) *string { return &a.Place }},
		{"county", layers.Text{ZH: "县区", EN: "County"}, []string{"所在县区", "县（市、区）", "县(市、区)", "区县"}, func(a *Application) *string { return &a.County }},
		{"township", layers.Text{ZH: "乡镇", EN: "Township"}, []string{"所在乡镇", "乡镇（街道）", "乡（镇）"}, func(a *Application) *string { return &a.Township }},
		{"issue_no", layers.Text{ZH: "文号", EN: "Issue no."}, nil, func(a *Application) *string { return &a.IssueNo }},
		{"secrecy", layers.Text{ZH: "密级", EN: "Secrecy"}, nil, func(a *Application) *string { return &a.Secrecy }},
	}
}

// Called are the names of the field, its id first.
func (f *ApplicationField) Called() []string {
	return append([]string{f.ID, f.Title.ZH, f.Title.EN}, f.Names...)
}

// Of is what an application says in the field.
func (f *ApplicationField) Of(a *Application) string { return *f.of(a) }

// applicationField is the field of that id or title, nil if there is none.
func applicationField(name string) *ApplicationField {
	fields := ApplicationFields()
	for i := range fields {
		if slices.ContainsFunc(fields[i].Called(), func(n string) bool { return Normal(n) == Normal(name) }) {
			return &fields[i]
		}
	}
	return nil
}

// longestField bounds a field in characters: it is printed on a line of a form.
const longestField = 120

// set takes what was said in the field.
func (f *ApplicationField) set(a *Application, text string) *layers.Text {
	text = strings.TrimSpace(text)
	switch {
	case utf8.RuneCountInString(text) > longestField:
		return &layers.Text{ZH: fmt.Sprintf("不能超过 %d 个字", longestField), EN: fmt.Sprintf("must not be longer than %d characters", longestField)}
	case !Printable(text):
		return &layers.Text{ZH: "含有不能打印的字符", EN: "has characters that cannot be printed"}
	case f.ID == "credit_code" && text != "" && !creditCode(text):
		return &layers.Text{
			ZH: "不是统一社会信用代码（18 位，末位为校验码，GB 32100-2015）：" + text,
			EN: "is no unified social credit code (18 characters, the last a check character; GB 32100-2015): " + text,
		}
	}
	if own := f.of(a); *own != "" && text != "" && *own != text {
		return &layers.Text{ZH: "同一事项有两个不同的值", EN: "one thing has two different values"}
	}
	*f.of(a) = text
	return nil
}

// Printable reports whether a text has only characters that leave a mark or a space.
func Printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || !unicode.IsGraphic(r) })
}

// creditCode reports whether the check character fits (GB 32100-2015, 5).
func creditCode(code string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	weights := [...]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	if len(code) != len(weights)+1 {
		return false
	}
	sum := 0
	for i, w := range weights {
		at := strings.IndexByte(alphabet, code[i])
		if at < 0 {
			return false
		}
		sum += at * w
	}
	check := (len(alphabet) - sum%len(alphabet)) % len(alphabet)
	return code[len(weights)] == alphabet[check]
}
