package api

import (
	"reflect"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/report/schema"
)

// serviceTypes describes what is answered beside reports.
func serviceTypes() (*schema.Set, error) {
	return schema.Of(schema.Options{
		Names: map[reflect.Type]string{reflect.TypeFor[layers.Style](): "legendStyle"},
		Known: map[reflect.Type]schema.Known{
			reflect.TypeFor[layers.Text](): {Ref: "text"},
			reflect.TypeFor[layers.Held](): {Ref: "held"},
			reflect.TypeFor[report.Link](): {Ref: "link"},
			reflect.TypeFor[layers.Date](): {Schema: dateSchema()},
		},
		Enums: map[reflect.Type][]string{
			reflect.TypeFor[layers.Role](): {string(layers.RoleZones), string(layers.RoleReference)},
		},
		Words: serviceWords(),
	}, reflect.TypeFor[Problem](), reflect.TypeFor[landingPage](), reflect.TypeFor[collections](), reflect.TypeFor[status]())
}

func serviceWords() map[string]string {
	return map[string]string{
		"Problem":           "错误（RFC 9457） / problem details (RFC 9457)",
		"Problem.type":      "about:blank",
		"Problem.status":    "HTTP 状态码 / the HTTP status",
		"Problem.detail":    "何处有误，中文 / 英文 / what is wrong, Chinese / English",
		"Problem.errors":    "须改正的字段 / the fields that must be mended",
		"FieldIssue":        "不能采用的字段 / a field that cannot be taken",
		"FieldIssue.field":  "字段 / the field",
		"FieldIssue.zh":     "原因，中文 / why, in Chinese",
		"FieldIssue.en":     "原因，英文 / why, in English",
		"FieldIssue.at":     "图上位置，经度、纬度 / the place on the map, longitude, latitude",
		"landingPage":       "入口 / the way in",
		"collections":       "全部图层 / the layers",
		"collection":        "一个图层（OGC API - Features） / a layer (OGC API - Features)",
		"extent":            "范围 / extent",
		"spatialExtent":     "空间范围 / extent in space",
		"legendStyle":       "图例的一项 / a line of the legend",
		"Role":              "zones 参与核查，reference 仅显示 / zones are screened, a reference is only drawn",
		"status":            "状态 / status",
		"status.status":     "ok 或 ready / ok or ready",
		"status.version":    "程序版本 / version of the program",
		"title":             "名称，中文 / 英文 / title, Chinese / English",
		"titles":            "名称 / title",
		"description":       "说明，中文 / 英文 / description, Chinese / English",
		"illustrative":      "含示意数据，不得作为审批依据 / illustrative data, no basis for a decision",
		"notice":            "显示图层时须一并说明的内容 / what must be said wherever the layers are shown",
		"attribution":       "数据来源 / where the data are from",
		"release":           "数据版本 / the release of the layers",
		"version":           "版本 / version",
		"as_of":             "哪一日有效 / in force on this day",
		"links":             "链接 / links",
		"notHeld":           "本系统未收录的图层 / layers that the installation does not hold",
		"id":                "标识 / id",
		"itemType":          "feature",
		"crs":               "坐标系 / coordinate system",
		"collection.extent": "范围 / extent",
		"spatial":           "空间范围 / extent in space",
		"bbox":              "西、南、东、北 / west, south, east, north",
		"role":              "用途 / what the layer is for",
		"department":        "主管部门 / the department that answers for it",
		"requiredFor":       "必须核查本图层的类型 / the kinds of site that need the layer",
		"grades":            "级别，最严者在前 / grades, strictest first",
		"accuracyM":         "未注明精度的区的边界精度，m / accuracy of boundaries that state none, m",
		"publicity":         "公开属性 / publicity",
		"source":            "来源 / source",
		"legend":            "图例 / legend",
		"itemCount":         "该日有效的要素数 / features in force on the day",
		"quarantinedCount":  "隔离的要素数 / features that are quarantined",

		"collections.collections": "图层 / layers",
		"legendStyle.grade":       "级别，空为全部 / grade; empty: all",
		"legendStyle.title":       "名称 / title",
		"fill":                    "填充色，#rrggbb / fill, #rrggbb",
		"opacity":                 "填充不透明度，0 至 1 / opacity of the fill, 0 to 1",
		"line":                    "边线色，#rrggbb / line, #rrggbb",
		"width":                   "线宽，像素 / width of the line, pixels",
		"dash":                    "虚线 / dashed",
		"pattern":                 "hatch、crosshatch 或无 / hatch, crosshatch or none",
		"symbol":                  "点的符号：circle、triangle、bar / symbol of points: circle, triangle, bar",
	}
}
