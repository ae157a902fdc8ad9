package main

import (
	"fmt"
	"math"

	"github.com/peterstace/simplefeatures/geom"

	"waterzones/layers"
)

// source is a groundwater source of county level or above, placed as in the
// list of December 2021 (whose positions are rough), with radii in metres that
// HJ 338-2018 suggests for its aquifer and for wells in a group.
type source struct {
	code, name, county string
	lon, lat           float64
	aquifer            string
	spread             float64    // half the length of the row of wells, m
	radius             [3]float64 // 一级 round the wells, 二级, 准保护区
	upstream           float64    // direction from which the water comes, degrees from east
	from, to           layers.Date
	adjusted           layers.Date // of the second grade
}

func countySources() []source {
	return []source{
		{"SY01", "市区井水水源地", "140502", 112.85, 35.50, "岩溶潜水", 420, [3]float64{130, 900, 2100}, 70, "2009-12-01", "", ""},
		{"SY02", "郭壁泉水水源地", "140525", 112.97, 35.47, "岩溶潜水", 150, [3]float64{200, 1000, 3600}, 95, "2009-12-01", "", ""},
		{"SY03", "高平市城北（一水厂）水源地", "140581", 112.92, 35.82, "岩溶潜水", 260, [3]float64{100, 700, 1700}, 80, "2011-03-01", "", ""},
		{"SY04", "高平市川起（二水厂）水源地", "140581", 112.93, 35.77, "岩溶潜水", 240, [3]float64{100, 650, 1500}, 120, "2011-03-01", "", "2025-07-01"},
		{"SY05", "阳城县下芹（一水厂）水源地", "140522", 112.42, 35.50, "岩溶潜水", 300, [3]float64{110, 700, 1600}, 140, "2010-06-01", "", ""},
		{"SY06", "阳城县王曲（二水厂）水源地", "140522", 112.44, 35.47, "岩溶潜水", 220, [3]float64{90, 600, 1400}, 160, "2010-06-01", "", ""},
		{"SY07", "沁水县万庆元（定都）水源地", "140521", 112.19, 35.70, "孔隙潜水", 80, [3]float64{50, 320, 620}, 60, "2012-08-01", "2025-09-01", ""},
		{"SY08", "沁水县大坪（北坛）水源地", "140521", 112.18, 35.69, "孔隙潜水", 60, [3]float64{50, 300, 560}, 100, "2012-08-01", "2025-09-01", ""},
		{"SY09", "沁水县县城（杨河）水源地", "140521", 112.17, 35.68, "孔隙潜水", 90, [3]float64{60, 340, 700}, 170, "2012-08-01", "", ""},
		{"SY10", "陵川县磨河泉水源地", "140524", 113.42, 35.56, "岩溶潜水", 60, [3]float64{180, 1000, 3200}, 120, "2011-11-01", "", ""},
	}
}

func grades() []string { return []string{"一级", "二级", "准保护区"} }

// outlines returns the zones of a source, each with the stricter ones inside
// it: grades are stored whole, one over the other. A radius of 0 is no zone.
func (s source) outlines() []roundel {
	r := chance(s.county + s.code)
	axis := s.upstream * math.Pi / 180
	around := []ellipse{
		{s.spread + s.radius[0], s.spread/3 + s.radius[0], axis, 0.1},
		{1.25 * s.radius[1], 0.85 * s.radius[1], axis, 0.35},
		{1.3 * s.radius[2], 0.85 * s.radius[2], axis, 0.4},
	}
	var zones []roundel
	for i, e := range around {
		if s.radius[i] == 0 {
			break
		}
		o := wobbly(r, at(s.lon, s.lat), e, 60*(i+1), 0.10+0.03*float64(i))
		if i > 0 {
			o = o.beyond(zones[i-1], 0.2*s.radius[i])
		}
		zones = append(zones, o)
	}
	return zones
}

// zones draws the zones of a source.
func (s source) zones(b *board, number int) []feature {
	var zones []feature
	outlines := s.outlines()
	if s.adjusted != "" {
		outlines[2] = outlines[2].beyond(s.redrawn(outlines[0]), 0.2*s.radius[2])
	}
	for i, o := range outlines {
		zones = append(zones, feature{s.attributes(i, number), b.fit(b.polygon(o.corners()...))})
	}
	if s.adjusted == "" {
		return zones
	}
	old, now := &zones[1], zones[1]
	old.To, old.Status, old.Note = s.adjusted, "调整", "示意："+string(s.adjusted)+" 起由调整后的范围代替"
	now.From, now.ApprovalDate = s.adjusted, s.adjusted
	now.ApprovalNo = fmt.Sprintf("示意〔%s〕%d号", s.adjusted[:4], number)
	now.Note = "示意：" + string(s.adjusted) + " 调整，原范围见同编号的上一版"
	now.shape = b.fit(b.polygon(s.redrawn(outlines[0]).corners()...))
	return append(zones, now)
}

// redrawn is the second grade after its adjustment: a fifth wider and drawn anew.
func (s source) redrawn(first roundel) roundel {
	e := ellipse{1.5 * s.radius[1], 1.0 * s.radius[1], (s.upstream + 25) * math.Pi / 180, 0.3}
	return wobbly(chance(s.county+s.code+string(s.adjusted)), at(s.lon, s.lat), e, 120, 0.13).beyond(first, 0.2*s.radius[1])
}

func (s source) attributes(grade, number int) layers.Attributes {
	a := alike(layers.Attributes{
		Code:         fmt.Sprintf("%s-%s-%d", s.county, s.code, grade+1),
		Name:         s.name + grades()[grade] + suffix(grade) + "（示意）",
		Grade:        grades()[grade],
		SourceCode:   s.county + "-" + s.code,
		SourceName:   s.name,
		SourceType:   "地下水型",
		Aquifer:      s.aquifer,
		CountyCode:   s.county,
		Department:   "晋城市生态环境局",
		ApprovalNo:   fmt.Sprintf("示意〔%s〕%d号", s.from[:4], number),
		ApprovalDate: s.from,
		Span:         layers.Span{From: s.from, To: s.to},
		DataSource:   "示意图层生成程序（HJ 338 经验值，非批复边界）",
	})
	if s.to != "" {
		a.Status = "撤销"
		a.Note = "示意：" + string(s.to) + " 撤销，水源地停用"
	}
	return a
}

// suffix makes 一级 into 一级保护区; 准保护区 is whole already.
func suffix(grade int) string {
	if grade == 2 {
		return ""
	}
	return "保护区"
}

func countyName(code string) string {
	return map[string]string{
		"140500": "晋城市", "140502": "城区", "140521": "沁水县", "140522": "阳城县",
		"140524": "陵川县", "140525": "泽州县", "140581": "高平市",
	}[code]
}

// place is the point of a source: its wells' middle or its spring.
func (s source) place(number int) feature {
	a := s.attributes(0, number)
	a.Code, a.Name, a.Grade = a.SourceCode, s.name+"（示意）", ""
	return feature{a, geom.NewPoint(geom.Coordinates{XY: at(s.lon, s.lat)}).AsGeometry()}
}
