package main

// draw draws every layer, in the order of the catalogue.
func draw(b *board, counties []county) []collection {
	courses := traceAll()
	water, intakes := drawWater(b, counties, courses["QH"])
	corridors, sections := drawSections(b, courses)
	overdrafts, supply := drawOverdrafts(b), drawSupply(b)
	return []collection{
		{drinkingWaterEntry(), water},
		{springDomainEntry(), drawSprings(b)},
		{blueLineEntry(), blueLines(b, courses)},
		{livestockBanEntry(), drawLivestock(b, water, courses)},
		{groundwaterRestrictedEntry(), drawRestricted(b, overdrafts, supply)},
		{overexploitedEntry(), overdrafts},
		{waterSupplyEntry(), supply},
		{overexploitedInSupplyEntry(), nil},
		{sectionCorridorEntry(), corridors},
		{countyEntry(), drawCounties(counties)},
		{waterSourceEntry(), intakes},
		{sectionEntry(), sections},
	}
}
