package canonical_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gowebpki/jcs"
	"github.com/paulmach/orb"

	"waterzones/layers/report/canonical"
)

// oracle is what is written by encoding/json and put in order by another library.
func oracle(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	ordered, err := jcs.Transform(text)
	if err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
	return string(ordered)
}

func plan[T any](t testing.TB) *canonical.Plan[T] {
	t.Helper()
	p, err := canonical.For[T]()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func written[T any](t testing.TB, v *T) string {
	t.Helper()
	text, err := plan[T](t).Append([]byte("before "), v)
	if err != nil {
		t.Fatal(err)
	}
	text, begins := bytes.CutPrefix(text, []byte("before "))
	if !begins {
		t.Fatalf("what stood before is gone: %.100s", text)
	}
	return string(text)
}

func agrees[T any](t *testing.T, v *T) {
	t.Helper()
	if got, want := written(t, v), oracle(t, v); got != want {
		t.Errorf("%T\n got %s\nwant %s", *v, got, want)
	}
}

type point struct{ X, Y float64 }

// MarshalJSON has its members in an order that is not canonical.
func (p *point) MarshalJSON() ([]byte, error) {
	return []byte(`{"y": ` + strconv.FormatFloat(p.Y, 'g', -1, 64) + `, "x": 1e3, "a<b": [ "\u4e00\/" ]}`), nil
}

type degree float64

func (d degree) MarshalText() ([]byte, error) {
	return []byte("\"°\u2028" + strconv.Itoa(int(d))), nil
}

type both struct{ A int } //nolint:recvcheck // that is what is tried

func (*both) MarshalJSON() ([]byte, error) { return []byte(`"by address"`), nil }
func (both) MarshalText() ([]byte, error)  { return []byte("by value"), nil }

type never struct{ At int }

func (n *never) IsZero() bool { return n.At == 7 }

type often int

func (o often) IsZero() bool { return o > 0 }

type Inner struct {
	Name  string `json:"name"`
	Depth int    `json:"depth"`
	Same  int
}

type inner struct {
	Depth int
	Same  int
	Late  string `json:",omitempty"`
}

type Other struct {
	Tagged int `json:"same"`
	Same   int `json:"Same"`
	*Loop
}

type Loop struct {
	Turn *Loop `json:"turn,omitempty"`
	*Loop
	Of []Loop          `json:"of,omitempty"`
	By map[string]Loop `json:"by,omitempty"`
}

type everything struct {
	Inner
	*inner
	Other `json:""`
	Kept  Inner `json:"kept"`

	Skipped   string             `json:"-"`
	Dash      string             `json:"-,"` //nolint:staticcheck // a member of that name
	hidden    string             //nolint:unused // encoding/json does not write it
	Bool      bool               `json:"bool,omitempty"`
	Small     int8               `json:"small"`
	Large     uint64             `json:"large,omitempty"`
	Float     float64            `json:"float"`
	Half      float32            `json:"half"`
	Text      string             `json:"text,omitempty"`
	Number    json.Number        `json:"number,omitzero"`
	Pointer   *float64           `json:"pointer"`
	Optional  *float64           `json:"optional,omitempty"`
	List      []Inner            `json:"list"`
	Short     []string           `json:"short,omitempty"`
	Pair      [2]float64         `json:"pair"`
	Bytes     []byte             `json:"bytes"`
	Map       map[string]int     `json:"map"`
	Points    map[string]point   `json:"points,omitempty"`
	Point     point              `json:"point"`
	PointAt   *point             `json:"point_at"`
	PointsAt  []*point           `json:"points_at,omitempty"`
	Degree    degree             `json:"degree"`
	Both      both               `json:"both"`
	Boths     map[string]both    `json:"boths,omitempty"`
	BothsHeld []any              `json:"boths_held,omitempty"`
	Message   json.RawMessage    `json:"message"`
	Any       any                `json:"any"`
	Shape     orb.Geometry       `json:"shape"`
	Time      time.Time          `json:"time,omitzero"`
	Never     never              `json:"never,omitzero"`
	NeverAt   *never             `json:"never_at,omitzero"`
	Often     often              `json:"often,omitzero"`
	Zero      Inner              `json:"zero,omitzero"`
	Held      map[string]never   `json:"held,omitempty"`
	Private   struct{ A, B int } `json:"𠀀"`
	Ligature  int                `json:"ﬁ"`
	Han       int                `json:"名"`
}

// TestWritesAsEncodingJSONDoes compares members, omissions and methods over values
// at random, each half empty.
func TestWritesAsEncodingJSONDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	agrees(t, &everything{})
	for range 300 {
		agrees(t, some(random))
	}
	agrees(t, &[]any{both{}, &both{}, degree(3), "x", nil, map[string]any{"b": 1, "a": []int(nil)}})
	agrees(t, &map[string]both{"a": {}})
	agrees(t, &Loop{Turn: &Loop{Of: []Loop{{}, {By: map[string]Loop{"a": {}}}}}, Loop: &Loop{}})
	agrees(t, &[]*int{nil, new(int)})
}

func some(random *rand.Rand) *everything {
	maybe := func() bool { return random.IntN(2) == 0 }
	number := func() float64 { return math.Float64frombits(random.Uint64()>>2) * float64(1-2*random.IntN(2)) }
	e := &everything{
		Inner: Inner{Name: word(random), Depth: random.IntN(9)}, Dash: word(random), Bool: maybe(), Small: int8(random.IntN(256) - 128),
		Large: random.Uint64() >> 11, Float: number(), Half: random.Float32() / float32(random.IntN(1000)+1), Text: word(random),
		Pair: [2]float64{number(), number()}, Point: point{Y: number()}, Degree: degree(random.IntN(9)),
		Both: both{}, Never: never{At: 6 + random.IntN(2)}, Often: often(random.IntN(2)), Zero: Inner{Same: random.IntN(2)},
	}
	if maybe() {
		f := number()
		e.Pointer, e.Optional, e.Number = &f, &f, json.Number(strconv.FormatFloat(f, 'g', -1, 64))
		e.List, e.Short = []Inner{{}, {Name: word(random)}}, []string{}
		e.Bytes, e.Message = []byte(word(random)), json.RawMessage(`{"z":1.0,"a":[true,null,1E2],"ä":"`+"\u00e9"+`"}`)
		e.Map = map[string]int{word(random): 1, word(random) + "!": 2, "\U0001f600": 3, "\ufb33": 4, "\u20ac": 5}
	}
	if maybe() {
		e.inner = &inner{Depth: 5, Late: word(random)}
		e.Loop = &Loop{Of: []Loop{{}}}
		e.Points, e.PointAt, e.PointsAt = map[string]point{"b": {}, "a": {1, 2}}, &point{Y: 2}, []*point{nil, {}}
		e.Boths, e.BothsHeld = map[string]both{"x": {}}, []any{both{}, &both{}}
		e.Time, e.NeverAt, e.Held = time.Unix(random.Int64N(1e10), 0).UTC(), &never{At: 7}, map[string]never{"a": {}}
	}
	if maybe() {
		e.Any = []any{map[string]any{"b": nil, "a": word(random)}, number(), 3, true}
		e.Shape = orb.MultiPolygon{{{{1, number()}, {math.Copysign(0, -1), 1e-7}}}}
	}
	return e
}

// word has characters of every length in UTF-8 and some that are none.
func word(random *rand.Rand) string {
	parts := []string{"", "a", "水", "\U0001d11e", "\"", "\\", "/", "<&>", "\u2028", "\x00", "\x1f", "\x7f", "\b\f\n\r\t", "é", "\xff", "\xe6\xb0", "\xed\xa0\x80"}
	var b strings.Builder
	for range random.IntN(8) {
		b.WriteString(parts[random.IntN(len(parts))])
	}
	return b.String()
}

type mixed struct {
	Zones []struct {
		Overlap string `json:"overlap,omitempty" canonical:"unhashed"`
		Code    string `json:"code"`
	} `json:"zones"`
	Aside map[string]int `json:"a" canonical:"unhashed"`
	Deep  struct {
		Only string `json:"only" canonical:"unhashed"`
		More string `json:"more,omitempty" canonical:"unhashed"`
	} `json:"deep"`
	Whole struct {
		Left string `json:"left" canonical:"unhashed"`
		Kept int    `json:"kept"`
	} `json:"whole" canonical:"unhashed"`
	Hash string `json:"hash,omitempty" canonical:"hash"`
	Z    string `json:"zz" canonical:"unhashed"`
}

// TestHashLeavesOut: what is hashed is the canonical text of the value without the
// members left out, wherever these stand in their object, and the hash stands in
// its place.
func TestHashLeavesOut(t *testing.T) {
	p := plan[mixed](t)
	for bits := range 16 {
		var v mixed
		text := `{"zones":[{"code":"1"},{"code":"2"}]}`
		if bits&1 > 0 {
			text = `{"zones":[{"overlap":"x","code":"1"},{"code":"2"},{"code":"3","overlap":"\u0000"}]}`
		}
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if bits&2 > 0 {
			v.Aside = map[string]int{"a": 1}
		}
		if bits&4 > 0 {
			v.Deep.More, v.Hash = "x", "not the hash"
		}
		if bits&8 > 0 {
			v.Z, v.Whole.Left = "z", "l"
		}
		got, sum, err := p.AppendHashed([]byte("before"), &v)
		if err != nil {
			t.Fatal(err)
		}
		var hashed struct {
			Zones []struct {
				Code string `json:"code"`
			} `json:"zones"`
			Deep struct{} `json:"deep"`
		}
		for _, z := range v.Zones {
			hashed.Zones = append(hashed.Zones, struct {
				Code string `json:"code"`
			}{z.Code})
		}
		if want := sumOf(oracle(t, hashed)); sum != want {
			t.Errorf("%d: hashed something else than %s", bits, oracle(t, hashed))
		}
		v.Hash = hex.EncodeToString(sum[:])
		if want := "before" + oracle(t, v); string(got) != want {
			t.Errorf("%d:\n got %s\nwant %s", bits, got, want)
		}
	}
}

// TestRefusals: what has no canonical form is an error, not another value.
func TestRefusals(t *testing.T) {
	type deep struct {
		List []struct{ N float64 } `json:"list"`
	}
	refuses(t, deep{List: []struct{ N float64 }{{1}, {math.NaN()}}}, "list: 1: N: NaN is no number")
	refuses(t, math.Inf(-1), "-Inf is no number")
	refuses(t, int64(1<<53+1), "exact")
	refuses(t, int64(-1<<53-1), "exact")
	refuses(t, uint64(math.MaxUint64), "exact")
	refuses(t, json.Number("1e999"), "range")
	refuses(t, json.RawMessage(`{"a":`), "wrote no JSON")
	refuses(t, map[string]int{"\xff": 1, "\ufffd": 2}, "two keys")
	refuses(t, map[int]int{}, "keys")
	refuses(t, make(chan int), "no form")
	refuses(t, any(func() {}), "no form")
	refuses(t, struct {
		A int `json:",string"`
	}{}, "not understood")
	refuses(t, struct {
		A int `canonical:"hash"`
	}{}, "not understood")
	refuses(t, struct {
		A string `canonical:"unhased"`
	}{}, "not understood")
	loop := []any{nil}
	loop[0] = loop
	refuses(t, loop, "in itself")
	type twice struct {
		A string `canonical:"hash"`
		B string `canonical:"hash"`
	}
	if _, _, err := plan[twice](t).AppendHashed(nil, &twice{}); err == nil || !strings.Contains(err.Error(), "second") {
		t.Errorf("two hashes: %v", err)
	}
}

func refuses[T any](t *testing.T, v T, says string) {
	t.Helper()
	p, err := canonical.For[T]()
	if err == nil {
		_, err = p.Append(nil, &v)
	}
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%T: %v, want one that says %q", v, err, says)
	}
}

// TestStrings puts every character that UTF-8 begins with at every place of a long
// text: eight bytes are looked at together.
func TestStrings(t *testing.T) {
	for c := range 0x180 {
		for at := range 20 {
			s := strings.Repeat("a", at) + string(rune(c)) + strings.Repeat("水", at%3) + strings.Repeat("\x7f", 20-at)
			if c > 0xFF {
				s = strings.Replace(s, string(rune(c)), string([]byte{byte(c)}), 1)
			}
			agrees(t, &s)
		}
	}
}

// ExamplePlan_Fix writes once what many answers share.
func ExamplePlan_Fix() {
	type answer struct {
		Site   string   `json:"site"`
		Layers []string `json:"layers"`
	}
	answers, _ := canonical.For[answer]()
	here, _ := answers.Fix(&answer{Layers: []string{"blue_line", "county"}}, "site")
	text, _ := here.Append(nil, &answer{Site: "一号井"})
	fmt.Println(string(text))
	// Output: {"layers":["blue_line","county"],"site":"一号井"}
}

// TestAtOnce writes by one plan from several goroutines, types unknown until then
// among them.
func TestAtOnce(t *testing.T) {
	p := plan[any](t)
	random := rand.New(rand.NewPCG(9, 9))
	var value any = some(random)
	want := oracle(t, value)
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if got, err := p.Append(nil, &value); err != nil || string(got) != want {
				t.Errorf("%v\n got %s\nwant %s", err, got, want)
			}
		})
	}
}

// FuzzDocuments: any JSON document is written as another library puts it in order.
func FuzzDocuments(f *testing.F) {
	for _, seed := range []string{`{"b":[1,2.50,-0,1e21,1e-7],"a":"\u20ac\u0007\ud83d\ude00","\ud83d\ude00":null,"\ufb33":{}}`, `"\ud800"`, `[[],{}]`, `{"":{"":0}}`} {
		f.Add([]byte(seed))
	}
	p := plan[any](f)
	f.Fuzz(func(t *testing.T, text []byte) {
		var v any
		if json.Unmarshal(text, &v) != nil {
			return
		}
		got, err := p.Append(nil, &v)
		if err != nil {
			t.Fatal(err)
		}
		if want := oracle(t, v); string(got) != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	})
}
