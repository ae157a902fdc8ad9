package api

// parameter is one of the query (OpenAPI 3.1.0, 4.8.12).
func parameter(name, description string, schema object) object {
	return object{"name": name, "in": "query", "description": description, "schema": schema}
}

func pathParameter(name, description string) object {
	return object{"name": name, "in": "path", "required": true, "description": description, "schema": object{"type": "string"}}
}

func commonParameters() object {
	integer := func(least, most, or int) object {
		return object{"type": "integer", "minimum": least, "maximum": most, "default": or}
	}
	return object{
		"as_of":  parameter("as_of", "哪一日有效，缺省为今日 / in force on which day, today if not given", dateSchema()),
		"limit":  parameter("limit", "至多多少个要素，超过上限按上限 / at most how many features; more than the maximum is the maximum", object{"type": "integer", "minimum": 1, "default": defaultLimit, "x-maximum": maxLimit}),
		"offset": parameter("offset", "跳过多少个要素 / how many features to leave out", integer(0, 1<<31-1, 0)),
		"f":      parameter("f", "给出任何值，浏览器也得到 JSON / with any value a browser gets JSON, too", object{"type": "string"}),
		"bbox": object{
			"name": "bbox", "in": "query", "style": "form", "explode": false,
			"description": "西，南，东，北；6 个数时高程不计；西大于东为跨 180° 经线 / west, south, east, north; of 6 numbers the heights are left aside; a west beyond the east crosses the antimeridian",
			"schema":      object{"type": "array", "items": object{"type": "number"}, "minItems": 4, "maxItems": 6},
		},
	}
}

func commonResponses() object {
	wrong := func(description string) object {
		return response(description, content(typeProblem, schemaRef("problem")))
	}
	busy := wrong("服务正忙或正在停止 / the service is busy or stopping")
	busy["headers"] = object{"Retry-After": ref("headers", "Retry-After")}
	return object{
		"badRequest":    wrong("请求有误，errors 列出全部字段 / the request cannot be taken; errors has every field"),
		"notFound":      wrong("没有 / there is none"),
		"tooLarge":      wrong("请求或图形过大 / the request or the shape is too large"),
		"unprocessable": wrong("图形无效或过于复杂，errors 指明位置 / the shape is not valid or too intricate; errors has the place"),
		"busy":          busy,
		"problem":       wrong("其他错误 / any other error"),
		"notModified":   object{"description": "与 If-None-Match 的版本相同 / what If-None-Match has is still so"},
	}
}

func commonHeaders() object {
	header := func(description string) object {
		return object{"description": description, "schema": object{"type": "string"}}
	}
	return object{
		"ETag":          header("内容的版本 / version of the content"),
		"Cache-Control": header("先问再用 / ask before use"),
		"Location":      header("去处 / where to"),
		"Retry-After":   header("秒 / seconds"),
	}
}

func dateSchema() object { return object{"type": "string", "format": "date"} }
