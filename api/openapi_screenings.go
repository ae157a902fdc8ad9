package api

import (
	"maps"
	"slices"
)

func (s *Server) screeningPaths() map[string]object {
	report := content(typeJSON, schemaRef("report"))
	kept := response("报告，已保存 / the report, which is kept", report)
	kept["headers"] = object{"Location": ref("headers", "Location")}
	found := responses(map[string]object{
		"200": response("报告 / the report", reportForms()), "400": ref("responses", "badRequest"),
	})
	either := content(typeJSON, object{"anyOf": []any{schemaRef("short"), schemaRef("report")}})
	return map[string]object{
		"/screenings": {
			"get": operation{
				ID: "screenPoint", Tags: []string{tagScreening}, Summary: "核查一个点 / screen a point",
				Description: "给 lon 和 lat，或给 at。缺省给出简式，view=full 给出完整报告；都不保存。 / Give lon and lat, or at. The answer is the short form, or the report with view=full; neither is kept.",
				Parameters:  s.pointParameters(),
				Responses:   screened(map[string]object{"200": response("简式或报告 / the short form or the report", either)}),
			},
			"post": s.posted("screenShape", "核查图形或文件，不保存 / screen a shape or a file, and keep nothing", map[string]object{
				"200": response("报告 / the report", report),
			}),
		},
		batchPath: {"post": s.batchOperation()},
		"/reports": {
			"post": s.posted("makeReport", "核查图形或文件，并保存报告 / screen a shape or a file, and keep the report", map[string]object{
				"201": kept, "200": response("报告，未能保存 / the report, which could not be kept", report),
			}),
		},
		"/reports/{id}/answers": {
			"post": operation{
				ID: "answerFindings", Tags: []string{tagScreening}, Summary: "经办人对结论的认定，另存为新报告 / what a person says of findings, kept as a new report",
				Description: "原报告不变；新报告含认定和原报告的校验码，校验码及于两者。 / The report stays as it is; the new one has the words and the hash of the old, and its hash covers both.",
				Parameters:  []object{pathParameter("id", "报告标识 / the report's id")},
				RequestBody: object{"required": true, "content": content(typeJSON, object{
					"type": "object", "required": []string{"answers"}, "additionalProperties": false,
					"properties": object{"answers": listOf(schemaRef("officerWord"))},
				})},
				Responses: responses(map[string]object{
					"201": kept, "400": ref("responses", "badRequest"), "404": ref("responses", "notFound"),
					"409": ref("responses", "problem"), "413": ref("responses", "problem"), "422": ref("responses", "problem"),
				}),
			},
		},
		"/reports/schema": get(operation{
			ID: "getReportSchema", Tags: []string{tagScreening}, Summary: "报告的 JSON Schema / the JSON Schema of a report",
			Responses: cached("JSON Schema", content(typeSchema, object{"type": "object"})),
		}),
		"/reports/{id}": get(operation{
			ID: "getReport", Tags: []string{tagScreening}, Summary: "保存的报告 / a report that was kept",
			Parameters: []object{
				pathParameter("id", "报告标识，见 201 的 Location / as in the Location of a 201"),
				parameter("f", "形式，缺省按 Accept / form, else by Accept", object{"enum": slices.Sorted(maps.Keys(mediaTypes()))}),
				parameter("lang", "语言，缺省按 Accept-Language / language, else by Accept-Language", object{"enum": []string{"zh", "zh-CN", "en"}}),
			},
			Responses: orNone(found),
		}),
	}
}

// batchOperation takes rows as they come and answers as it goes.
func (s *Server) batchOperation() operation {
	rows, results := object{}, object{}
	for _, f := range rowForms() {
		rows[f.media] = object{"schema": object{"type": "string"}}
		results[f.media] = object{"schema": object{"type": "string"}}
	}
	answers := screened(map[string]object{
		"200": {
			"description": "逐行结果，次序同输入；尾部字段给出行数，没有则不完整 / a result for every row, in order; trailers have the number of rows, and without them it is not whole",
			"content":     results,
			"headers": object{
				headerUnused:    object{"description": "未采用的列名，百分号编码，逗号分隔 / the columns that were not used, in percent encoding, commas between them", "schema": object{"type": "string"}},
				trailerRows:     object{"description": "尾部字段：行数 / trailer: rows", "schema": object{"type": "integer"}},
				trailerRejected: object{"description": "尾部字段：被拒绝的行数 / trailer: rows that were rejected", "schema": object{"type": "integer"}},
			},
		},
		"406": ref("responses", "problem"), "415": ref("responses", "problem"), "429": ref("responses", "tooMany"),
	})
	return operation{
		ID: "screenBatch", Tags: []string{tagScreening}, Summary: "逐行核查，边收边答 / screen rows as they come",
		Description: "行不说明的，由参数说明。请求体不限大小；须边发送边读取，一分钟不发送或不读取即中断。缺省以来的格式答复，按 Accept 可另选。 / What a row does not say, the parameters say. The body has no bound; read while you send: a minute without either ends it. The answer has the form of the rows, or another by Accept.",
		Parameters:  s.batchParameters(),
		RequestBody: object{"required": true, "content": rows},
		Responses:   answers,
	}
}

// batchParameters say what holds for every row that does not say otherwise.
func (s *Server) batchParameters() []object {
	all := []object{
		parameter("nearest", "true：给出最近的区和到边界的距离 / true: the nearest zone and the distance to the boundary", object{"enum": []string{"false", "true"}}),
		parameter("lang", "建议处置的语言 / language of the suggested disposal", object{"enum": []string{"zh", "en"}}),
		parameter("view", "full：application/x-ndjson 中每行一份完整报告 / full: in application/x-ndjson a whole report a row", object{"enum": []string{"short", "full"}}),
	}
	members := s.described()
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if name == "name" {
			continue // is a row's own
		}
		schema, _ := members[name].(object)
		title, _ := schema["title"].(string)
		all = append(all, parameter(name, title, schema))
	}
	return all
}

// posted is an operation that takes a site's shape or file.
func (s *Server) posted(id, summary string, answers map[string]object) operation {
	answers["413"] = ref("responses", "tooLarge")
	return operation{
		ID: id, Tags: []string{tagScreening}, Summary: summary,
		Description: "一个 GeoJSON Feature，或带文件的表单：文件中的各图形是一个项目的地块，合为一份报告。 / A GeoJSON Feature, or a form with a file, whose shapes are the parcels of one project and make one report.",
		RequestBody: object{"required": true, "content": object{
			typeGeoJSON:           object{"schema": schemaRef("screeningFeature")},
			typeJSON:              object{"schema": schemaRef("screeningFeature")},
			"multipart/form-data": object{"schema": schemaRef("screeningForm")},
		}},
		Responses: screened(answers),
	}
}

// screened adds to a screening's answers the ways in which it is refused.
func screened(own map[string]object) map[string]object {
	all := responses(own)
	all["400"], all["422"], all["503"] = ref("responses", "badRequest"), ref("responses", "unprocessable"), ref("responses", "busy")
	return all
}

func reportForms() object {
	text := object{"type": "string"}
	return object{
		typeJSON:          object{"schema": schemaRef("report")},
		typeGeoJSON:       object{"schema": object{"type": "object", "required": []string{"type", "features"}}},
		typeHTML:          object{"schema": text},
		"application/pdf": object{"schema": object{"contentMediaType": "application/pdf"}},
	}
}

// described are the members of a site by their names, all on one level, as the
// query, a form and a feature's properties have them: those of the rule file's
// schema, and what is said of the coordinates and of the day.
func (s *Server) described() object {
	members := object{
		"as_of":   titledSchema("哪一日的规则和图层，缺省为今日 / rules and layers of which day, today if not given", dateSchema()),
		"helmert": titledSchema("西安 1980、北京 1954 的七参数：ΔX ΔY ΔZ（m）、旋转（″）、尺度（ppm） / seven parameters for Xi'an 1980 and Beijing 1954: shifts in metres, rotations in seconds, scale in ppm", object{"type": "string"}),
		"packed":  titledSchema("数字为 D.MMSS 形式的度分秒 / plain numbers are degrees as D.MMSS", object{"type": "boolean"}),
	}
	properties, _ := s.config.Rules.Schema()["properties"].(object)
	for name, p := range properties {
		member, _ := p.(object)
		if name != "attributes" {
			members[name] = titledSchema(member["title"], schemaRef("site", "properties", name))
			continue
		}
		attributes, _ := member["properties"].(object)
		for id, a := range attributes {
			attribute, _ := a.(object)
			members[id] = titledSchema(attribute["title"], schemaRef("site", "properties", "attributes", "properties", id))
		}
	}
	return members
}

// pointParameters are those of GET /screenings, where the site is before what it is.
func (s *Server) pointParameters() []object {
	all := []object{
		parameter("lon", "经度，十进制度 / longitude, decimal degrees", degreesSchema(180)),
		parameter("lat", "纬度，十进制度 / latitude, decimal degrees", degreesSchema(90)),
		parameter("at", "坐标原文，任何写法和坐标系，代替 lon 和 lat / the coordinate as it was written, in any notation and system, instead of lon and lat", object{"type": "string"}),
		parameter("view", "缺省 short，简式；full，完整报告 / short, the short form, if not given; full, the report", object{"enum": []string{"short", "full"}}),
	}
	members := s.described()
	for _, name := range slices.Sorted(maps.Keys(members)) {
		schema, _ := members[name].(object)
		title, _ := schema["title"].(string)
		p := parameter(name, title, schema)
		if name == "kind" {
			p["required"] = true
		}
		all = append(all, p)
	}
	return all
}

// screeningForm is the body of a POST with a file. A field that it does not have
// is refused.
func (s *Server) screeningForm() object {
	members := s.described()
	text := func(title string) object { return titledSchema(title, object{"type": "string"}) }
	members["file"] = titledSchema("一个文件，或同一 Shapefile 的各部分 / one file, or the parts of one Shapefile", object{
		"type": "array", "minItems": 1, "items": object{"contentMediaType": "application/octet-stream"},
	})
	members["layer"] = text("文件中的图层或工作表，缺省为全部 / layer or sheet of the file, all if not given")
	members["lon"] = text("表格中经度（东坐标）列 / column of the longitude or easting in a table")
	members["lat"] = text("表格中纬度（北坐标）列 / column of the latitude or northing in a table")
	members["wkt"] = text("表格中 WKT 列 / column of the WKT in a table")
	members["as"] = text("given：点、线按点、线核查，缺省时三个以上的点或线不代替面 / given: points and lines are screened as such; otherwise three or more stand for no area")
	members["encoding"] = text("文字编码，缺省自动判断 / encoding of text, told from the file if not given")
	return object{
		"type": "object", "required": []string{"kind", "file"}, "properties": members, "additionalProperties": false,
	}
}

// screeningFeature is the body of a POST of a shape. Properties that are not the
// service's are left alone.
func (s *Server) screeningFeature() object {
	members := s.described()
	members["attributes"] = schemaRef("site", "properties", "attributes")
	return object{
		"type": "object", "required": []string{"type", "properties", "geometry"},
		"properties": object{
			"type":       object{"const": "Feature"},
			"geometry":   schemaRef("geometry"),
			"properties": object{"type": "object", "required": []string{"kind"}, "properties": members},
		},
	}
}

func titledSchema(title any, schema object) object {
	schema["title"] = title
	return schema
}
