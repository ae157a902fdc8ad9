package geo_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

func ExampleMeet() {
	zone := orb.MultiPolygon{{
		{{112.80, 35.40}, {112.90, 35.40}, {112.90, 35.50}, {112.80, 35.50}, {112.80, 35.40}},
		{{112.84, 35.44}, {112.86, 35.44}, {112.86, 35.46}, {112.84, 35.46}, {112.84, 35.44}}, // a hole
	}}
	for _, site := range []orb.Geometry{
		orb.Point{112.85, 35.45},                         // in the hole
		orb.Point{112.84, 35.45},                         // on the hole's edge
		orb.LineString{{112.85, 35.43}, {112.95, 35.43}}, // a pipe that leaves the zone
	} {
		m, err := geo.Meet(site, zone)
		fmt.Printf("%s %.1f m %v\n", m.Relation, m.CrossingM, err)
	}
	// Output:
	// disjoint 0.0 m <nil>
	// touches 0.0 m <nil>
	// overlaps 4540.4 m <nil>
}

func ExampleValidate() {
	bowtie := orb.Polygon{{{112, 35}, {113, 36}, {113, 35}, {112, 36}, {112, 35}}}
	for _, v := range geo.Validate(bowtie) {
		fmt.Println(v.Kind, v.At, v.Path)
	}
	// Output:
	// self_intersection [112.5 35.5] coordinates[0][2]
}

func ExampleDistanceToBoundary() {
	zone := orb.MultiPolygon{{{{112.8, 35.4}, {112.9, 35.4}, {112.9, 35.5}, {112.8, 35.5}, {112.8, 35.4}}}}
	d := geo.DistanceToBoundary(orb.Point{112.91, 35.45}, zone)
	fmt.Printf("%.3f m, bearing %.1f°\n", d.M, d.BearingDeg)
	// Output:
	// 907.856 m, bearing 270.0°
}

func ExampleOverlap() {
	zone := orb.MultiPolygon{{{{112.8, 35.4}, {112.9, 35.4}, {112.9, 35.5}, {112.8, 35.5}, {112.8, 35.4}}}}
	pipe := orb.LineString{{112.85, 35.43}, {112.95, 35.43}}
	inside, err := geo.Overlap(pipe, zone)
	fmt.Println(inside, err)
	// Output:
	// [[[112.85 35.43] [112.9 35.43]]] <nil>
}
