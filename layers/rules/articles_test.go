package rules_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"waterzones/layers"
)

// statute is one law of the article texts.
type statute struct {
	unverified bool              // its heading ends in 待核
	from       layers.Date       // as its last article says; empty if it names no day
	articles   map[int][]clause  // by number, as far as excerpted
	sections   map[string]string // of a plan: （五）2
}

// clause is a paragraph (款) with the items (项) that follow it.
type clause struct {
	text  string
	items []string // items[0] is 第(一)项
}

// String is the text of the paragraph and all its items.
func (c clause) String() string { return c.text + "\n" + strings.Join(c.items, "\n") }

var (
	headingLine   = regexp.MustCompile(`^## (.+)\(\d{4}-\d{2}-\d{2}\)(·待核)?$`)
	articleLine   = regexp.MustCompile(`^第([` + digits + `十百千]+)条[ 　](.+)$`)
	itemLine      = regexp.MustCompile(`^[（(]([` + digits + `十]+)[)）](.+)$`)
	headingOfTask = regexp.MustCompile(`^（[` + digits + `]）`)
	inForceFrom   = regexp.MustCompile(`^本(?:法|条例)自(\d{4})年(\d{1,2})月(\d{1,2})日起施行`)
	reference     = regexp.MustCompile(`^第(\d+)条(?:第(\d+)款)?(?:\(([` + digits + `十]+)\))?(?:\(反面解释\))?$`)
)

// readStatutes reads the article texts: a heading for each law, articles that
// begin with their number, one line for each paragraph or item.
func readStatutes(text string) (map[string]*statute, error) {
	laws := map[string]*statute{}
	var law *statute
	number := 0 // of the article being read, 0 outside
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if m := headingLine.FindStringSubmatch(line); m != nil {
			law, number = &statute{unverified: m[2] != "", articles: map[int][]clause{}}, 0
			laws[m[1]] = law
			continue
		}
		if line == "" || law == nil {
			number = 0
			continue
		}
		if m := articleLine.FindStringSubmatch(line); m != nil {
			n, err := arabic(m[1])
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			number, line = n, m[2]
			law.from = max(law.from, dayIn(line))
		}
		if number > 0 {
			law.articles[number] = extend(law.articles[number], line)
		}
	}
	return laws, nil
}

// readPlan reads the tasks of a plan of action: headings （五）…, under them tasks
// 2．…; the headings that come again under a later part are left out.
func readPlan(text string, from layers.Date) *statute {
	plan := &statute{from: from, sections: map[string]string{}}
	heading := ""
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.Trim(line, "　 \r")
		if m := headingOfTask.FindString(line); m != "" {
			heading = m
		} else if number, task, found := strings.Cut(line, "．"); found && len(number) == 1 {
			if _, again := plan.sections[heading+number]; !again {
				plan.sections[heading+number] = task
			}
		}
	}
	return plan
}

func extend(clauses []clause, line string) []clause {
	if m := itemLine.FindStringSubmatch(line); m != nil && len(clauses) > 0 {
		last := &clauses[len(clauses)-1]
		if m[1] == chinese(len(last.items)+1) { // else a paragraph that only looks like an item
			last.items = append(last.items, m[2])
			return clauses
		}
	}
	return append(clauses, clause{text: line})
}

func dayIn(line string) layers.Date {
	m := inForceFrom.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	n := make([]int, 3)
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	return layers.Date(fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2]))
}

// find returns the text of 第20条第1款(五): an article, one of its paragraphs, or
// an item with the words that lead to it.
func (s *statute) find(article string) (string, error) {
	if s.sections != nil {
		text, ok := s.sections[article]
		if !ok {
			return "", fmt.Errorf("%s is not there", article)
		}
		return text, nil
	}
	m := reference.FindStringSubmatch(article)
	if m == nil {
		return "", fmt.Errorf("%q is not written as 第20条第1款(五)", article)
	}
	n, _ := strconv.Atoi(m[1])
	clauses, ok := s.articles[n]
	if !ok {
		return "", fmt.Errorf("第%s条 is not there", chinese(n))
	}
	if m[2] != "" {
		k, _ := strconv.Atoi(m[2])
		if k < 1 || k > len(clauses) {
			return "", fmt.Errorf("第%s条 has %d 款", chinese(n), len(clauses))
		}
		clauses = clauses[k-1 : k]
	}
	if m[3] != "" {
		return item(clauses, m[3])
	}
	var whole strings.Builder
	for _, c := range clauses {
		whole.WriteString(c.String() + "\n")
	}
	return whole.String(), nil
}

func item(clauses []clause, numeral string) (string, error) {
	n, err := arabic(numeral)
	if err != nil {
		return "", err
	}
	for _, c := range clauses {
		if n <= len(c.items) {
			return c.text + "\n" + c.items[n-1], nil
		}
	}
	return "", fmt.Errorf("there is no 第(%s)项", numeral)
}
