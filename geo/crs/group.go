package crs

// value is one of the two halves of a pair: a word, and one number or the parts
// of an angle.
type value struct {
	numbers []number
	word    word
	after   bool // the word stands after the numbers
}

// group puts items together to values. Words stand before their values if the
// text begins with one, else after them.
func group(items []item) ([]value, error) {
	before := len(items) > 0 && items[0].kind == wordItem
	var values []value
	for i := 0; i < len(items); {
		if k := items[i].kind; k != numberItem && k != wordItem {
			i++
			continue
		}
		v, used, err := take(items[i:], before)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		i += used
	}
	if len(values) == 1 {
		return values[0].halves(), nil
	}
	return values, nil
}

// take makes a value of the first items and returns how many it used.
func take(items []item, before bool) (value, int, error) {
	said, i, err := wordOf(items)
	if err != nil {
		return value{}, 0, err
	}
	v := value{word: said}
	words := i
	for ; i < len(items) && items[i].kind == numberItem && (i == words || v.continues(items[i].number)); i++ {
		v.numbers = append(v.numbers, items[i].number)
	}
	if i == words {
		return value{}, 0, refuse("“东”“北”等字样旁没有数值", "a word such as E or N has no value beside it")
	}
	if words > 0 || before {
		return v, i, nil
	}
	// "112.85 N35.5": the word hangs on what follows.
	if i+1 < len(items) && items[i].spaced && !items[i+1].spaced && items[i+1].kind == numberItem {
		return v, i, nil
	}
	said, used, err := wordOf(items[i:])
	v.word, v.after = said, used > 0
	return v, i + used, err
}

// continues reports whether a number that follows without a separator is the
// next part of the value, not the beginning of another.
func (v value) continues(next number) bool {
	first, last := v.numbers[0], v.numbers[len(v.numbers)-1]
	switch {
	case next.joined:
		return true
	case next.unit == degree, next.negative, last.joined:
		return false
	case next.unit != noUnit:
		return true
	case first.unit != noUnit:
		return last.unit != second && last.decimals() == 0
	}
	return true
}

// halves cuts a single row of unmarked numbers in two: "112 51 00 35 30 00". A
// row that has no halves falls apart into its numbers, too many for a pair.
func (v value) halves() []value {
	count := len(v.numbers)
	for _, n := range v.numbers {
		if n.joined || n.unit != noUnit {
			return []value{v}
		}
	}
	if count != 2 && count != 4 && count != 6 {
		var single []value
		for i := range v.numbers {
			single = append(single, value{numbers: v.numbers[i : i+1]})
		}
		return single
	}
	first, next := value{numbers: v.numbers[:count/2]}, value{numbers: v.numbers[count/2:]}
	if v.after {
		next.word, next.after = v.word, true
	} else {
		first.word = v.word
	}
	return []value{first, next}
}

// wordOf merges the words that the items begin with, which say it of one value,
// as in 东经E112, and returns how many they are.
func wordOf(items []item) (word, int, error) {
	var w word
	for i, it := range items {
		if it.kind != wordItem {
			return w, i, nil
		}
		if w.axis != anyAxis && w.axis != it.word.axis {
			return word{}, 0, refuse("同一个数值旁既写东（经），又写北（纬）", "one value is said to be both east and north")
		}
		w.axis = it.word.axis
		w.angular = w.angular || it.word.angular
		w.negative = w.negative || it.word.negative
	}
	return w, len(items), nil
}
