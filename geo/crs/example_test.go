package crs_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
)

func ExampleParsePair() {
	readings, err := crs.ParsePair("X=3930673.602，Y=395658.899", crs.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	city := orb.Bound{Min: orb.Point{111.9, 35.1}, Max: orb.Point{113.7, 36.1}}
	r, err := crs.Choose(readings, city)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d readings, one in the city: %.6f %.6f\n", len(readings), r.Point[0], r.Point[1])
	fmt.Println(r.Said.EN)
	// Output:
	// 23 readings, one in the city: 112.850000 35.500000
	// took as CGCS2000 3° zone 38, easting without prefix, north first, written to ±0.0005 m
}

func ExampleCRS_Forward() {
	zone, err := crs.Parse("CGCS2000_3_Degree_GK_Zone_38")
	if err != nil {
		fmt.Println(err)
		return
	}
	north, east, err := zone.Forward(orb.Point{112.85, 35.5})
	fmt.Printf("%v: north %.3f m, east %.3f m, %v\n", zone, north, east, err)
	// Output:
	// EPSG:4526: north 3930673.602 m, east 38395658.899 m, <nil>
}

func ExampleCRS_Inverse() {
	_, err := crs.CRS(4526).Inverse(3930673.602, 39395658.899)
	fmt.Println(err)
	// Output:
	// 东坐标 39395658.899 米的带号为 39，而 EPSG:4526 的带号是 38 / the easting 39395658.899 m has the zone prefix 39, and EPSG:4526 has 38
}
