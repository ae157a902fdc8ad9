package main

import (
	"fmt"

	"github.com/peterstace/simplefeatures/geom"

	"waterzones/layers"
)

const livestockLaw = "《畜禽规模养殖污染防治条例》第十一条"

// scenic areas, by name and place; their outlines are made up.
func scenicAreas() []seat {
	return []seat{
		{"140524", "示例风景名胜区1", 113.53, 35.68, [2]float64{}, [2]float64{4200, 2100}, 1.2},
		{"140522", "示例风景名胜区2", 112.45, 35.27, [2]float64{}, [2]float64{3600, 2000}, 0.4},
		{"140521", "示例风景名胜区3", 112.02, 35.47, [2]float64{}, [2]float64{4300, 2600}, 1.0},
		{"140525", "示例风景名胜区4", 112.93, 35.455, [2]float64{}, [2]float64{1900, 1000}, 0.7},
	}
}

// drawLivestock draws 畜禽养殖禁养区, each with the legal ground it rests on:
// the first and second grades of water sources, scenic areas, and where people
// live. One more, along a river and without such a ground, was given up at the
// end of 2019 as 环办土壤〔2019〕55号 requires.
func drawLivestock(b *board, water []feature, courses map[string]course) []feature {
	var zones []feature
	add := func(county, title, ground string, span layers.Span, shape geom.Geometry) {
		a := livestockAttributes(county, len(zones)+1, span)
		a.Name, a.LegalGround = title+"禁养区（示意）", livestockLaw+ground
		zones = append(zones, feature{a, shape})
	}
	for _, z := range water {
		if z.Grade == "二级" && z.Part != "水域" && z.Status != "调整" {
			span := layers.Span{From: max(z.From, "2019-01-01"), To: z.To}
			add(z.CountyCode, z.SourceName, "第（一）项（饮用水水源保护区）", span, z.shape)
			zones[len(zones)-1].SourceCode, zones[len(zones)-1].SourceName = z.SourceCode, z.SourceName
		}
	}
	since := layers.Span{From: "2017-11-01"}
	for _, s := range scenicAreas() {
		add(s.county, s.name, "第（一）项（风景名胜区）", since, b.town(s))
	}
	for _, s := range seats() {
		add(s.county, s.name+"居民区", "第（三）项（城镇居民区等人口集中区域）", since, b.town(s))
	}
	c := courses["LW"]
	bank := b.simplify(b.grow(line(c.middle[steps(4200):steps(18_200)]).AsGeometry(), 500, geom.BufferQuadSegments(4)), 5)
	add("140522", "芦苇河沿线500米", "", layers.Span{From: "2017-11-01", To: "2019-12-31"}, b.fit(largest(bank)))
	last := &zones[len(zones)-1]
	last.LegalGround = "无法定依据（示意）"
	last.Note = "示意：超出法律法规规定的范围，2019-12-31 取消"
	return zones
}

// town is the outline of where people live, or of a scenic area.
func (b *board) town(s seat) geom.Geometry {
	o := wobbly(chance("town "+s.name), at(s.lon, s.lat), ellipse{s.town[0], s.town[1], s.axis, 0}, 140, 0.22)
	return b.fit(b.polygon(o.corners()...))
}

func livestockAttributes(county string, number int, span layers.Span) layers.Attributes {
	a := alike(layers.Attributes{
		Code: fmt.Sprintf("%s-JY-%02d", county, number), CountyCode: county, Department: "晋城市畜牧兽医局",
		ApprovalNo: fmt.Sprintf("示意〔%s〕禁养%d号", span.From[:4], number), ApprovalDate: span.From, Span: span,
		DataSource: "示意图层生成程序（非批复边界）",
	})
	if span.To != "" {
		a.Status = "撤销"
	}
	return a
}
