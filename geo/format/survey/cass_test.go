package survey

import (
	"bytes"
	"strings"
	"testing"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// TestCASS: one more variant is one more file, and -update.
func TestCASS(t *testing.T) {
	surveyGolden(t, "testdata/cass/*.dat", IsCASS, ReadCASS)
}

func TestIsCASS(t *testing.T) {
	formattest.Tells(t, IsCASS, map[string]bool{
		"1,,38395658.899,3930673.602,0\n":   true,
		"2\n1,a,500,600,7\n2,b,500,600,7\n": true,
		"1,38395658.899,3930673.602,0\n":    true,
		"":                                  false,
		"END\n":                             false,
		"12\n":                              false,
		"1,well,112.85,35.50,7\n":           false,
		"1,112.85,35.50,7\n":                false,
		"id,code,east,north,h\n1,,38395658.899,3930673.602,0\n": false,
		"1,,38395658.899,3930673.602\n":                         false,
		"1,,38395658.899,3930673.602,0,0\n":                     false,
		"1;;38395658.899;3930673.602;0\n":                       false,
		"1,,38395658.899,3930673.602,0\nnot a point\n":          false,
		"POINT(1 2)\n":  false,
		"0\nSECTION\n":  false,
		"[1,2,3,4,5]\n": false,
	})
	line := "1,,38395658.899,3930673.602,0\n"
	if cut := strings.Repeat(line, 64<<10/len(line)+1)[:64<<10]; !IsCASS([]byte(cut)) {
		t.Error("a last line that is cut off")
	}
}

func TestCASSLimits(t *testing.T) {
	line := "1,,38395658.899,3930673.602,0\n"
	for _, c := range []struct {
		name, text string
		limits     feature.Limits
		word       string
	}{
		{"points", strings.Repeat(line, 11), feature.Limits{Features: 10}, "more than 10 points"},
		{"bytes", strings.Repeat(line, 11), feature.Limits{Bytes: 100}, "more than 100 bytes"},
		{"line", line + strings.Repeat("1", 1<<20), feature.Limits{}, "a line of more than"},
		{"claims", "1e300\n" + line, feature.Limits{}, "is not number, code"},
		{"claims more", "99\n" + line, feature.Limits{}, "says 99 points, there are 1 lines"},
	} {
		if got := surveySaid(ReadCASS(strings.NewReader(c.text), feature.Reading{Limits: c.limits})); !strings.Contains(got, c.word) {
			t.Errorf("%s: no %q in %.2000s", c.name, c.word, got)
		}
	}
}

func FuzzCASS(f *testing.F) {
	f.Add([]byte("2\n1,,38395658.899,3930673.602,0\n2,路灯,38395658.899,3930673.602,\nEND\n"))
	f.Add([]byte("1,3930673.602,38395658.899,0\r2，1，2，3，4"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = IsCASS(data)
		src, err := ReadCASS(bytes.NewReader(data), feature.Reading{Limits: feature.Limits{Features: 100}})
		if err == nil {
			formattest.CheckFeatures(t, src)
		}
	})
}
