// Package layers holds what is known about protected zones: zones, the layers
// they belong to, a release of all layers, and a snapshot of a release as in
// force on one legal day. Two clocks are kept apart: legal validity (valid_from
// ≤ day < valid_to) and knowledge (the release). A release is immutable and safe
// for concurrent readers; a server swaps whole releases by one atomic pointer.
//
// Nothing is repaired silently: a zone whose shape is not valid is quarantined,
// and its layer then counts as unchecked wherever the zone could lie.
package layers
