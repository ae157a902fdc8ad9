package main

import "waterzones/layers"

// Areas in which a layer is complete, by id.
const (
	wholeCity    = "city"
	blueLineArea = "blue_line"
)

// coverage returns coverage.geojson.
func coverage(counties []county) ([]byte, error) {
	var planned []county
	for _, c := range counties {
		if c.code == "140502" || c.code == "140581" {
			planned = append(planned, c)
		}
	}
	areas := []struct {
		id     string
		title  layers.Text
		within []county
	}{
		{wholeCity, text("晋城市（示意轮廓）", "Jincheng (illustrative outline)"), counties},
		{blueLineArea, text("城区、高平市（示意轮廓）", "Chengqu and Gaoping (illustrative outline)"), planned},
	}
	records := make([]record, len(areas))
	for i, a := range areas {
		g, err := onEarth(area(outline(a.within...)))
		if err != nil {
			return nil, err
		}
		properties := struct {
			Title        layers.Text `json:"title"`
			Illustrative bool        `json:"illustrative"`
		}{a.title, true}
		records[i] = record{"Feature", a.id, properties, g}
	}
	return document(records)
}
