package request

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"waterzones/geo/format/feature"
	"waterzones/layers/rules"
)

// columns is what a file says of one feature beside where it is. A name that means
// nothing here is listed; columns of a survey are not taken for slips.
func (p *project) columns(f *feature.Feature) Fields {
	given := maps.Clone(f.Properties)
	if given == nil {
		given = map[string]any{}
	}
	texts := f.Texts(p.src.Fields)
	for i, field := range p.src.Fields {
		switch {
		case slices.Contains(p.src.Places, i) || i >= len(texts):
			delete(given, field.Name)
		case texts[i] != "":
			given[field.Name] = texts[i]
		}
	}
	var wrong Issues
	said := describe(p.set, p.Site.Kind, given, &wrong)
	for i := range wrong {
		wrong[i].Field = cmp.Or(f.Where(), "file") + " " + wrong[i].Field
	}
	p.issues = append(p.issues, wrong...)
	return said
}

// takeColumns adds to every parcel what the file says of all of them. One report
// rests on one description: what is not the same of all is refused where rules turn
// on it, and what contradicts the form is too; else it is listed as unused.
func (p *project) takeColumns() {
	if len(p.given) == 0 {
		return
	}
	said := rules.Said{Kind: cmp.Or(p.same("kind", func(f *Fields) string { return f.Kind }), p.Site.Kind), Attributes: map[string]string{}}
	said.Stage = p.same("stage", func(f *Fields) string { return f.Stage })
	said.AccuracyM = p.same("accuracy_m", func(f *Fields) string { return f.AccuracyM })
	p.refuseElsewhere()
	var unused []string
	for i := range p.given {
		unused = append(unused, p.given[i].Unused...)
		for _, id := range slices.Sorted(maps.Keys(p.given[i].Attributes)) {
			if _, done := said.Attributes[id]; done || slices.Contains(unused, id) {
				continue
			}
			of := func(f *Fields) string { return f.Attributes[id] }
			if p.set.Attribute(id) == nil && !p.alike(of) {
				unused = append(unused, id)
				continue
			}
			said.Attributes[id] = p.same(id, of)
		}
	}
	site, wrong := p.set.Site(said)
	for _, w := range wrong {
		p.issues.Add("file "+w.Field, w.ZH, w.EN)
	}
	site.Unused = append(site.Unused, unused...)
	p.merge(site)
}

// refuseElsewhere refuses what a file says of its own coordinates or of the legal date:
// for all shapes the form says that, and left out it would look as if it had been heeded.
func (p *project) refuseElsewhere() {
	for _, c := range []struct{ name, form, file string }{
		{"crs", p.Coordinates.CRS, p.same("crs", func(f *Fields) string { return f.CRS })},
		{"helmert", p.Coordinates.Helmert, p.same("helmert", func(f *Fields) string { return f.Helmert })},
		{"as_of", p.AsOf, p.same("as_of", func(f *Fields) string { return f.AsOf })},
		{"packed", strconv.FormatBool(p.Packed), strconv.FormatBool(slices.ContainsFunc(p.given, func(f Fields) bool { return f.Packed }))},
	} {
		if c.file != "" && c.file != c.form && c.file != "false" {
			p.issues.Add("file "+c.name, "文件中的这一项不采用：请用表单字段 "+c.name+" 声明，或者删去文件中的这一项", "the file's word is not taken for this: say it in the form's field "+c.name+", or take it out of the file")
		}
	}
}

func (p *project) alike(of func(*Fields) string) bool {
	first := of(&p.given[0])
	return !slices.ContainsFunc(p.given, func(f Fields) bool { return of(&f) != first })
}

// same is what the file says of every feature; "" and an issue where it differs.
func (p *project) same(name string, of func(*Fields) string) string {
	if p.alike(of) {
		return of(&p.given[0])
	}
	p.issues.Add("file "+name, "各图形的这一项不同，而一份报告只按一种申报核查：请逐行批量核查（waterzones screen、POST /screenings/batch），或分别核查",
		"it differs from shape to shape, and one report rests on one description: screen row by row (waterzones screen, POST /screenings/batch), or apart")
	return ""
}

// merge gives every parcel what the file says, where the form says no other.
func (p *project) merge(file *rules.Site) {
	contradicts := func(name string) {
		p.issues.Add("file "+name, "文件所载与申报（或对象类型）不一致", "what the file says is not what was declared (or what the kind implies)")
	}
	if file.Kind != p.Site.Kind {
		contradicts("kind")
	}
	if p.Site.Stage != "" && file.Stage != "" && file.Stage != p.Site.Stage {
		contradicts("stage")
	}
	facts := maps.Clone(p.Site.Attributes)
	for _, id := range slices.Sorted(maps.Keys(file.Attributes)) {
		if own, is := facts[id]; is && own != file.Attributes[id] {
			contradicts(id)
		}
		facts[id] = file.Attributes[id]
	}
	unused := slices.Concat(p.Site.Unused, slices.Compact(slices.Sorted(slices.Values(file.Unused))))
	for _, parcel := range p.parcels {
		s := parcel.Site
		s.Attributes, s.Unused = facts, unused
		s.Stage = cmp.Or(s.Stage, file.Stage)
		s.AccuracyM = max(s.AccuracyM, file.AccuracyM)
		s.Application = s.Application.Or(&file.Application)
	}
}
