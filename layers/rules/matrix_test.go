package rules_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// matrixFile is kept beside the repository, as the article texts are.
const matrixFile = "../../../shared/domain/rules_matrix.csv"

// TestEveryRowHasARule: each row of the matrix has at least one rule, each rule
// a row, and the rule's evidence mark is the row's.
func TestEveryRowHasARule(t *testing.T) {
	marks := readRows(t)
	row := regexp.MustCompile(`^[A-Z]+\d+`)
	ruled := map[string]bool{}
	for _, r := range seedRules(t).Rules {
		id := row.FindString(r.ID)
		ruled[id] = true
		if mark, ok := marks[id]; !ok {
			t.Errorf("%s: the matrix has no row %s", r.ID, id)
		} else if r.Evidence != mark {
			t.Errorf("%s: evidence %q, in the matrix %q", r.ID, r.Evidence, mark)
		}
		if len(r.ID) > len(id)+1 {
			t.Errorf("%s: not a row and at most a letter", r.ID)
		}
	}
	for id := range marks {
		if !ruled[id] {
			t.Errorf("%s has no rule", id)
		}
	}
}

// TestRowsAreTheMatrix: the list of rows kept here is that of the matrix.
func TestRowsAreTheMatrix(t *testing.T) {
	f, err := os.Open(matrixFile)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the matrix is absent, as in a bare clone: the list of its rows was not compared (%v)", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	marks := readRows(t)
	if len(marks) != len(records)-1 {
		t.Errorf("%d rows, in the matrix %d", len(marks), len(records)-1)
	}
	for _, record := range records[1:] {
		if id, mark := record[0], record[len(record)-1]; marks[id] != mark {
			t.Errorf("%s: %q, in the matrix %q", id, marks[id], mark)
		}
	}
}

func readRows(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	marks := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if id, mark, found := strings.Cut(strings.TrimSpace(line), " "); found && id != "#" {
			marks[id] = mark
		}
	}
	return marks
}

// TestMarks: what is not V throughout is printed as 待核.
func TestMarks(t *testing.T) {
	for mark, unverified := range map[string]bool{
		"V": false, "V(plan)": false, "V(plan)/V": false, "V(2026-05-01后待核)": false,
		"V*": true, "M-high": true, "V(条文)/M-med(实务)": true, "V(推理)": true, "V*/V": true, "V/V*(部令35号)": true, "V*(1989年文本)": true, "": true,
	} {
		if got := (&rules.Rule{Evidence: mark}).Unverified(); got != unverified {
			t.Errorf("%q: unverified %v, want %v", mark, got, unverified)
		}
	}
}

// TestRulesAsPrinted: the list of rules says 待核 in the words of a rule, and as a
// member, exactly where its mark is not V throughout.
func TestRulesAsPrinted(t *testing.T) {
	for _, r := range seedRules(t).Rules {
		text, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		var printed struct {
			ID            string
			Unverified    bool
			Title         layers.Text
			TitleExisting layers.Text `json:"title_existing"`
		}
		if err := json.Unmarshal(text, &printed); err != nil || printed.ID != r.ID {
			t.Fatalf("%s: %v in %s", r.ID, err, text)
		}
		for _, title := range []layers.Text{printed.Title, printed.TitleExisting} {
			said := strings.HasSuffix(title.ZH, "（待核）") && strings.HasSuffix(title.EN, "(unverified)")
			if title != (layers.Text{}) && said != r.Unverified() || printed.Unverified != r.Unverified() {
				t.Errorf("%s (%s) is printed as %v", r.ID, r.Evidence, title)
			}
		}
	}
}
