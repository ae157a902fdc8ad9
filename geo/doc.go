// Package geo decides how shapes lie to one another and measures them. Shapes
// are orb's types; coordinates are longitude, latitude in degrees (CGCS2000,
// EPSG:4490); edges are straight in longitude/latitude. Inside, outside and on
// the boundary are decided by exact arithmetic (a floating filter, then
// integers of any size), never by a tolerance, so that swapping, reversing or
// cutting a shape otherwise cannot change an answer. A point on any ring, the
// ring of a hole included, is on the boundary. Metres and square metres are
// those of the CGCS2000 ellipsoid.
//
// Areas are taken as valid in the sense of Simple Features (OGC 06-103r4,
// clause 6.1.11); [Validate] says whether they are. Invalid ones never panic,
// and what two overlapping parts cover counts as covered. The zero value and
// the empty form of every orb type are allowed everywhere. Shapes that cross
// the antimeridian are not supported.
//
// The package does no I/O, reads no clock, logs nothing and holds no state:
// everything in it is safe for concurrent use, but for a [Budget]. Work is bounded
// by counting it.
package geo
