package rules

// Rank returns the place of the verdict among all, strictest 0; -1 of what is no
// verdict.
func (v Verdict) Rank() int {
	switch v {
	case Prohibited:
		return 0
	case Restricted:
		return 1
	case Borderline:
		return 2
	case Undetermined:
		return 3
	case Notice:
		return 4
	case NoneFound:
		return 5
	}
	return -1
}

// Stricter returns the stricter of two verdicts.
func Stricter(v, w Verdict) Verdict {
	if v.Rank() <= w.Rank() {
		return v
	}
	return w
}
