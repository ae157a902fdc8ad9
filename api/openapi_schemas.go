package api

import (
	"maps"
	"slices"

	"waterzones/layers/report/schema"
)

// schemas are the bodies of requests and answers by name: what is written from Go
// types is described from them. The site is the rule file's own, without its
// identifier: references within the document would else start from that.
func (s *Server) schemas() (object, error) {
	site := maps.Clone(s.config.Rules.Schema())
	delete(site, "$id")
	delete(site, "$schema")
	all := object{
		"site":             site,
		"screeningFeature": s.screeningFeature(),
		"screeningForm":    s.screeningForm(),
	}
	for _, describe := range []func() (*schema.Set, error){schema.Report, serviceTypes} {
		set, err := describe()
		if err != nil {
			return nil, err
		}
		maps.Copy(all, set.Defs(componentSchemas))
	}
	maps.Copy(all, geoSchemas())
	maps.Copy(all, otherSchemas())
	return all, nil
}

// record is an object: members that it always has, and ones that it may have.
func record(always, sometimes object) object {
	members := maps.Clone(always)
	maps.Copy(members, sometimes)
	return object{"type": "object", "required": slices.Sorted(maps.Keys(always)), "properties": members}
}

func listOf(items object) object { return object{"type": "array", "items": items} }

func typed(name string) object { return object{"type": name} }

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
			"type": object{"const": "FeatureCollection"}, "features": listOf(schemaRef("feature")), "links": listOf(schemaRef("link")),
			"numberMatched": typed("integer"), "numberReturned": typed("integer"), "timeStamp": object{"type": "string", "format": "date-time"},
			"release": typed("string"), "as_of": dateSchema(),
		}, nil),
	}
}

// degreesSchema is a longitude or latitude.
func degreesSchema(most int) object {
	return object{"type": "number", "minimum": -most, "maximum": most}
}

// otherSchemas are of what is written from the rule file, which has a schema of its
// own, and of schemas.
func otherSchemas() object {
	text, parts := typed("string"), listOf(typed("object"))
	return object{
		"jsonSchema": record(object{"$schema": text, "type": text, "properties": typed("object")}, object{
			"$id": text, "title": text, "required": listOf(text),
		}),
		"rules": record(object{
			"version": text, "activities": parts, "kinds": parts, "attributes": parts, "derive": parts, "rules": parts, "not_held": parts,
		}, nil),
	}
}
