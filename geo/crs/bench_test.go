package crs_test

import (
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
)

// BenchmarkForward and BenchmarkInverse are the cost of one corner.
func BenchmarkForward(b *testing.B) {
	for _, c := range []crs.CRS{4526, crs.WebMercator, crs.BD09} {
		b.Run(c.String(), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := c.Forward(orb.Point{112.85, 35.5}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkInverse(b *testing.B) {
	for _, c := range []crs.CRS{4526, crs.WebMercator, crs.GCJ02, crs.BD09} {
		north, east, err := c.Forward(orb.Point{112.85, 35.5})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := c.Inverse(north, east); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParsePair(b *testing.B) {
	for _, text := range []string{"112.85,35.50", "112°51′00″ 35°30′00″", "3930673.602,38395658.899", "3930673.602,395658.899"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := crs.ParsePair(text, crs.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
