package request

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"waterzones/layers/rules"
)

// ownField is what a description says beside facts and application.
type ownField struct {
	names []string
	of    func(*Fields) *string
}

func ownFields() []ownField {
	return []ownField{
		{[]string{"name", "名称", "项目名称"}, func(f *Fields) *string { return &f.Name }},
		{[]string{"kind", "对象类型"}, func(f *Fields) *string { return &f.Kind }},
		{[]string{"stage", "阶段", "建设阶段"}, func(f *Fields) *string { return &f.Stage }},
		{[]string{"accuracy_m", "精度"}, func(f *Fields) *string { return &f.AccuracyM }},
		{[]string{"as_of", "基准日"}, func(f *Fields) *string { return &f.AsOf }},
	}
}

// Describe reads a description from properties with whatever other ones they come: a
// field, a fact or a line of the application by any of its names, facts in an object
// attributes, too. A name that is nearly one of these is refused, for ignored it would
// look like an answer; what is none of them is listed as unused.
func Describe(set *rules.Set, given map[string]any, issues *Issues) Fields {
	f := describe(set, "", given, issues)
	f.Unused = slices.DeleteFunc(f.Unused, func(name string) bool {
		meant := set.Meant(f.Kind, name, describing()...)
		if meant != "" {
			issues.Add("properties."+name, "没有这一项；是否指 "+meant, "there is no such property; is "+meant+" meant?")
		}
		return meant != ""
	})
	return f
}

// Misplaced refuses members of a GeoJSON feature that are called as what a description
// says, and belong in its properties; it returns the others.
func Misplaced(set *rules.Set, members []string, issues *Issues) (others []string) {
	for _, name := range members {
		var none Issues
		if said := describe(set, "", map[string]any{name: nil}, &none); len(said.Unused) > 0 {
			others = append(others, name)
			continue
		}
		issues.Add(name, "应写在 properties 中", "belongs in properties")
	}
	return others
}

// describe is Describe for a site of the kind where the properties say no other; it
// takes no name for a slip.
func describe(set *rules.Set, kind string, given map[string]any, issues *Issues) (f Fields) {
	f.Attributes = map[string]string{}
	d := description{left: maps.Clone(given), issues: issues}
	for _, own := range ownFields() {
		*own.of(&f) = d.take(own.names...)
	}
	f.Coordinates = ReadCoordinates(func(name string) string { return d.take(name) }, issues)
	for i := range set.Attributes {
		a := &set.Attributes[i]
		say(f.Attributes, a.ID, d.take(a.Called(cmp.Or(f.Kind, kind))...))
	}
	for _, field := range rules.ApplicationFields() {
		say(f.Attributes, field.ID, d.take(field.Called()...))
	}
	d.takeAttributes(&f)
	f.Unused = slices.Sorted(maps.Keys(d.left))
	return f
}

func say(facts map[string]string, id, text string) {
	if text != "" {
		facts[id] = text
	}
}

// description is properties of which some are understood already.
type description struct {
	left   map[string]any
	issues *Issues
}

// take is what the properties say under any of the names.
func (d *description) take(names ...string) (text string) {
	for _, name := range slices.Sorted(maps.Keys(d.left)) {
		if !slices.ContainsFunc(names, func(n string) bool { return rules.Normal(n) == rules.Normal(name) }) {
			continue
		}
		value, err := plain(d.left[name])
		switch {
		case err != nil:
			d.issues.Add("properties."+name, "应为文字、数、true、false 或 null", "must be text, a number, true, false or null")
		case text != "" && value != "" && value != text:
			d.issues.Add("properties."+name, "同一事项有两个不同的值", "one thing has two different values")
		case value != "":
			text = value
		}
		delete(d.left, name)
	}
	return text
}

// takeAttributes takes the facts of an object of their own.
func (d *description) takeAttributes(f *Fields) {
	given, is := d.left["attributes"].(map[string]any)
	if !is && d.left["attributes"] != nil {
		d.issues.Add("properties.attributes", "应为对象", "must be an object")
	}
	delete(d.left, "attributes")
	for id, v := range given {
		value, err := plain(v)
		if err != nil {
			d.issues.Add("properties.attributes."+id, "应为文字、数、true、false 或 null", "must be text, a number, true, false or null")
		}
		if other, twice := f.Attributes[id]; twice && other != value {
			d.issues.Add("properties."+id, "与 attributes 中的值不一致", "differs from the value in attributes")
		}
		f.Attributes[id] = value
	}
}

// describing are the names of a description that are no facts.
func describing() []string {
	names := append([]string{"attributes"}, CoordinateNames()...)
	for _, own := range ownFields() {
		names = append(names, own.names...)
	}
	return names
}

// plain writes a JSON scalar as the text that a form would have.
func plain(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case json.Number:
		return v.String(), nil
	default:
		return "", fmt.Errorf("not a scalar: %T", v)
	}
}
