package api

import (
	"maps"
	"slices"

	"waterzones/layers/rules"
)

// schemas are the bodies of requests and answers by name. The site is the rule
// file's own, without its identifier: references within the document would else
// start from that.
func (s *Server) schemas() object {
	site := maps.Clone(s.config.Rules.Schema())
	delete(site, "$id")
	delete(site, "$schema")
	all := object{
		"site":             site,
		"screeningFeature": s.screeningFeature(),
		"screeningForm":    s.screeningForm(),
		"report":           reportSchema(),
		"problem":          problemSchema(),
	}
	maps.Copy(all, geoSchemas())
	maps.Copy(all, serviceSchemas())
	return all
}

// record is an object: members that it always has, and ones that it may have.
func record(always, sometimes object) object {
	members := maps.Clone(always)
	maps.Copy(members, sometimes)
	return object{"type": "object", "required": slices.Sorted(maps.Keys(always)), "properties": members}
}

func listOf(items object) object { return object{"type": "array", "items": items} }

func typed(name string) object { return object{"type": name} }

// reportSchema is the top of report.Report; what its parts hold is said there.
func reportSchema() object {
	text, yes, words, parts := typed("string"), typed("boolean"), schemaRef("text"), listOf(typed("object"))
	return record(object{
		"verdict": object{
			"enum":  []rules.Verdict{rules.Prohibited, rules.Restricted, rules.Borderline, rules.Undetermined, rules.Notice, rules.NoneFound},
			"title": "最严的判定；complete 为 false 时只是下限 / the strictest finding; a floor where complete is false",
		},
		"complete": yes, "borderline": yes, "illustrative": yes, "summary": words,
		"site": record(object{
			"kind": text, "stage": text, "stage_given": yes, "attributes": typed("object"), "crs": text, "crs_declared": yes,
			"accuracy_m": typed("number"), "geometry": schemaRef("geometry"),
		}, object{"name": text}),
		"as_of": dateSchema(), "release": text, "rules_version": text, "engine_version": text,
		"findings": listOf(record(object{"rule": text, "verdict": text, "text": words}, nil)),
		"zones":    parts, "grades": parts, "grade_totals": parts, "nearest": parts, "reminders": parts,
		"layers":       listOf(record(object{"id": text, "title": words, "checked": yes, "required": yes, "matters": yes}, nil)),
		"out_of_scope": parts, "notes": listOf(words),
		"boundary_m": object{"type": []string{"number", "null"}, "title": "至最严一处边界的距离，m / to the boundary of the strictest zone met, m"},
	}, object{"parcels": parts, "clears": typed("object"), "if_shifted": parts, "hash": text})
}

// problemSchema is RFC 9457 with the fields that must be mended.
func problemSchema() object {
	text := typed("string")
	return record(object{
		"type": text, "title": text, "detail": text,
		"status": object{"type": "integer", "minimum": 400, "maximum": 599},
	}, object{
		"errors": listOf(record(object{"field": text, "zh": text, "en": text}, object{"at": schemaRef("position")})),
	})
}

// geoSchemas are those of RFC 7946. A position is longitude, latitude in degrees,
// in a request of the system that its crs names; heights are dropped.
func geoSchemas() object {
	position := schemaRef("position")
	shape := func(kind string, coordinates object) object {
		return record(object{"type": object{"const": kind}, "coordinates": coordinates}, nil)
	}
	ring := object{"type": "array", "minItems": 4, "items": position}
	line := object{"type": "array", "minItems": 2, "items": position}
	feature := record(object{
		"type": object{"const": "Feature"}, "id": typed("string"), "properties": typed("object"), "geometry": schemaRef("geometry"),
	}, nil)
	return object{
		"position": object{"type": "array", "minItems": 2, "prefixItems": []any{degreesSchema(180), degreesSchema(90)}, "items": typed("number")},
		"geometry": object{"type": "object", "oneOf": []any{
			shape("Point", position), shape("LineString", line), shape("Polygon", listOf(ring)),
			shape("MultiPoint", listOf(position)), shape("MultiLineString", listOf(line)), shape("MultiPolygon", listOf(listOf(ring))),
			record(object{"type": object{"const": "GeometryCollection"}, "geometries": listOf(schemaRef("geometry"))}, nil),
		}},
		"feature": feature,
		"featureCollection": record(object{
			"type": object{"const": "FeatureCollection"}, "features": listOf(schemaRef("feature")), "links": schemaRef("links"),
			"numberMatched": typed("integer"), "numberReturned": typed("integer"), "timeStamp": object{"type": "string", "format": "date-time"},
			"release": typed("string"), "as_of": dateSchema(),
		}, nil),
	}
}

// degreesSchema is a longitude or latitude.
func degreesSchema(most int) object {
	return object{"type": "number", "minimum": -most, "maximum": most}
}

func serviceSchemas() object {
	text, yes, words, links, parts := typed("string"), typed("boolean"), schemaRef("text"), schemaRef("links"), listOf(typed("object"))
	return object{
		"text":  record(object{"zh": text}, object{"en": text}),
		"links": listOf(record(object{"href": text, "rel": text}, object{"type": text, "title": text})),
		"landingPage": record(object{
			"title": text, "description": text, "illustrative": yes, "notice": words, "release": text, "version": text, "links": links,
		}, nil),
		"collections": record(object{
			"collections": listOf(schemaRef("collection")), "illustrative": yes, "notice": words, "attribution": listOf(words),
			"release": text, "as_of": dateSchema(), "notHeld": parts, "links": links,
		}, nil),
		"collection": record(object{
			"id": text, "title": text, "titles": words, "description": text, "itemType": text, "crs": listOf(text), "extent": typed("object"),
			"role": text, "version": text, "source": words, "illustrative": yes, "legend": parts,
			"itemCount": typed("integer"), "quarantinedCount": typed("integer"), "links": links,
		}, object{
			"department": text, "requiredFor": listOf(text), "grades": listOf(text), "accuracyM": typed("number"), "publicity": text,
		}),
		"jsonSchema": record(object{"$schema": text, "type": text, "properties": typed("object")}, object{
			"$id": text, "title": text, "required": listOf(text),
		}),
		"rules": record(object{
			"version": text, "activities": parts, "kinds": parts, "attributes": parts, "derive": parts, "rules": parts,
		}, nil),
		"status": record(object{"status": text}, object{"version": text, "release": text}),
	}
}
