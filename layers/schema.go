package layers

// Field is one property of a zone or place: its key in this service, the names
// under which offices bring it, and its title.
type Field struct {
	Key    string
	Pinyin string // pinyin initials as in Chinese GIS data, and DBF's ten bytes
	Title  Text
	Type   string // string, number or boolean, as in JSON Schema
}

// Fields returns the schema of a zone's properties, in the order of Attributes.
// The pinyin names are this project's own: no public official field list for
// these layers was found. Layers that name a thing of their own (JYQBM 禁养区编码)
// come in under the shared key.
func Fields() []Field {
	return []Field{
		{"code", "BSM", Text{"标识码", "code"}, "string"},
		{"name", "MC", Text{"名称", "name"}, "string"},
		{"grade", "BHQJB", Text{"级别", "grade"}, "string"},
		{"part", "SLY", Text{"水域陆域", "water or land part"}, "string"},
		{"source_code", "SYDBM", Text{"水源地编码", "code of the source"}, "string"},
		{"source_name", "SYDMC", Text{"水源地名称", "name of the source"}, "string"},
		{"source_type", "SYDLX", Text{"水源类型", "type of the source"}, "string"},
		{"aquifer", "HSJZ", Text{"含水介质", "aquifer"}, "string"},
		{"county_code", "XZQDM", Text{"行政区代码", "county code"}, "string"},
		{"county", "XZQMC", Text{"行政区名称", "county"}, "string"},
		{"department", "ZRDW", Text{"责任单位", "department in charge"}, "string"},
		{"status", "ZT", Text{"状态", "status"}, "string"},
		{"approval_no", "PFWH", Text{"批复文号", "approval document"}, "string"},
		{"approval_date", "PFRQ", Text{"批复日期", "date of approval"}, "string"},
		{"valid_from", "SXRQ", Text{"生效日期", "valid from"}, "string"},
		{"valid_to", "SHRQ", Text{"失效日期", "valid to"}, "string"},
		{"approved_area_km2", "MJ", Text{"批复面积km2", "approved area, km²"}, "number"},
		{"accuracy_m", "JD", Text{"精度m", "accuracy, m"}, "number"},
		{"legal_ground", "HDYJ", Text{"划定依据", "legal ground"}, "string"},
		{"data_source", "SJLY", Text{"数据来源", "source of the data"}, "string"},
		{"publicity", "MJDJ", Text{"公开等级", "publicity"}, "string"},
		{"illustrative", "SFSY", Text{"是否示意", "illustrative"}, "boolean"},
		{"note", "BZ", Text{"备注", "note"}, "string"},
	}
}
