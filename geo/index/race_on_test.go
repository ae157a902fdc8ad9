//go:build race

package index

// pointsPerSeed is small under the race detector, which is ten times slower.
const pointsPerSeed = 15_000

// bandPoints is for each of a hundred small worlds.
const bandPoints = 20
