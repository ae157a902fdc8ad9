//go:build !race

package geo_test

const slower = 1
