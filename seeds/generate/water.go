package main

import "github.com/peterstace/simplefeatures/geom"

// drawWater draws the zones of all drinking-water sources and their intakes.
func drawWater(b *board, counties []county, qinhe course) (zones, intakes []feature) {
	var taken []geom.XY
	number := 0
	add := func(s source) {
		number++
		zones = append(zones, s.zones(b, number)...)
		intakes = append(intakes, s.place(number))
	}
	for _, s := range countySources() {
		taken = append(taken, at(s.lon, s.lat))
		add(s)
	}
	zones = append(zones, drawReservoir(b, qinhe)...)
	intakes = append(intakes, reservoirIntake(qinhe))
	taken = append(taken, at(112.37, 35.77), at(112.40, 35.74))
	number++
	for i, t := range scatter(b, townships(), counties, taken) {
		add(t.source(i))
	}
	return zones, intakes
}
