package catalogue_test

import (
	"testing"

	"waterzones/layers/catalogue"
	"waterzones/seeds"
)

// BenchmarkOpen is the start of the program: the embedded layers read, checked,
// indexed and hashed.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := catalogue.Open(seeds.Data(), nil); err != nil {
			b.Fatal(err)
		}
	}
}
