//go:build !race

package index

// pointsPerSeed makes more than two million points of three seeds.
const pointsPerSeed = 700_000
