//go:build race

package geo_test

// slower is by how much less the long tests do under the race detector, which
// finds nothing more in more of the same.
const slower = 10
