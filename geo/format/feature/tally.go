package feature

// Tally is a number of lines and the first of them.
type Tally struct{ N, First int }

// Count counts the thing of a number.
func (t *Tally) Count(line int) {
	if t.N++; t.N == 1 {
		t.First = line
	}
}
