package print_test

import "strings"

// forbidden returns the words in a text that no output may have: nothing found
// is never "allowed". 不涉及 is forbidden unless the words before it in the same
// sentence say of which layers it speaks (已核查…图层). Tests of every output
// read it.
func forbidden(text string) []string {
	var found []string
	for _, word := range []string{
		"允许", "符合要求", "可以建设", "准予", "同意建设",
		"is allowed", "site is permitted", "project is permitted", "may go ahead", "meets the requirements", "complies with the requirements",
	} {
		if strings.Contains(strings.ToLower(text), word) {
			found = append(found, word)
		}
	}
	const unscoped = "不涉及"
	for sentence := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("。；;\n\t", r) }) {
		before, _, has := strings.Cut(sentence, unscoped)
		if has && !(strings.Contains(before, "已核查") && strings.Contains(before, "图层")) {
			return append(found, unscoped)
		}
	}
	return found
}
