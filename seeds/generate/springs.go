package main

import (
	"fmt"

	"github.com/peterstace/simplefeatures/geom"

	"waterzones/layers"
)

// springDomain is a 泉域, its boundary by way-points that are made up (the
// approved boundary, 晋政函〔1998〕137号, is not public), and its key area.
type springDomain struct {
	code, name string
	points     [][2]float64
	key        [2]float64 // middle of the key area
	long       float64    // its semi-axes and direction
	short      float64
	axis       float64
}

func springDomains() []springDomain {
	return []springDomain{
		{
			"SG", "三姑泉域",
			[][2]float64{
				{112.72, 35.97},
				{112.90, 36.02},
				{113.10, 35.94},
				{113.29, 35.81},
				{113.35, 35.66},
				{113.22, 35.50},
				{113.17, 35.36},
				{113.06, 35.22},
				{112.93, 35.22},
				{112.85, 35.33},
				{112.79, 35.45},
				{112.73, 35.56},
				{112.70, 35.72},
			},
			[2]float64{112.982, 35.435},
			7800, 2500, 1.6,
		},
		{
			"YH", "延河泉域",
			[][2]float64{
				{112.15, 35.93},
				{112.42, 35.99},
				{112.66, 35.90},
				{112.69, 35.70},
				{112.72, 35.56},
				{112.78, 35.45},
				{112.72, 35.33},
				{112.66, 35.20},
				{112.45, 35.22},
				{112.25, 35.29},
				{112.11, 35.41},
				{112.04, 35.60},
				{112.07, 35.80},
			},
			[2]float64{112.56, 35.408},
			7200, 2300, 1.75,
		},
	}
}

func drawSprings(b *board) []feature {
	var zones []feature
	var before []geom.Geometry
	for _, s := range springDomains() {
		var points []geom.XY
		for _, p := range append(s.points, s.points[0]) {
			points = append(points, at(p[0], p[1]))
		}
		r := chance("spring domain " + s.code)
		whole := b.intersect(b.polygon(wanderAlong(r, points, 350, 0.16)...), b.inner)
		if len(before) > 0 { // a divide keeps the two apart
			whole = b.subtract(whole, b.grow(b.union(before...), 250))
		}
		whole = largest(whole)
		before = append(before, whole)
		key := wobbly(r, at(s.key[0], s.key[1]), ellipse{s.long, s.short, s.axis, 0.1}, 240, 0.14)
		inside := largest(b.intersect(b.polygon(key.corners()...), b.grow(whole, -60)))
		zones = append(zones, feature{s.attributes("保护范围", 1), whole}, feature{s.attributes("重点保护区", 2), inside})
	}
	return zones
}

func (s springDomain) attributes(grade string, number int) layers.Attributes {
	return alike(layers.Attributes{
		Code:         fmt.Sprintf("140500-QY-%s-%d", s.code, number),
		Name:         s.name + grade + "（示意）",
		Grade:        grade,
		SourceCode:   "140500-QY-" + s.code,
		SourceName:   s.name,
		SourceType:   "地下水型",
		Aquifer:      "岩溶水",
		CountyCode:   "140500",
		Department:   "晋城市水务局",
		ApprovalNo:   "示意〔1998〕" + fmt.Sprint(number) + "号",
		ApprovalDate: "1998-10-01",
		Span:         layers.Span{From: "1998-10-01"},
		AccuracyM:    100,
		LegalGround:  "《地下水管理条例》、《山西省泉域水资源保护条例》",
		DataSource:   "示意图层生成程序（非批复边界）",
	})
}
