//go:build !race

package index

// pointsPerSeed makes more than two million points of three seeds.
const pointsPerSeed = 700_000

// bandPoints is for each of a hundred small worlds.
const bandPoints = 100
