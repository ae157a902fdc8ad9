package main

// The kinds of site of the rule file (seeds/rules.yaml). A layer is required for
// each kind that some rule prohibits or restricts in it; a test of layers/rules
// says so.

// constructionKinds are the kinds that are construction projects (A03).
func constructionKinds() []string {
	return []string{
		"project", "outfall", "livestock_farm", "pipeline", "hazardous_chemicals", "oil_depot", "waste_site",
		"sand_mining", "mine", "solar_wind", "wharf", "chemical_project", "tailings_pond", "cemetery",
		"water_filling", "blasting", "geothermal", "underground_works", "coalbed_methane", "sewage_works", "dam",
		"ground_loop", "exploration_borehole", "temporary_works", "slaughterhouse",
	}
}

// abstractionKinds are the kinds that take groundwater (A08).
func abstractionKinds() []string { return []string{"well", "geothermal", "project", "livestock_farm"} }

// drainingKinds are the kinds that may drain groundwater.
func drainingKinds() []string {
	return []string{"mine", "underground_works", "coalbed_methane"}
}

func allKinds() []string {
	return append(constructionKinds(), "well", "water_recreation", "farmland", "aquaculture")
}
