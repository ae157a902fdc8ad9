// Package screeningtest is the language of the screening scripts, in which a
// case is a line that asks and the lines that must be answered. README.md tells
// it. Only tests import it; what they make of an answer is theirs, so that the
// engine and the report on it are held to the same scripts.
package screeningtest

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"waterzones/layers/rules"
)

// Answer writes what came of a question in the words of the language.
type Answer func(*Question) ([]string, error)

// Run runs a script that begins with these rules and returns how many questions
// it asks and where an answer was another than the script's.
func Run(text string, set *rules.Set, answer Answer) (cases int, failures []string, err error) {
	r := run{world: world{set: set}, answer: answer}
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan() && err == nil; n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if err = r.line(n, line); err != nil {
			err = fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err == nil {
		err = r.finish()
	}
	return r.cases, r.failures, err
}

// run is a script on its way.
type run struct {
	world
	answer Answer

	asked    string // the question whose answer is being read; empty: none
	at       int    // its line
	want     []string
	cases    int
	failures []string
}

func (r *run) line(n int, line string) error {
	words := strings.TrimSpace(line)
	switch {
	case words == "":
		return nil
	case strings.HasPrefix(line, "\t"):
		r.want = append(r.want, words)
		return nil
	}
	if err := r.finish(); err != nil {
		return err
	}
	verb, rest, _ := strings.Cut(words, " ")
	if verb == "screen" || verb == "parcels" {
		r.asked, r.at = words, n
		return nil
	}
	return r.build(verb, rest)
}

// finish asks the last question, if its answer has not been looked at.
func (r *run) finish() error {
	if r.asked == "" {
		return nil
	}
	q, err := r.question(r.asked)
	if err != nil {
		return err
	}
	got, err := r.answer(q)
	if err != nil {
		return fmt.Errorf("%s: %w", r.asked, err)
	}
	r.cases++
	if !slices.Equal(got, r.want) {
		r.failures = append(r.failures, fmt.Sprintf("line %d: %s\n got:\n\t%s\nwant:\n\t%s",
			r.at, r.asked, strings.Join(got, "\n\t"), strings.Join(r.want, "\n\t")))
	}
	r.asked, r.want = "", nil
	return nil
}
