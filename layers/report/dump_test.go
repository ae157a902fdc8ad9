package report_test

import (
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	for _, m := range officers(t) {
		if err := os.WriteFile("/tmp/gold/"+m.name+".pdf", paperOf(t, m), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
