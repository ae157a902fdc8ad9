// Package report writes a screening's report in the forms that people and
// scripts read. It decides nothing.
package report

import (
	"slices"
	"strconv"
	"strings"

	"waterzones/layers/screening"
)

// StatusOK is the status of a row that was screened.
const StatusOK = "ok"

// Columns returns the names of the columns that a CSV row of a report has, after
// the input's own.
func Columns() []string {
	return []string{
		"status", "verdict", "complete", "borderline", "zones", "nearest", "distance_m",
		"boundary_m", "rules", "unchecked", "release",
	}
}

// Rejected returns the cells of Columns for a row that could not be screened.
func Rejected(reason string) []string {
	cells := make([]string, len(Columns()))
	cells[0] = reason
	return cells
}

// Cells returns the cells of Columns for a report.
func Cells(r *screening.Report) []string {
	var nearest, distance string
	if len(r.Nearest) > 0 {
		near := &r.Nearest[0]
		nearest, distance = near.Layer+"/"+near.Code, number(near.DistanceM)
	}
	boundary := ""
	if r.BoundaryM != nil {
		boundary = number(*r.BoundaryM)
	}
	return []string{
		StatusOK, string(r.Verdict), strconv.FormatBool(r.Complete), strconv.FormatBool(r.Borderline),
		zones(r), nearest, distance, boundary, ruleIDs(r), unchecked(r), r.Release,
	}
}

// zones lists every zone met as layer/code, sorted.
func zones(r *screening.Report) string {
	codes := make([]string, len(r.Zones))
	for i := range r.Zones {
		codes[i] = r.Zones[i].Layer + "/" + r.Zones[i].Code
	}
	return list(codes)
}

func ruleIDs(r *screening.Report) string {
	ids := make([]string, len(r.Findings))
	for i := range r.Findings {
		ids[i] = r.Findings[i].Rule
	}
	return list(ids)
}

// unchecked lists the layers that matter for the site and were not checked.
func unchecked(r *screening.Report) string {
	var ids []string
	for i := range r.Layers {
		if c := &r.Layers[i]; !c.Checked && c.Matters {
			ids = append(ids, c.ID)
		}
	}
	return list(ids)
}

func list(items []string) string {
	slices.Sort(items)
	return strings.Join(slices.Compact(items), ";")
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
