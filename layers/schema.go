package layers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

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

// aliases maps every accepted name, in lower case, to the key.
func aliases() map[string]string {
	names := map[string]string{}
	for _, f := range Fields() {
		for _, name := range []string{f.Key, f.Pinyin, f.Title.ZH} {
			names[strings.ToLower(name)] = f.Key
		}
	}
	return names
}

// attributes reads the properties of a feature by the schema. Properties that
// the schema does not know are left out; two names for one key are an error.
func attributes(names map[string]string, properties map[string]any) (Attributes, error) {
	known := make(map[string]any, len(properties))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		key, ok := names[strings.ToLower(strings.TrimSpace(name))]
		if !ok || properties[name] == nil {
			continue
		}
		if _, twice := known[key]; twice {
			return Attributes{}, fmt.Errorf("属性 %s 出现两次（%s） / property %s is given twice (%s)", key, name, key, name)
		}
		value, err := fitted(key, properties[name])
		if err != nil {
			return Attributes{}, err
		}
		known[key] = value
	}
	text, err := json.Marshal(known)
	if err != nil {
		return Attributes{}, err
	}
	var a Attributes
	if err := json.Unmarshal(text, &a); err != nil {
		return Attributes{}, fmt.Errorf("属性不合规定 / properties do not fit the schema: %w", err)
	}
	if a.To != "" && a.To <= a.From {
		return Attributes{}, fmt.Errorf("valid_to %s 不晚于 valid_from %s / valid_to is not after valid_from", a.To, a.From)
	}
	return a, nil
}

// fitted is the value as the schema has it: tables and Shapefiles have numbers
// and truths as text, and codes as numbers.
func fitted(key string, value any) (any, error) {
	fields := Fields()
	field := fields[slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })]
	text, isText := value.(string)
	switch {
	case field.Type == "string" && !isText:
		return scalar(value), nil
	case field.Type == "number" && isText:
		number, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			return nil, fmt.Errorf("属性 %s 应为数，不能是 %q / property %s must be a number, not %q", key, text, key, text)
		}
		return number, nil
	case field.Type == "boolean" && !isText:
		if number, ok := value.(float64); ok {
			return number != 0, nil
		}
	case field.Type == "boolean":
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "t", "1", "是", "y", "yes":
			return true, nil
		case "false", "f", "0", "否", "n", "no":
			return false, nil
		}
		return nil, fmt.Errorf("属性 %s 应为是或否，不能是 %q / property %s must be true or false, not %q", key, text, key, text)
	}
	return value, nil
}
