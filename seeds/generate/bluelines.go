package main

import (
	"fmt"
	"math"
	"strconv"

	"github.com/peterstace/simplefeatures/geom"

	"waterzones/layers"
)

// reachPlan says where blue lines are drawn on a river: from one place to
// another, in reaches of about equal length.
type reachPlan struct {
	river    string
	from, to [2]float64
	county   string
	since    layers.Date
	margin   float64 // m beyond the bank, on each side
	island   bool
}

func reachPlans() []reachPlan {
	city, gaoping, other := layers.Date("2018-07-01"), layers.Date("2020-10-01"), layers.Date("2021-06-01")
	return []reachPlan{
		{"XX", [2]float64{112.80, 35.525}, [2]float64{112.845, 35.475}, "140502", city, 15, false},
		{"HT", [2]float64{112.875, 35.545}, [2]float64{112.845, 35.475}, "140502", city, 15, false},
		{"BS", [2]float64{112.845, 35.475}, [2]float64{112.853, 35.452}, "140502", city, 25, false},
		{"BS", [2]float64{112.853, 35.452}, [2]float64{112.979, 35.43}, "140525", other, 25, true},
		{"DH", [2]float64{112.888, 35.925}, [2]float64{112.95, 35.68}, "140581", gaoping, 35, true},
		{"XH", [2]float64{112.80, 35.775}, [2]float64{112.944, 35.747}, "140581", gaoping, 20, false},
		{"DH", [2]float64{112.95, 35.68}, [2]float64{113.003, 35.367}, "140525", other, 40, true},
		{"BG", [2]float64{112.80, 35.665}, [2]float64{112.936, 35.608}, "140525", other, 20, false},
		{"NC", [2]float64{112.775, 35.50}, [2]float64{112.986, 35.406}, "140525", other, 15, false},
		{"CH", [2]float64{112.74, 35.62}, [2]float64{112.553, 35.412}, "140525", other, 20, false},
		{"LW", [2]float64{112.30, 35.585}, [2]float64{112.522, 35.497}, "140522", other, 20, false},
		{"HZ", [2]float64{112.36, 35.497}, [2]float64{112.530, 35.447}, "140522", other, 25, false},
		{"QH", [2]float64{112.536, 35.534}, [2]float64{112.622, 35.272}, "140522", other, 45, true},
		{"QH", [2]float64{112.405, 35.735}, [2]float64{112.536, 35.534}, "140521", other, 45, true},
		{"QX", [2]float64{112.12, 35.695}, [2]float64{112.27, 35.69}, "140521", other, 20, false},
	}
}

// reachLength is the number of cross-sections in a reach: 160 make 7 km.
const reachLength = 160

func blueLines(b *board, courses map[string]course) []feature {
	var zones []feature
	serial := map[string]int{}
	for _, p := range reachPlans() {
		c := courses[p.river].widened(p)
		from, to := c.nearest(at(p.from[0], p.from[1])), c.nearest(at(p.to[0], p.to[1]))
		if end := len(c.middle) - 1; end-to < steps(800) {
			to = end // the whole way to its mouth
		}
		for _, cut := range cuts(from, to) {
			serial[p.river]++
			a := p.attributes(c, serial[p.river])
			zones = append(zones, feature{a, b.fit(c.reach(b, cut[0], cut[1], p.island))})
		}
	}
	return zones
}

// cuts divides the cross-sections into reaches of about equal length.
func cuts(from, to int) [][2]int {
	n := max(1, (to-from+reachLength/2)/reachLength)
	out := make([][2]int, n)
	for i := range out {
		out[i] = [2]int{from + (to-from)*i/n, from + (to-from)*(i+1)/n}
	}
	return out
}

// widened adds the margin on both banks.
func (c course) widened(p reachPlan) course {
	half := make([]float64, len(c.halfWidth))
	for i, w := range c.halfWidth {
		half[i] = w + p.margin
	}
	c.halfWidth = half
	return c
}

// islandLength is the number of cross-sections an island takes.
const islandLength = 14

// reach is the area between the blue lines, its island left out.
func (c course) reach(b *board, from, to int, island bool) geom.Geometry {
	shape := b.polygon(c.ribbon(from, to)...)
	start := (from + to - islandLength) / 2
	if !island || start <= from {
		return shape
	}
	var left, right []geom.XY
	for k := range islandLength + 1 {
		share := 0.45 * math.Sin(math.Pi*float64(k)/islandLength)
		left = append(left, c.bank(start+k, share))
		if k > 0 && k < islandLength {
			right = append([]geom.XY{c.bank(start+k, -0.7*share)}, right...)
		}
	}
	return b.subtract(shape, b.polygon(append(left, right...)...))
}

func (p reachPlan) attributes(c course, number int) layers.Attributes {
	return alike(layers.Attributes{
		Code:         fmt.Sprintf("%s-LX-%s-%02d", p.county, c.code, number),
		Name:         c.name + "第" + strconv.Itoa(number) + "段城市蓝线（示意）",
		SourceName:   c.name,
		CountyCode:   p.county,
		Department:   "晋城市规划和自然资源局、晋城市住房和城乡建设局",
		ApprovalNo:   "示意〔" + string(p.since[:4]) + "〕蓝线" + strconv.Itoa(number) + "号",
		ApprovalDate: p.since,
		Span:         layers.Span{From: p.since},
		AccuracyM:    5,
		LegalGround:  "《城市蓝线管理办法》",
		DataSource:   "示意图层生成程序（河道走向为示意）",
	})
}
