package layers_test

import (
	"testing"

	"waterzones/layers"
	"waterzones/seeds"
)

// BenchmarkOpen is the start of the program: the embedded layers read, checked,
// indexed and hashed.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := layers.Open(seeds.Data()); err != nil {
			b.Fatal(err)
		}
	}
}
