package rules

import "waterzones/layers"

// Schema describes a site as JSON Schema (draft 2020-12): its kind, stage and
// attributes, with titles in both languages, choices and units. Forms, columns
// of files and OpenAPI are made from it. It is made of maps, slices and scalars
// only, and json.Marshal writes the same bytes for the same rule file.
//
// An attribute that is null or absent is unknown. x-kinds names the kinds of site
// that have it; one that the kind does not have is unused, for the rows of a
// file may be of many kinds. x-activity marks what is declared, not asked for.
func (s *Set) Schema() map[string]any {
	attributes := map[string]any{}
	for i := range s.Attributes {
		attributes[s.Attributes[i].ID] = s.Attributes[i].schema()
	}
	properties := map[string]any{
		"name":       titled("名称", "name", map[string]any{"type": "string"}),
		"kind":       titled("类型", "kind", map[string]any{"oneOf": s.kindSchemas()}),
		"stage":      titled("建设阶段", "stage", map[string]any{"oneOf": stageSchemas()}),
		"accuracy_m": titled("精度", "accuracy", map[string]any{"type": "number", "exclusiveMinimum": 0, "maximum": maxAccuracyM, "x-unit": "m"}),
		"crs":        titled("坐标系", "coordinate system", map[string]any{"type": "string"}),
		"attributes": titled("属性", "attributes", map[string]any{"type": "object", "properties": attributes, "additionalProperties": false}),
	}
	for _, f := range ApplicationFields() {
		properties[f.ID] = titled(f.Title.ZH, f.Title.EN, map[string]any{"type": "string", "maxLength": longestField, "x-names": list(f.Names)})
	}
	return map[string]any{
		"$schema":    "https://json-schema.org/draft/2020-12/schema",
		"$id":        "urn:waterzones:rules:" + s.Version + ":site",
		"title":      "核查对象 / site",
		"type":       "object",
		"required":   []any{"kind"},
		"properties": properties,
	}
}

func (s *Set) kindSchemas() []any {
	var kinds []any
	for _, k := range s.Kinds {
		kind := titled(k.Title.ZH, k.Title.EN, map[string]any{"const": k.ID})
		if len(k.Activities) > 0 {
			kind["x-activities"] = list(k.Activities)
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

func stageSchemas() []any {
	return []any{
		titled("拟建（新建、改建、扩建）", "proposed (new, rebuilt or extended)", map[string]any{"const": string(Proposed)}),
		titled("既有", "existing", map[string]any{"const": string(Existing)}),
	}
}

// schema describes the attribute's values.
func (a *Attribute) schema() map[string]any {
	v := map[string]any{}
	switch a.ValueType() {
	case TypeBoolean:
		v["type"] = []any{"boolean", "null"}
	case TypeNumber:
		v["type"], v["minimum"] = []any{"number", "null"}, 0
	case TypeChoice:
		choices := []any{map[string]any{"type": "null"}}
		for _, c := range a.Choices {
			choice := titled(c.Title.ZH, c.Title.EN, map[string]any{"const": c.ID})
			if len(c.Names) > 0 {
				choice["x-names"] = list(c.Names)
			}
			choices = append(choices, choice)
		}
		v["oneOf"] = choices
	case TypeDate:
		v["type"], v["pattern"] = []any{"string", "null"}, "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
	default:
		v["type"] = []any{"string", "null"}
	}
	if a.Unit != "" {
		v["x-unit"] = a.Unit
	}
	if a.Pattern != "" {
		v["pattern"] = "^(?:" + a.Pattern + ")$"
	}
	if a.Activity != "" {
		v["x-activity"] = a.Activity
	}
	v["x-kinds"] = list(a.Kinds)
	v["description"] = a.Question.ZH + " / " + a.Question.EN
	v["x-question"] = words(a.Question)
	return titled(a.Title.ZH, a.Title.EN, v)
}

// titled adds the title in both languages to a schema.
func titled(zh, en string, schema map[string]any) map[string]any {
	schema["title"] = zh + " / " + en
	schema["x-title"] = words(layers.Text{ZH: zh, EN: en})
	return schema
}

func words(t layers.Text) map[string]any { return map[string]any{"zh": t.ZH, "en": t.EN} }

func list(texts []string) []any {
	items := make([]any, len(texts))
	for i, t := range texts {
		items[i] = t
	}
	return items
}
