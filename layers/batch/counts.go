package batch

import (
	"fmt"
	"maps"
	"slices"

	"waterzones/layers/rules"
)

// Counts say what became of the rows.
type Counts struct {
	Rows       int                       `json:"rows"`
	Rejected   int                       `json:"rejected"`
	Met        int                       `json:"met"`        // rows that meet a zone
	Undeclared int                       `json:"undeclared"` // rows in degrees of which nothing says in which system
	Verdicts   map[rules.Verdict]int     `json:"verdicts"`   // none in the quick join
	Reasons    map[string]int            `json:"reasons"`    // of rejected rows, by the code of their status
	First      *Rejection                `json:"first_rejected,omitempty"`
	By         map[string]map[string]int `json:"by,omitempty"` // rows by value of Job.By, then by verdict, or Rejected, or Answered in the quick join
}

// What stands in Counts.By where there is no verdict, and for the values beyond
// the most that are told apart.
const (
	Rejected    = "rejected"
	Answered    = "answered"
	OtherValues = "…"
)

// mostValues bounds Counts.By: it is for counties, not for identifiers.
const mostValues = 1000

// Rejection is a row that was rejected.
type Rejection struct {
	Row    int    `json:"row"` // from 1, the header not counted
	Status Status `json:"status"`
}

// RejectedError ends a strict run.
type RejectedError struct{ Rejection }

func (e *RejectedError) Error() string {
	return fmt.Sprintf("第 %d 行被拒绝 / row %d was rejected: %s", e.Row, e.Row, e.Status)
}

func newCounts() Counts {
	return Counts{Verdicts: map[rules.Verdict]int{}, Reasons: map[string]int{}}
}

// add adds the counts of the rows that follow.
func (c *Counts) add(more Counts) {
	if c.First == nil && more.First != nil {
		c.First = &Rejection{c.Rows + more.First.Row, more.First.Status}
	}
	c.Rows += more.Rows
	c.Rejected += more.Rejected
	c.Met += more.Met
	c.Undeclared += more.Undeclared
	for v, n := range more.Verdicts {
		c.Verdicts[v] += n
	}
	for code, n := range more.Reasons {
		c.Reasons[code] += n
	}
	// In order, so that the same values are told apart in every run.
	for _, value := range slices.Sorted(maps.Keys(more.By)) {
		for outcome, n := range more.By[value] {
			c.addBy(value, outcome, n)
		}
	}
}

func (c *Counts) addBy(value, outcome string, n int) {
	if c.By == nil {
		c.By = map[string]map[string]int{}
	}
	if c.By[value] == nil && len(c.By) >= mostValues {
		value = OtherValues
	}
	if c.By[value] == nil {
		c.By[value] = map[string]int{}
	}
	c.By[value][outcome] += n
}

// count counts a row and what it has in the column by whose values rows are
// counted; nil where there is none.
func (c *Counts) count(row *Row, by []byte) {
	c.Rows++
	outcome := Rejected
	if row.Found == nil {
		c.reject(row.Status)
	} else {
		outcome = c.answer(row)
	}
	if by == nil {
		return
	}
	if outcomes := c.By[string(by)]; outcomes != nil {
		outcomes[outcome]++
	} else {
		c.addBy(string(by), outcome, 1)
	}
}

func (c *Counts) reject(s Status) {
	c.Rejected++
	c.Reasons[s.Code()]++
	if c.First == nil {
		c.First = &Rejection{c.Rows, s}
	}
}

func (c *Counts) answer(row *Row) (outcome string) {
	if row.Metres.undeclared {
		c.Undeclared++
	}
	if row.Found.met {
		c.Met++
	}
	if row.Found.verdict == "" {
		return Answered
	}
	c.Verdicts[row.Found.verdict]++
	return string(row.Found.verdict)
}
