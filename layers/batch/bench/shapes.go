package main

import (
	"strconv"

	"github.com/paulmach/orb"
)

// brackets are how a notation of shapes writes lists and points.
type brackets struct{ open, close, pointOpen, pointClose, between string }

func geoJSON() brackets   { return brackets{"[", "]", "[", "]", ","} }
func wellKnown() brackets { return brackets{"(", ")", "", "", " "} }

// appendShape writes the coordinates so that all parties read the same numbers.
func (b brackets) appendShape(text []byte, shape orb.MultiPolygon) []byte {
	return appendList(b, text, shape, func(text []byte, polygon orb.Polygon) []byte {
		return appendList(b, text, polygon, func(text []byte, ring orb.Ring) []byte {
			return appendList(b, text, ring, func(text []byte, p orb.Point) []byte {
				text = append(text, b.pointOpen...)
				text = strconv.AppendFloat(text, p[0], 'f', -1, 64)
				text = append(text, b.between...)
				text = strconv.AppendFloat(text, p[1], 'f', -1, 64)
				return append(text, b.pointClose...)
			})
		})
	})
}

func appendList[S ~[]E, E any](b brackets, text []byte, list S, each func([]byte, E) []byte) []byte {
	text = append(text, b.open...)
	for i, e := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = each(text, e)
	}
	return append(text, b.close...)
}
