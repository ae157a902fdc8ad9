package main

import (
	"fmt"

	"github.com/peterstace/simplefeatures/geom"

	"waterzones/layers"
)

// The corridor of a monitored section, as the city manages it: 3000 m up the
// river from the section, 500 m from the river on either side.
const (
	corridorLength = 3000.0
	corridorWidth  = 500.0
)

// section is a monitored section at a share of a river's length.
type section struct {
	river, level, county string
	share                float64
}

// sections returns 23 sections: 9 of state and province, 14 of the city.
func sections() []section {
	return []section{
		{"QH", "国考", "140521", 0.07},
		{"QH", "省考", "140521", 0.43},
		{"QH", "市考", "140521", 0.58},
		{"QH", "国考", "140522", 0.71},
		{"QH", "市考", "140522", 0.83},
		{"QH", "国考", "140525", 0.985},
		{"DH", "市考", "140581", 0.12},
		{"DH", "省考", "140581", 0.27},
		{"DH", "省考", "140581", 0.38},
		{"DH", "市考", "140525", 0.52},
		{"DH", "国考", "140525", 0.68},
		{"DH", "国考", "140525", 0.975},
		{"LW", "市考", "140522", 0.45},
		{"LW", "市考", "140522", 0.95},
		{"HZ", "市考", "140522", 0.5},
		{"HZ", "省考", "140522", 0.95},
		{"CH", "市考", "140525", 0.93},
		{"QX", "市考", "140521", 0.35},
		{"QX", "市考", "140521", 0.9},
		{"BG", "市考", "140525", 0.9},
		{"XH", "市考", "140581", 0.92},
		{"BS", "市考", "140525", 0.93},
		{"NC", "市考", "140525", 0.6},
	}
}

func drawSections(b *board, courses map[string]course) (corridors, places []feature) {
	for i, s := range sections() {
		c := courses[s.river]
		at := int(s.share * float64(len(c.middle)-1))
		upstream := line(c.upstream(at, corridorLength)).AsGeometry()
		a := s.attributes(c, i+1)
		places = append(places, feature{a, c.middle[at].AsPoint().AsGeometry()})
		a.Code += "-GK"
		a.Name = fmt.Sprintf("示例断面%d上游管控带（示意）", i+1)
		a.Note = "示意：断面上游 3000 m、河道中线两侧各 500 m"
		corridor := b.grow(upstream, corridorWidth, geom.BufferEndCapFlat(), geom.BufferQuadSegments(6))
		corridors = append(corridors, feature{a, b.fit(largest(corridor))})
	}
	return corridors, places
}

// upstream is the middle line from a cross-section up the river, as long as
// asked, or as long as there is.
func (c course) upstream(i int, metres float64) []geom.XY {
	out := []geom.XY{c.middle[i]}
	for ; i > 0; i-- {
		step := c.middle[i-1].Sub(c.middle[i])
		if step.Length() >= metres {
			return append(out, c.middle[i].Add(step.Scale(metres/step.Length())))
		}
		metres -= step.Length()
		out = append(out, c.middle[i-1])
	}
	return out
}

func (s section) attributes(c course, number int) layers.Attributes {
	return alike(layers.Attributes{
		Code:        fmt.Sprintf("%s-DM-%02d", s.county, number),
		Name:        fmt.Sprintf("示例断面%d（%s，%s，示意）", number, c.name, s.level),
		SourceName:  c.name,
		CountyCode:  s.county,
		Department:  "晋城市生态环境局",
		Span:        layers.Span{From: "2024-08-27"},
		AccuracyM:   30,
		LegalGround: "晋城市断面管控要求（示意）",
		DataSource:  "示意图层生成程序（断面位置、河道走向为示意）",
	})
}
