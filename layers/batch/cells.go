package batch

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

// Cells returns the cells of Columns for a conclusion.
func Cells(c *screening.Conclusion) []string {
	var nearest, distance string
	if len(c.Nearest) > 0 {
		near := &c.Nearest[0]
		nearest, distance = near.Layer.ID+"/"+near.Zone.Code, number(near.DistanceM)
	}
	boundary := ""
	if m := c.BoundaryM(); m != nil {
		boundary = number(*m)
	}
	return []string{
		StatusOK, string(c.Verdict), strconv.FormatBool(c.Complete), strconv.FormatBool(c.Borderline),
		zones(c), nearest, distance, boundary, ruleIDs(c), list(c.Unchecked()), c.Snapshot.ID,
	}
}

// zones lists every zone met as layer/code, sorted.
func zones(c *screening.Conclusion) string {
	var codes []string
	for i := range c.Layers {
		l := &c.Layers[i]
		for k := range l.Hits {
			if h := &l.Hits[k]; h.Met() {
				codes = append(codes, l.Layer.ID+"/"+h.Zone.Code)
			}
		}
	}
	return list(codes)
}

func ruleIDs(c *screening.Conclusion) string {
	ids := make([]string, len(c.Outcomes))
	for i := range c.Outcomes {
		ids[i] = c.Outcomes[i].Rule.ID
	}
	return list(ids)
}

func list(items []string) string {
	slices.Sort(items)
	return strings.Join(slices.Compact(items), ";")
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
