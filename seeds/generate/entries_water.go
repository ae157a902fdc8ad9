package main

import "waterzones/layers"

// illustrative fills in what all entries say alike.
func illustrative(e entry) entry {
	e.Illustrative, e.Publicity = true, "公开"
	e.File = e.ID + ".geojson"
	if e.Coverage == "" {
		e.Coverage = wholeCity
	}
	if e.Source == (layers.Text{}) {
		e.Source = text("示意图层生成程序，依据公开的地名、河流走向和面积；非批复边界",
			"The generator, from public places, courses of rivers and areas; not approved boundaries")
	}
	return e
}

func drinkingWaterEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:    "drinking_water_zone",
		Title: text("饮用水水源保护区（示意）", "Drinking-water source protection zones (illustrative)"),
		Description: text("县级及以上水源地、张峰水库和乡镇集中式水源地的一级、二级保护区和准保护区。各级按完整范围存储，内层套在外层之内。",
			"First-grade, second-grade and quasi-protection zones of the sources of county level and above, of Zhangfeng reservoir and of the townships. Each grade is stored whole, with the stricter ones inside."),
		Role: layers.RoleZones, Department: "晋城市生态环境局", Version: "2025-示意", Span: layers.Span{From: "2019-06-01"},
		AccuracyM: 30, Grades: grades(), RequiredFor: allKinds(),
		Source: text("示意图层生成程序：水源名称取自公开报告，范围按 HJ 338-2018 经验值生成；非批复边界",
			"The generator: names from public reports, extents from default distances of HJ 338-2018; not approved boundaries"),
		Legend: []layers.Style{
			{Grade: "一级", Title: text("一级保护区", "First-grade zone"), Fill: "#d7191c", Opacity: 0.25, Line: "#9e0b0e", Width: 2, Pattern: "crosshatch"},
			{Grade: "二级", Title: text("二级保护区", "Second-grade zone"), Fill: "#f59b23", Opacity: 0.25, Line: "#b86e0a", Width: 1.5},
			{Grade: "准保护区", Title: text("准保护区", "Quasi-protection zone"), Fill: "#5ab4ac", Opacity: 0.2, Line: "#2b8079", Width: 1.2, Dash: true},
		},
	}})
}

func springDomainEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "spring_domain",
		Title:       text("泉域保护范围（示意）", "Karst spring domains (illustrative)"),
		Description: text("三姑泉域、延河泉域在本市境内的保护范围和重点保护区。", "Protection areas and key areas of the Sangu and Yanhe spring domains, within the city."),
		Role:        layers.RoleZones, Department: "晋城市水务局", Version: "1998-示意", Span: layers.Span{From: "1998-10-01"},
		AccuracyM: 100, Grades: []string{"重点保护区", "保护范围"}, RequiredFor: append(constructionKinds(), "well"),
		Legend: []layers.Style{
			{Grade: "重点保护区", Title: text("泉域重点保护区", "Key area of a spring domain"), Fill: "#7b3294", Opacity: 0.2, Line: "#5e2072", Width: 1.8},
			{Grade: "保护范围", Title: text("泉域保护范围", "Spring domain"), Fill: "#7b3294", Opacity: 0.05, Line: "#7b3294", Width: 1.5, Dash: true},
		},
	}})
}

func blueLineEntry() entry {
	return illustrative(entry{Coverage: blueLineArea, Applies: blueLineArea, Within: wholeCity, Layer: layers.Layer{
		ID:    "blue_line",
		Title: text("城市蓝线（示意）", "Urban blue lines (illustrative)"),
		Description: text("河道蓝线，分段存储。城区和高平市完整，示意声明其余县（市）没有城市蓝线；其余县（市）收录的河段另行核查。高平市蓝线自 2020-10-01 起施行，图层自该日起完整。",
			"Blue lines of rivers, by reach. Complete in Chengqu and Gaoping; the other counties are declared, for illustration, to have no urban blue line. Reaches held there are checked all the same. Gaoping's came into force on 2020-10-01, from when the layer is complete."),
		Role: layers.RoleZones, Department: "晋城市规划和自然资源局、晋城市住房和城乡建设局", Version: "2021-示意", Span: layers.Span{From: "2020-10-01"},
		AccuracyM: 5, RequiredFor: constructionKinds(),
		Legend: []layers.Style{{Title: text("城市蓝线", "Blue line"), Fill: "#9ecae1", Opacity: 0.45, Line: "#0050d0", Width: 1.5}},
	}})
}

func sectionCorridorEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "section_corridor",
		Title:       text("断面管控带（示意）", "Corridors of monitored sections (illustrative)"),
		Description: text("23 个国、省、市考断面上游 3000 米、河岸两侧各 500 米；自河道中线起算。2024-08-27 以前没有管控带。", "3000 m up the river from each of 23 monitored sections and 500 m on either side, counted from the middle line. There were no corridors before 2024-08-27."),
		Role:        layers.RoleZones, Department: "晋城市生态环境局", Version: "2024-示意", Span: layers.Span{From: "2019-01-01"},
		AccuracyM: 30, RequiredFor: []string{"outfall"},
		Derivation: text("由监测断面（section）和河道中线派生：断面上游 3000 米、河岸两侧各 500 米；示意数据以河道中线代河岸。",
			"Derived from the monitored sections (section) and the middle lines of the rivers: 3000 m upstream and 500 m from either bank; the illustrative data take the middle line for the banks."),
		Legend: []layers.Style{{Title: text("断面管控带", "Section corridor"), Fill: "#41b6c4", Opacity: 0.12, Line: "#1d6f8a", Width: 1.2, Dash: true}},
	}})
}

func waterSourceEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "water_source",
		Title:       text("饮用水水源地（示意）", "Drinking-water sources (illustrative)"),
		Description: text("取水点，位置为示意。", "Intakes; positions are illustrative."),
		Role:        layers.RoleReference, Department: "晋城市生态环境局", Version: "2025-示意", AccuracyM: 1000,
		Legend: []layers.Style{{Title: text("取水点", "Intake"), Fill: "#1f5fd0", Line: "#ffffff", Width: 1, Symbol: "circle"}},
	}})
}

func sectionEntry() entry {
	return illustrative(entry{Layer: layers.Layer{
		ID:          "section",
		Title:       text("水质监测断面（示意）", "Monitored river sections (illustrative)"),
		Description: text("9 个国、省考断面和 14 个市考断面，名称和位置为示例。", "9 sections of state and province and 14 of the city; names and positions are examples."),
		Role:        layers.RoleReference, Department: "晋城市生态环境局", Version: "2024-示意", AccuracyM: 30,
		Legend: []layers.Style{{Title: text("监测断面", "Monitored section"), Fill: "#08519c", Line: "#08306b", Width: 3, Symbol: "bar"}},
	}})
}
