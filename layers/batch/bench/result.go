package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// result is what one seed gave in one line of the table.
type result struct {
	What  string `json:"what"`
	Seed  uint64 `json:"seed,omitempty"`
	Ours  cost   `json:"ours"`
	Rival string `json:"rival,omitempty"`
	Its   cost   `json:"its,omitzero"`
	Note  string `json:"note,omitempty"` // what was compared, and how it came out
	Err   string `json:"error,omitempty"`
}

// ratio is how many times as long the rival takes.
func (r result) ratio() float64 { return r.Its.Seconds / r.Ours.Seconds }

// table is the results in Markdown, a line for all seeds of the same thing:
// medians, and the least and greatest ratio.
func table(results []result) string {
	var text strings.Builder
	text.WriteString("| what | waterzones | rival | ratio: median (least to greatest of the seeds) | processor time | peak memory | compared |\n" +
		"| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, group := range grouped(results) {
		first := group[0]
		if i := slices.IndexFunc(group, func(r result) bool { return r.Err != "" }); i >= 0 {
			reason := strings.Join(strings.Fields(group[i].Err), " ")
			fmt.Fprintf(&text, "| %s | failed | %s | | | | %s |\n", first.What, first.Rival, reason)
			continue
		}
		ours := cost{
			median(group, func(r result) float64 { return r.Ours.Seconds }),
			median(group, func(r result) float64 { return r.Ours.CPU }),
			median(group, func(r result) float64 { return r.Ours.PeakMB }),
		}
		rival, ratio, processor := "", "", fmt.Sprintf("%.2f s", ours.CPU)
		if first.Rival != "" {
			ratios := each(group, result.ratio)
			rival = fmt.Sprintf("%s %.2f s", first.Rival, median(group, func(r result) float64 { return r.Its.Seconds }))
			processor += fmt.Sprintf(" to %.2f s", median(group, func(r result) float64 { return r.Its.CPU }))
			ratio = fmt.Sprintf("%.2f × (%.2f to %.2f)", ratios[(len(ratios)-1)/2], ratios[0], ratios[len(ratios)-1])
		}
		fmt.Fprintf(&text, "| %s | %.3f s | %s | %s | %s | %.0f MB | %s |\n",
			first.What, ours.Seconds, rival, ratio, processor, ours.PeakMB, first.Note)
	}
	return text.String()
}

// grouped puts together what belongs in one line, in order of appearance.
func grouped(results []result) [][]result {
	var groups [][]result
	for _, r := range results {
		i := slices.IndexFunc(groups, func(g []result) bool { return g[0].What == r.What && g[0].Rival == r.Rival })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

// each is a figure of each result, ascending.
func each(group []result, figure func(result) float64) []float64 {
	figures := make([]float64, len(group))
	for i, r := range group {
		figures[i] = figure(r)
	}
	slices.Sort(figures)
	return figures
}

func median(group []result, figure func(result) float64) float64 {
	return each(group, figure)[(len(group)-1)/2]
}

// write writes every figure as JSON, if a file is named.
func write(path string, results []result) error {
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(results, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}

// failures are those of the results, so that a run with one ends with it.
func failures(results []result) error {
	var errs []error
	for _, r := range results {
		if r.Err != "" {
			errs = append(errs, fmt.Errorf("%s: %s", r.What, r.Err))
		}
	}
	return errors.Join(errs...)
}
