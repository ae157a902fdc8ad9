package rules

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"waterzones/layers"
)

// parseAttributes reads what is said of attributes, each by its id or title.
func (s *Set) parseAttributes(site *Site, said map[string]string) (wrong []FieldError) {
	for _, name := range slices.Sorted(maps.Keys(said)) {
		if f := applicationField(name); f != nil && (s == nil || s.Attribute(name) == nil) {
			if err := f.set(&site.Application, said[name]); err != nil {
				wrong = append(wrong, FieldError{"attributes." + name, *err})
			}
			continue
		}
		a, value, err := s.parseAttribute(name, said[name])
		if a != nil && !slices.Contains(a.Kinds, site.Kind) && site.Kind != "" {
			site.Unused = append(site.Unused, name)
			value = Value{}
		}
		if err == nil && value != (Value{}) {
			if other, twice := site.Attributes[a.ID]; twice && other != value {
				err = &layers.Text{ZH: "同一属性有两个不同的值", EN: "one attribute has two different values"}
			}
			site.Attributes[a.ID] = value
		}
		if err != nil {
			wrong = append(wrong, FieldError{"attributes." + name, *err})
		}
	}
	return wrong
}

// parseAttribute reads one; the zero Value means that it is not known.
func (s *Set) parseAttribute(name, text string) (*Attribute, Value, *layers.Text) {
	if s == nil || s.Attribute(name) == nil {
		if meant := s.Meant("", name); meant != "" {
			return nil, Value{}, &layers.Text{ZH: "没有这个属性；是否指 " + meant, EN: "there is no such attribute; is " + meant + " meant?"}
		}
		return nil, Value{}, &layers.Text{ZH: "没有这个属性，见 /rules", EN: "there is no such attribute, see /rules"}
	}
	a := s.Attribute(name)
	word := strings.ToLower(strings.TrimSpace(text))
	switch word {
	case "", "unknown", "不清楚", "未知", "null", "不详", "不明", "n/a", "na", "空", "待查", "待核实":
		return a, Value{}, nil
	}
	if slices.Contains(a.Lacking, word) {
		return a, Text(lacking), nil
	}
	switch word {
	case "无", "没有", "-", "—", "/", "none":
		if a.ValueType() == TypeText {
			return a, Value{}, nil
		}
	}
	value, err := a.Parse(text)
	return a, value, err
}

// lacking is the value of an attribute of which there is none.
const lacking = "无"

// Parse reads a value of the attribute as people and scripts write it.
func (a *Attribute) Parse(text string) (Value, *layers.Text) {
	text = strings.TrimSpace(text)
	switch a.ValueType() {
	case TypeBoolean:
		return parseBoolean(text)
	case TypeNumber:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || f < 0 {
			return Value{}, &layers.Text{
				ZH: fmt.Sprintf("应为不小于 0 的数%s，不能是 %q", unit("（", a.Unit, "）"), text),
				EN: fmt.Sprintf("must be a number of at least 0%s, not %q", unit(" (", a.Unit, ")"), text),
			}
		}
		return Number(f), nil
	case TypeChoice:
		if c := a.choice(text); c != nil {
			return Text(c.ID), nil
		}
		var list []string
		for _, c := range a.Choices {
			list = append(list, c.ID+" "+c.Title.ZH)
		}
		there := strings.Join(list, ", ")
		return Value{}, &layers.Text{ZH: fmt.Sprintf("没有 %q，可用：%s", text, there), EN: fmt.Sprintf("no %q; there are: %s", text, there)}
	case TypeDate:
		return parseDay(text)
	default:
		return a.parseText(text)
	}
}

// parseText reads a text that may have to look in one way.
func (a *Attribute) parseText(text string) (Value, *layers.Text) {
	if a.Pattern == "" {
		return Text(text), nil
	}
	groups := regexp.MustCompile("^(?:" + a.Pattern + ")$").FindStringSubmatch(text)
	if groups == nil {
		return Value{}, &layers.Text{
			ZH: fmt.Sprintf("不能是 %q：%s", text, a.Question.ZH),
			EN: fmt.Sprintf("cannot be %q: %s", text, a.Question.EN),
		}
	}
	return Text(groups[min(1, len(groups)-1)]), nil
}

// dateForm is how exactly a date is known.
type dateForm struct {
	read, write   string // layouts of package time
	years, months int    // to the first day that is later
}

func dateForms() []dateForm {
	return []dateForm{{"2006-1-2", "2006-01-02", 0, 0}, {"2006-1", "2006-01", 0, 1}, {"2006", "2006", 1, 0}}
}

// parseDay reads a date, a month or a year, which stay what they are.
func parseDay(text string) (Value, *layers.Text) {
	plain := strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-").Replace(text)
	plain = strings.TrimSuffix(plain, "-")
	for _, form := range dateForms() {
		if day, err := time.Parse(form.read, plain); err == nil {
			return Text(day.Format(form.write)), nil
		}
	}
	return Value{}, &layers.Text{
		ZH: fmt.Sprintf("应为日期，如 2005-06-30、2005年6月、2005，不能是 %q", text),
		EN: fmt.Sprintf("must be a date as 2005-06-30, 2005-06 or 2005, not %q", text),
	}
}

// lastDay is the last day of a year, a month or a day as parseDay writes them: before it
// the thing did not surely stand.
func lastDay(text string) layers.Date {
	for _, form := range dateForms() {
		day, err := time.Parse(form.write, text)
		if err == nil && form.years+form.months > 0 {
			day = day.AddDate(form.years, form.months, -1)
		}
		if err == nil {
			return layers.Date(day.Format(time.DateOnly))
		}
	}
	return layers.Date(text)
}

func unit(before, unit, after string) string {
	if unit == "" {
		return ""
	}
	return before + unit + after
}

func parseBoolean(text string) (Value, *layers.Text) {
	switch strings.ToLower(text) {
	case "true", "yes", "1", "是", "有", "已批准", "已审批", "已办理":
		return Bool(true), nil
	case "false", "no", "0", "否", "无", "未批准", "未审批", "未办理":
		return Bool(false), nil
	}
	return Value{}, &layers.Text{
		ZH: fmt.Sprintf("应为 true（是）、false（否）或留空（不清楚），不能是 %q", text),
		EN: fmt.Sprintf("must be true, false or empty (unknown), not %q", text),
	}
}
