// Package format reads and writes the files that offices have: the formats of
// Kind, in the text encodings found in China. README.md has the table of them.
// The package is a door: each family of formats has a room of its own below it
// (GeoJSON in geo/geojson), and what they give and take is in format/feature.
//
// The way in is one door. Open (a file) or OpenStream (what can be read once)
// tells the format by content, never by name, and returns a Source: what the file
// says of itself, and its features one after the other in the file's own
// coordinates, easting or longitude first. A Placer turns those into longitude
// and latitude of CGCS2000 (EPSG:4490, degrees; WGS 84 counts as equal), by what
// the caller declares, else by what the file or the feature declares, else by the
// values, where they allow one reading only. Inspect tells a person what was
// understood. NewWriter is the way out.
//
// Nothing is guessed in silence. What cannot be understood is an error that names
// the place: a *feature.FeatureError where it concerns one feature and the next
// may be good, a *feature.Error where it ends the file. What is skipped, taken or
// doubtful is a Note. Shapes are checked for form only (numbers, closed rings);
// whether they are valid in the sense of Simple Features is for package geo to
// say. Z and M are dropped.
//
// Hostile input costs no more memory than Limits say, and no more time than
// reading it; nothing outside a file is ever opened on its behalf.
//
// A Source and a Writer are for one goroutine; a Placer and all functions are safe
// for concurrent use.
package format
