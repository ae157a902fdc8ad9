// Package crs turns what people write as a coordinate into CGCS2000 longitude
// and latitude, and back: the Gauss-Krüger zones of CGCS2000, Web Mercator, the
// shifted positions of Chinese web maps (GCJ-02, BD-09), and the notations of a
// pasted pair (degrees, minutes and seconds, zone prefixes, either order).
//
// CGCS2000 (EPSG:4490) and WGS 84 (EPSG:4326, OGC:CRS84) count as equal: they
// differ by decimetres. Points are orb.Point{longitude, latitude} in degrees.
// Where two numbers stand for a position their names say north and east; only
// [CRS.ToLonLat] and [CRS.FromLonLat] take them in the order of the axes that
// the definition of the system gives.
//
// Nothing is guessed. [ParsePair] returns every reading that the values allow,
// [Choose] takes one only if it is alone in the extent given, and systems that
// no value can tell apart (GCJ-02, BD-09, Xi'an 1980, Beijing 1954) are never
// among the readings unless declared; the last two are taken only together with
// their seven parameters, which are not public ([Old]). Errors are of type [*Error], in Chinese and English.
//
// The package does no I/O and holds no state: everything in it is safe for
// concurrent use.
package crs
