// Package format reads and writes files: GeoJSON (RFC 7946) and delimited text
// (RFC 4180), with the text encodings found in Chinese offices. It is the only
// package under geo that touches bytes.
//
// Coordinates are longitude, latitude in degrees (CGCS2000, EPSG:4490; equal to
// WGS 84 for this purpose), in this order. Readers are strict and bounded: what
// they cannot understand is an error that names the place, never a guess, and
// hostile input costs no more memory than the limits say. Shapes are checked
// for form only (numbers, ranges, closed rings); whether a polygon is valid in
// the sense of Simple Features is for package geo to say.
//
// A reader is for one goroutine; functions are safe for concurrent use.
package format
