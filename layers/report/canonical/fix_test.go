package canonical_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// fixed has members of every sort at the ends and in the middle.
type fixed struct {
	A    string  `json:"a,omitempty"`
	B    *int    `json:"b"`
	C    []int   `json:"c,omitempty"`
	D    float64 `json:"d"`
	Hash string  `json:"hash" canonical:"hash"`
	X    string  `json:"x,omitempty" canonical:"unhashed"`
	Z    []string
}

// TestFix: whichever members are open, a value that has the others in common is
// written and hashed as it is without.
func TestFix(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	names := []string{"a", "b", "c", "d", "Z"}
	some := func() (v fixed) {
		one := r.IntN(9)
		if v.D = r.Float64(); r.IntN(2) == 0 {
			v.A, v.C = `"boundary"`, []int{one}
		}
		if r.IntN(2) == 0 {
			v.B, v.X, v.Z = &one, "left out", []string{"z"}
		}
		return v
	}
	p := plan[fixed](t)
	for range 2000 {
		v, w := some(), some()
		var open []string
		for k, copied := range []func(){
			func() { w.A = v.A }, func() { w.B = v.B }, func() { w.C = v.C }, func() { w.D = v.D }, func() { w.Z = v.Z },
		} {
			if r.IntN(2) == 0 {
				open = append(open, names[k])
			} else {
				copied()
			}
		}
		of, err := p.Fix(&v, open...)
		if err != nil {
			t.Fatal(err)
		}
		got, sum, err := of.AppendHashed([]byte("before"), &w)
		if err != nil {
			t.Fatal(err)
		}
		want, hash, err := p.AppendHashed([]byte("before"), &w)
		if err != nil || !bytes.Equal(got, want) || sum != hash {
			t.Fatalf("%v open: %v\n got %s\nwant %s", open, err, got, want)
		}
	}
	if _, err := p.Fix(&fixed{D: math.NaN()}); err == nil {
		t.Error("what cannot be written is fixed")
	}
}
