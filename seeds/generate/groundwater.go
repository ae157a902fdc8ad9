package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"waterzones/geo"
	"waterzones/layers"
)

// overdraft is an over-extraction area with its stated area in km², as patches
// whose shapes are made up.
type overdraft struct {
	code, name, county string
	km2                float64
	patches            []patch
}

type patch struct {
	lon, lat, km2 float64
	stretch, axis float64
}

func overdrafts() []overdraft {
	return []overdraft{
		{"GP", "高平岩溶水超采区", "140581", 35, []patch{{112.925, 35.792, 35, 1.5, 1.45}}},
		{"JC", "晋城城郊岩溶水超采区", "140525", 178, []patch{
			{112.87, 35.645, 64, 1.6, 0.15}, {112.86, 35.563, 40, 1.6, 0.05}, {112.85, 35.482, 74, 1.55, -0.1},
		}},
	}
}

// drawOverdrafts draws the over-extraction areas, each patch scaled to its
// stated area on the ellipsoid.
func drawOverdrafts(b *board) []feature {
	var zones []feature
	for i, o := range overdrafts() {
		var shapes []geom.Geometry
		for j, p := range o.patches {
			minor := math.Sqrt(p.km2 * 1e6 / math.Pi / p.stretch)
			r := chance(fmt.Sprint("overdraft ", o.code, j))
			patch := wobbly(r, at(p.lon, p.lat), ellipse{minor * p.stretch, minor, p.axis, 0}, 240, 0.06)
			shapes = append(shapes, b.polygon(patch.scaledTo(p.km2).corners()...))
		}
		zones = append(zones, feature{o.attributes(i + 1), b.fit(b.union(shapes...))})
	}
	return zones
}

// scaledTo returns the outline with the given area in km² on the ellipsoid.
func (o roundel) scaledTo(km2 float64) roundel {
	for range 3 { // the scale of the board changes with latitude, but little
		ring := orb.Ring{}
		for _, p := range closed(o.corners()) {
			ring = append(ring, lonLat(p))
		}
		f := math.Sqrt(km2 * 1e6 / geo.AreaM2(orb.Polygon{ring}))
		for i := range o.radius {
			o.radius[i] *= f
		}
	}
	return o
}

func (o overdraft) attributes(number int) layers.Attributes {
	a := groundwaterAttributes(o.county)
	a.Code = "140500-CC-" + o.code
	a.Name = o.name + "（示意）"
	a.ApprovalNo = fmt.Sprintf("示意〔2015〕超采%d号", number)
	a.ApprovedAreaKm2 = o.km2
	a.Note = "一般超采区；面积为公开资料数值，形状为示意"
	return a
}

func groundwaterAttributes(county string) layers.Attributes {
	return alike(layers.Attributes{
		SourceType: "地下水型", Aquifer: "岩溶水", CountyCode: county, Department: "晋城市水务局",
		ApprovalDate: "2015-12-01", Span: layers.Span{From: "2015-12-01"}, AccuracyM: 50,
		LegalGround: "《地下水管理条例》第三十一条", DataSource: "示意图层生成程序（非批复边界）",
	})
}

// drawSupply draws what the public water supply of the county seats reaches.
func drawSupply(b *board) []feature {
	var zones []feature
	for _, s := range seats() {
		o := wobbly(chance("supply "+s.name), at(s.lon, s.lat), ellipse{s.supply[0], s.supply[1], s.axis, 0}, 160, 0.2)
		zones = append(zones, feature{alike(layers.Attributes{
			Code: s.county + "-GS-01", Name: s.name + "公共供水管网覆盖范围（示意）", SourceName: s.name + "供水企业（示意）",
			CountyCode: s.county, Department: "晋城市住房和城乡建设局",
			Span: layers.Span{From: "2019-01-01"}, AccuracyM: 50, DataSource: "示意图层生成程序",
		}), b.fit(b.polygon(o.corners()...))})
	}
	return zones
}

// drawRestricted derives 禁采区 and 限采区: where the public supply reaches an
// over-extraction area extraction is banned (地下水管理条例 33), in the rest of
// it restricted (34).
func drawRestricted(b *board, overdrafts, supply []feature) []feature {
	var reached []geom.Geometry
	for _, s := range supply {
		reached = append(reached, s.shape)
	}
	net := b.union(reached...)
	var zones []feature
	for _, o := range overdrafts {
		shapes := noded([]geom.Geometry{b.intersect(o.shape, net), b.subtract(o.shape, net)})
		for i, grade := range []string{"禁采", "限采"} {
			a := groundwaterAttributes(o.CountyCode)
			a.Code = fmt.Sprintf("%s-%d", strings.Replace(o.Code, "-CC-", "-JX-", 1), i+1)
			a.Name = strings.Replace(o.Name, "岩溶水超采区", "岩溶地下水"+grade+"区", 1)
			a.Grade = grade
			a.ApprovalNo = fmt.Sprintf("示意〔2016〕%s%d号", grade, i+1)
			a.ApprovalDate, a.From = "2016-06-01", "2016-06-01"
			a.LegalGround = []string{"《地下水管理条例》第三十三条第（二）项", "《地下水管理条例》第三十四条第（一）项"}[i]
			a.Note = []string{"派生：超采区与公共供水管网覆盖范围的交集", "派生：超采区内公共供水管网未覆盖部分"}[i]
			zones = append(zones, feature{a, shapes[i]})
		}
	}
	return zones
}
