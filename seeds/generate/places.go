package main

import (
	"fmt"
	"strings"

	"github.com/peterstace/simplefeatures/geom"

	"waterzones/layers"
)

// seat is a county seat, with the semi-axes in metres of what its public water
// supply reaches and of where its people live.
type seat struct {
	county, name string
	lon, lat     float64
	supply, town [2]float64
	axis         float64
}

func seats() []seat {
	return []seat{
		{"140502", "市区", 112.847, 35.497, [2]float64{7600, 4700}, [2]float64{5200, 3600}, 1.3},
		{"140525", "泽州县城", 112.893, 35.618, [2]float64{3200, 2300}, [2]float64{2100, 1500}, 0.9},
		{"140581", "高平市城区", 112.932, 35.800, [2]float64{4600, 2900}, [2]float64{3400, 2200}, 1.1},
		{"140524", "陵川县城", 113.272, 35.776, [2]float64{2900, 2200}, [2]float64{2000, 1500}, 0.4},
		{"140522", "阳城县城", 112.416, 35.482, [2]float64{4100, 2500}, [2]float64{2900, 1800}, 0.2},
		{"140521", "沁水县城", 112.181, 35.690, [2]float64{3600, 1500}, [2]float64{2700, 1000}, 0.1},
	}
}

// township is a township source; its position is made up.
type township struct {
	county, name string
	lon, lat     float64 // 0: anywhere in the county
}

// townships returns the 69 township sources that the plan of 2019 counts. A
// source near a town that is named there or on the rivers bears its name; the
// others are numbered.
func townships() []township {
	list := []township{
		{"140522", "町店镇", 112.452, 35.556},
		{"140522", "芹池镇", 112.352, 35.590},
		{"140522", "寺头乡", 112.288, 35.602},
		{"140522", "润城镇", 112.512, 35.499},
		{"140522", "东冶镇", 112.548, 35.358},
		{"140525", "巴公镇", 112.862, 35.662},
		{"140525", "高都镇", 112.985, 35.592},
		{"140525", "周村镇", 112.628, 35.518},
		{"140525", "大阳镇", 112.742, 35.632},
		{"140525", "下村镇", 112.688, 35.585},
		{"140525", "南村镇", 112.782, 35.452},
		{"140502", "北石店镇", 112.872, 35.568},
		{"140521", "端氏镇", 112.502, 35.694},
		{"140521", "嘉峰镇", 112.556, 35.628},
		{"140521", "郑庄镇", 112.338, 35.742},
	}
	for _, more := range []struct {
		county string
		count  int
	}{{"140502", 1}, {"140521", 13}, {"140522", 12}, {"140524", 11}, {"140525", 8}, {"140581", 9}} {
		for range more.count {
			name := fmt.Sprintf("示例乡镇%02d", len(list)-14)
			list = append(list, township{county: more.county, name: name})
		}
	}
	return list
}

// scatter gives a place to each township source that has none: inside its
// county, away from the edge, from the zones drawn so far and from the others.
func scatter(b *board, list []township, counties []county, taken []geom.XY) []township {
	r := chance("townships")
	ground := map[string]geom.Geometry{}
	for _, c := range counties {
		ground[c.code] = b.simplify(b.grow(area(outline(c)), -1800), 200)
	}
	for i := range list {
		t := &list[i]
		if t.lon != 0 {
			taken = append(taken, at(t.lon, t.lat))
			continue
		}
		within := ground[t.county]
		low, high, _ := within.Envelope().MinMaxXYs()
		for try := 0; t.lon == 0 && try < 10_000; try++ {
			p := geom.XY{X: low.X + r.Float64()*(high.X-low.X), Y: low.Y + r.Float64()*(high.Y-low.Y)}
			apart := 5200 - float64(try)
			if near(p, taken, max(apart, 3000)) || !geom.Intersects(within, p.AsPoint().AsGeometry()) {
				continue
			}
			taken = append(taken, p)
			q := lonLat(p)
			t.lon, t.lat = q[0], q[1]
		}
		if t.lon == 0 {
			b.keep(geom.Geometry{}, fmt.Errorf("no room for %s in %s", t.name, t.county))
		}
	}
	return list
}

func near(p geom.XY, others []geom.XY, metres float64) bool {
	for _, q := range others {
		if p.Sub(q).Length() < metres {
			return true
		}
	}
	return false
}

// source turns a township source into one with zones: all have a 一级 zone, two
// in five a 二级 one, none a 准保护区. HJ 338-2018 gives confined water no 二级.
func (t township) source(i int) source {
	r := chance("township " + t.name)
	years := []layers.Date{"2017-11-01", "2018-12-01", "2019-05-01", "2020-06-01", "2021-09-01"}
	s := source{
		code: fmt.Sprintf("XZ%02d", i+1), name: t.name + "集中供水水源地", county: t.county,
		lon: t.lon, lat: t.lat, aquifer: []string{"孔隙", "裂隙", "岩溶"}[r.IntN(3)] + "承压水",
		spread: 25 + 30*r.Float64(), upstream: 360 * r.Float64(), from: years[r.IntN(len(years))],
	}
	s.radius[0] = 40 + 60*r.Float64()
	if i%5 == 0 || i%5 == 3 {
		s.radius[1] = 320 + 300*r.Float64()
		s.aquifer = strings.Replace(s.aquifer, "承压水", "潜水", 1)
	}
	return s
}
