package rules

import "slices"

// strictness orders verdicts, strictest first.
func strictness() []Verdict {
	return []Verdict{Prohibited, Restricted, Borderline, Undetermined, Notice, NoneFound}
}

// Rank returns the place of the verdict among all, strictest 0.
func (v Verdict) Rank() int { return slices.Index(strictness(), v) }

// Stricter returns the stricter of two verdicts.
func Stricter(v, w Verdict) Verdict {
	if v.Rank() <= w.Rank() {
		return v
	}
	return w
}

// Weaker returns the weaker of two verdicts.
func Weaker(v, w Verdict) Verdict {
	if v.Rank() >= w.Rank() {
		return v
	}
	return w
}
