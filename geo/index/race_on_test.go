//go:build race

package index

// pointsPerSeed is small under the race detector, which is ten times slower.
const pointsPerSeed = 15_000
