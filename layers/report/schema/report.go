package schema

import (
	"reflect"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
)

// Report describes a report, its short form and all that it holds. Whoever uses its schemas adds
// one named geometry (RFC 7946); the declarations stand beside the page's
// schema.ts, which has Text and Value.
func Report() (*Set, error) {
	geometry := Known{Ref: "geometry", TypeScript: "Geometry"}
	return Of(Options{
		Names: map[reflect.Type]string{
			reflect.TypeFor[report.Site]():         "ReportSite",
			reflect.TypeFor[report.ParcelResult](): "Parcel",
			reflect.TypeFor[report.Part]():         "ZonePart",
			reflect.TypeFor[report.Word]():         "OfficerWord",
			reflect.TypeFor[report.Options]():      "ReportOptions",
		},
		Known: map[reflect.Type]Known{
			reflect.TypeFor[report.Geometry](): geometry,
			// Not of RFC 7946: rings turn as they came, and coordinates are of any system.
			reflect.TypeFor[report.Given](): {Schema: map[string]any{
				"type": "object", "properties": map[string]any{"type": map[string]any{"type": "string"}}, "required": []string{"type"},
			}, TypeScript: "Geometry"},
			reflect.TypeFor[layers.Date](): {Schema: map[string]any{"type": "string", "format": "date"}, TypeScript: "string"},
			reflect.TypeFor[layers.Text](): {TypeScript: "Text"},
			reflect.TypeFor[rules.Value](): {Schema: map[string]any{"type": []string{"boolean", "number", "string"}}, TypeScript: "Value"},
		},
		Enums: map[reflect.Type][]string{
			reflect.TypeFor[rules.Verdict](): values(
				rules.Prohibited, rules.Restricted, rules.Borderline, rules.Undetermined, rules.Notice, rules.NoneFound),
			reflect.TypeFor[report.ThemeStatus](): values(report.Concerned, report.NotConcerned, report.WithoutData),
			reflect.TypeFor[rules.Stage]():        values(rules.Proposed, rules.Existing),
			reflect.TypeFor[rules.Disposal]():     values(rules.Disposals()...),
			reflect.TypeFor[geo.Relation]():       values(geo.Disjoint, geo.Touches, geo.Overlaps, geo.Within, geo.Contains),
		},
		Words: reportWords(),
		Prelude: `// Code generated from the Go types of a report by go generate. DO NOT EDIT.
import type { Geometry } from 'geojson'
import type { Text, Value } from './schema'

/** 区占核查对象多少；按形状而定 / how much of the site a zone takes; which members are there depends on its shape */
export type Overlap = Pick<Met, 'overlap_m2' | 'overlap_share' | 'crossing_m'>

/** 规则的可靠程度和建议 / how a rule is known and what it suggests */
export type Marked = Pick<Reminder, 'evidence_mark' | 'unverified' | 'suggested_disposal'>
`,
	}, reflect.TypeFor[report.Report](), reflect.TypeFor[report.Amount](), reflect.TypeFor[report.Short]())
}

func values[S ~string](all ...S) []string {
	texts := make([]string, len(all))
	for i, s := range all {
		texts[i] = string(s)
	}
	return texts
}
