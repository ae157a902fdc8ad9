package rules_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// articleTexts is kept beside the repository, not in it: its texts come from
// collections that are not ours to publish.
const articleTexts = "../../../shared/domain/law/articles.md"

// planText is the plan of 2019 beside it, and planName the name under which the
// rules cite it, from its year on.
const (
	planText = "../../../shared/domain/plan_2019.txt"
	planName = "晋城市2019年水污染防治行动计划"
	planFrom = layers.Date("2019-01-01")
)

// TestCitations compares every verified citation of the rule file with the text
// of the article, and lists those that are printed as 待核.
func TestCitations(t *testing.T) {
	text, err := os.ReadFile(articleTexts)
	if errors.Is(err, fs.ErrNotExist) {
		if strings.Contains(os.Getenv("WATERZONES_REQUIRE"), "articles") {
			t.Fatalf("WATERZONES_REQUIRE asks for the article texts: %v", err)
		}
		t.Skipf("the article texts are absent, as in a bare clone: no citation was checked (%v)", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	laws, err := readStatutes(string(text))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := os.ReadFile(planText)
	if err != nil {
		t.Fatal(err)
	}
	laws[planName] = readPlan(string(plan), planFrom)
	problems, unverified := checkCitations(seedRules(t).Rules, laws)
	for _, p := range problems {
		t.Error(p)
	}
	for _, u := range unverified {
		t.Log("待核:", u)
	}
}

// seedRules loads the rule file of the repository.
// loadedSeeds is loaded once; a set is immutable.
var loadedSeeds = sync.OnceValues(func() (*rules.Set, error) {
	data, err := os.ReadFile("../../seeds/rules.yaml")
	if err != nil {
		return nil, err
	}
	return rules.Load(data)
})

func seedRules(t *testing.T) *rules.Set {
	t.Helper()
	set, err := loadedSeeds()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// checkCitations returns what is wrong with the verified citations, and the
// unverified ones.
func checkCitations(set []rules.Rule, laws map[string]*statute) (problems, unverified []string) {
	for _, r := range set {
		texts := map[rules.Citation]string{}
		for _, c := range slices.Concat(r.Basis, r.Penalties) {
			place := r.ID + ": " + c.Law + c.Article
			if c.Unverified {
				unverified = append(unverified, place)
				continue
			}
			text, err := textOf(c, laws)
			if err == nil && slices.Contains(r.Penalties, c) && !strings.Contains(text, "罚款") {
				err = errors.New("the penalty names no 罚款")
			}
			if err != nil {
				problems = append(problems, fmt.Sprintf("%s: %v", place, err))
			}
			texts[c] = text
		}
		problems = append(problems, missingKeywords(r, texts)...)
	}
	return problems, unverified
}

func textOf(c rules.Citation, laws map[string]*statute) (string, error) {
	law := laws[c.Law]
	switch {
	case law == nil:
		return "", errors.New("the law is not there: mark it unverified")
	case law.unverified:
		return "", errors.New("the law's text is 待核 itself: mark it unverified")
	case c.From < law.from:
		return "", fmt.Errorf("cited from %s, in force from %s", c.From, law.from)
	}
	return law.find(c.Article)
}

// missingKeywords looks for every keyword in all articles cited for a day
// together, for every day on which that union changes.
func missingKeywords(r rules.Rule, texts map[rules.Citation]string) (problems []string) {
	verified := slices.DeleteFunc(slices.Clone(r.Basis), func(c rules.Citation) bool { return c.Unverified })
	if len(verified) > 0 && len(r.Keywords) == 0 {
		return []string{r.ID + ": no keywords, so a wrong article would not be noticed"}
	}
	for _, day := range changes(verified) {
		var union strings.Builder
		for _, c := range verified {
			if c.Holds(day) {
				union.WriteString(texts[c])
			}
		}
		for _, k := range r.Keywords {
			if union.Len() > 0 && !strings.Contains(union.String(), k) {
				problems = append(problems, fmt.Sprintf("%s: no article cited on %s holds %q", r.ID, day, k))
			}
		}
	}
	return problems
}

func changes(parts []rules.Citation) []layers.Date {
	var days []layers.Date
	for _, c := range parts {
		days = append(days, c.From)
		if c.To != "" {
			days = append(days, c.To)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
