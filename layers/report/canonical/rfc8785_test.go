package canonical_test

import (
	"crypto/sha256"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gowebpki/jcs"

	"waterzones/layers/report/canonical"
)

func sumOf(text string) [sha256.Size]byte { return sha256.Sum256([]byte(text)) }

// TestNumbersOfTheRFC are those of RFC 8785, appendix B.
func TestNumbersOfTheRFC(t *testing.T) {
	for bits, want := range map[uint64]string{
		0x0000000000000000: "0",
		0x8000000000000000: "0",
		0x0000000000000001: "5e-324",
		0x8000000000000001: "-5e-324",
		0x7fefffffffffffff: "1.7976931348623157e+308",
		0xffefffffffffffff: "-1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992",
		0xc340000000000000: "-9007199254740992",
		0x4430000000000000: "295147905179352830000",
		0x44b52d02c7e14af5: "9.999999999999997e+22",
		0x44b52d02c7e14af6: "1e+23",
		0x44b52d02c7e14af7: "1.0000000000000001e+23",
		0x444b1ae4d6e2ef4e: "999999999999999700000",
		0x444b1ae4d6e2ef4f: "999999999999999900000",
		0x444b1ae4d6e2ef50: "1e+21",
		0x3eb0c6f7a0b5ed8c: "9.999999999999997e-7",
		0x3eb0c6f7a0b5ed8d: "0.000001",
		0x41b3de4355555553: "333333333.3333332",
		0x41b3de4355555554: "333333333.33333325",
		0x41b3de4355555555: "333333333.3333333",
		0x41b3de4355555556: "333333333.3333334",
		0x41b3de4355555557: "333333333.33333343",
		0xbecbf647612f3696: "-0.0000033333333333333333",
		0x43143ff3c1cb0959: "1424953923781206.2",
	} {
		got, err := canonical.AppendNumber(nil, math.Float64frombits(bits))
		if err != nil || string(got) != want {
			t.Errorf("%x: %s, %v, want %s", bits, got, err, want)
		}
	}
	for _, bits := range []uint64{0x7fffffffffffffff, 0x7ff0000000000000, 0xfff0000000000000} {
		if got, err := canonical.AppendNumber(nil, math.Float64frombits(bits)); err == nil {
			t.Errorf("%x: %s", bits, got)
		}
	}
}

// TestNumbers at random, over all exponents, and near the two where the form
// changes.
func TestNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(85, 85))
	for i := range 200_000 {
		f := math.Float64frombits(random.Uint64())
		switch i % 4 {
		case 1:
			f = 1e21 * (1 + (random.Float64()-0.5)*1e-14)
		case 2:
			f = -1e-6 * (1 + (random.Float64()-0.5)*1e-14)
		case 3:
			f = math.Round(random.Float64()*1e9) / 100
		}
		want, wrong := jcs.NumberToJSON(f)
		got, err := canonical.AppendNumber(nil, f)
		if (err == nil) != (wrong == nil) || err == nil && string(got) != want {
			t.Fatalf("%x: %s, %v, want %s", math.Float64bits(f), got, err, want)
		}
	}
}

// TestTextsOfTheRFC are the examples of RFC 8785, sections 3.2.2 and 3.2.3.
func TestTextsOfTheRFC(t *testing.T) {
	for text, want := range map[string]string{
		`{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
			"literals": [null, true, false]
		}`: `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		`{
			"\u20ac": "Euro Sign",
			"\r": "Carriage Return",
			"\ufb33": "Hebrew Letter Dalet With Dagesh",
			"1": "One",
			"\ud83d\ude00": "Emoji: Grinning Face",
			"\u0080": "Control",
			"\u00f6": "Latin Small Letter O With Diaeresis"
		}`: "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
	} {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if got := written(t, &v); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}
