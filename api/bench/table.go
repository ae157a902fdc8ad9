package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// line is what all rounds of one comparison gave.
type line struct {
	What  string     `json:"what"`
	Rival string     `json:"rival,omitempty"`
	Ours  []measured `json:"ours"`
	Its   []measured `json:"its,omitempty"`
	Err   string     `json:"error,omitempty"`
}

// table is Markdown: medians of the rounds. A ratio is that of one round, whose
// two parts are measured one right after the other.
func table(lines []line) string {
	var text strings.Builder
	text.WriteString("| what | waterzones | rival | throughput: median (least to greatest) | processor a request | its inverse ratio | p50, p99 | p99, ours to rival's |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, l := range lines {
		if l.Err != "" {
			fmt.Fprintf(&text, "| %s | failed | %s | | | | | %s |\n", l.What, l.Rival, strings.Join(strings.Fields(l.Err), " "))
			continue
		}
		ours, rival, throughput, work, late := middle(l.Ours), "", "", "", ""
		processor := micro(ours.CPU)
		if len(l.Its) > 0 {
			its := middle(l.Its)
			rival = fmt.Sprintf("%s %.0f/s", l.Rival, its.Rate)
			throughput = ratios(l, func(m measured) float64 { return m.Rate })
			processor += " to " + micro(its.CPU)
			work = ratios(l, func(m measured) float64 { return 1 / float64(m.CPU) })
			late = ratios(l, func(m measured) float64 { return float64(m.P99) })
		}
		fmt.Fprintf(&text, "| %s, %d bytes | %.0f/s | %s | %s | %s | %s | %s, %s | %s |\n",
			l.What, ours.Size, ours.Rate, rival, throughput, processor, work, micro(ours.P50), micro(ours.P99), late)
	}
	return text.String()
}

func micro(d time.Duration) string {
	return fmt.Sprintf("%.0f µs", float64(d)/float64(time.Microsecond))
}

// middle has the median of each figure.
func middle(rounds []measured) measured {
	return measured{
		Rate: median(rounds, func(m measured) float64 { return m.Rate }),
		CPU:  time.Duration(median(rounds, func(m measured) float64 { return float64(m.CPU) })),
		P50:  time.Duration(median(rounds, func(m measured) float64 { return float64(m.P50) })),
		P99:  time.Duration(median(rounds, func(m measured) float64 { return float64(m.P99) })),
		Size: int(median(rounds, func(m measured) float64 { return float64(m.Size) })),
	}
}

func median(rounds []measured, figure func(measured) float64) float64 {
	figures := make([]float64, len(rounds))
	for i, m := range rounds {
		figures[i] = figure(m)
	}
	slices.Sort(figures)
	return figures[(len(figures)-1)/2]
}

// ratios are those of the rounds: median, least and greatest.
func ratios(l line, figure func(measured) float64) string {
	all := make([]float64, len(l.Ours))
	for i := range all {
		all[i] = figure(l.Ours[i]) / figure(l.Its[i])
	}
	slices.Sort(all)
	return fmt.Sprintf("%.3f × (%.3f to %.3f)", all[(len(all)-1)/2], all[0], all[len(all)-1])
}
