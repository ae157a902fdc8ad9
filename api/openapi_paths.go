package api

import "maps"

// paths describes every address that routes has, in the words of OGC API -
// Features 1.0.1 where that has them.
func (s *Server) paths() object {
	all := object{}
	for _, part := range []map[string]object{layerPaths(), s.screeningPaths(), servicePaths()} {
		for path, item := range part {
			all[path] = item
		}
	}
	return all
}

func get(o operation) object { return object{"get": o} }

func layerPaths() map[string]object {
	layer, feature := pathParameter("collectionId", "图层 / layer"), pathParameter("featureId", "要素代码 / code of the feature")
	asOf := ref("parameters", "as_of")
	return map[string]object{
		"/collections": get(operation{
			ID: "getCollections", Tags: []string{tagLayers}, Summary: "图层列表 / the layers",
			Responses: cachedJSON("collections"),
		}),
		"/collections/{collectionId}": get(operation{
			ID: "describeCollection", Tags: []string{tagLayers}, Summary: "一个图层 / a layer",
			Parameters: []object{layer}, Responses: orNone(cachedJSON("collection")),
		}),
		"/collections/{collectionId}/schema": get(operation{
			ID: "getSchema", Tags: []string{tagLayers}, Summary: "图层要素的属性 / the properties of a layer's features",
			Parameters: []object{layer}, Responses: orNone(cached("JSON Schema", content(typeJSON, schemaRef("jsonSchema")))),
		}),
		"/collections/{collectionId}/items": get(operation{
			ID: "getFeatures", Tags: []string{tagLayers}, Summary: "图层在某日有效的要素 / the features of a layer in force on a day",
			Parameters: []object{layer, ref("parameters", "bbox"), ref("parameters", "limit"), ref("parameters", "offset"), asOf},
			Responses:  orNone(cached("要素 / features", content(typeGeoJSON, schemaRef("featureCollection")))),
		}),
		"/collections/{collectionId}/items/{featureId}": get(operation{
			ID: "getFeature", Tags: []string{tagLayers}, Summary: "某日有效的一个要素 / a feature in force on a day",
			Parameters: []object{layer, feature, asOf},
			Responses:  orNone(cached("要素 / feature", content(typeGeoJSON, schemaRef("feature")))),
		}),
	}
}

func servicePaths() map[string]object {
	op := func(id, summary string, responses map[string]object, parameters ...object) object {
		return get(operation{ID: id, Tags: []string{tagService}, Summary: summary, Parameters: parameters, Responses: responses})
	}
	anyFile := object{"*/*": object{}}
	status := response("状态 / status", content(typeJSON, schemaRef("status")))
	return map[string]object{
		"/": op("getLandingPage", "入口 / the way in", responses(map[string]object{
			"200": response("各部分的链接 / links to everything", content(typeJSON, schemaRef("landingPage"))),
			"302": moved("浏览器转到地图 / a browser is led to the map"), "400": ref("responses", "badRequest"),
		}), ref("parameters", "f")),
		"/api":          op("getAPI", "本文档 / this document", cached("OpenAPI 3.1", content(typeOpenAPI, object{"type": "object"}))),
		"/rules":        op("getRules", "类型、属性和全部规则 / kinds, attributes and every rule", cachedJSON("rules")),
		"/rules/schema": op("getSiteSchema", "核查对象的 JSON Schema / the JSON Schema of a site", cached("JSON Schema", content(typeSchema, schemaRef("jsonSchema")))),
		"/healthz":      op("getHealth", "进程是否应答 / whether the process answers", responses(map[string]object{"200": status})),
		"/readyz": op("getReadiness", "可否接收新请求 / whether new work should be sent here", responses(map[string]object{
			"200": status, "503": ref("responses", "busy"),
		})),
		"/metrics": op("getMetrics", "Prometheus 指标 / metrics for Prometheus", responses(map[string]object{
			"200": response("指标 / metrics", content("text/plain", object{"type": "string"})),
		})),
		"/map": op("redirectToMap", "转到地图 / leads to the map", responses(map[string]object{
			"308": moved("/map/"),
		})),
		"/map/{file}": op("getMap", "地图网页及其文件；/map/ 为网页 / the map page and its files; /map/ is the page", orNone(responses(map[string]object{
			"200": response("文件 / file", anyFile), "304": ref("responses", "notModified"),
		})), pathParameter("file", "文件，可含斜线；空为网页 / file, slashes allowed; empty: the page")),
	}
}

// responses adds to what an operation answers what any may: a problem.
func responses(own map[string]object) map[string]object {
	all := maps.Clone(own)
	all["default"] = ref("responses", "problem")
	return all
}

// cached is an answer that has an ETag, to a request that may be wrong.
func cached(description string, body object) map[string]object {
	ok := response(description, body)
	ok["headers"] = object{"ETag": ref("headers", "ETag"), "Cache-Control": ref("headers", "Cache-Control")}
	return responses(map[string]object{"200": ok, "304": ref("responses", "notModified"), "400": ref("responses", "badRequest")})
}

func cachedJSON(schema string) map[string]object {
	return cached(schema, content(typeJSON, schemaRef(schema)))
}

// orNone adds that there may be no such thing.
func orNone(r map[string]object) map[string]object {
	r["404"] = ref("responses", "notFound")
	return r
}

func response(description string, body object) object {
	return object{"description": description, "content": body}
}

func moved(description string) object {
	return object{"description": description, "headers": object{"Location": ref("headers", "Location")}}
}
