package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"waterzones/layers/report/canonical"
)

// plan is how a report is written. It follows from the types alone and never
// changes.
var plan = sync.OnceValues(canonical.For[Report])

// AppendSigned appends the report as canonical JSON (RFC 8785) and sets its hash:
// SHA-256 over that text without the hash and without pictures. It is the one way
// in which a report becomes bytes: what is answered, kept, hashed and verified is
// the same text. A report holds no clock, number or language.
func (r *Report) AppendSigned(dst []byte) ([]byte, error) {
	var sum [sha256.Size]byte
	var err error
	if r.shared != nil {
		dst, sum, err = appendHashed(partsPlan, dst, &partsReport{deeperReport{r}, *r.shared})
	} else {
		dst, sum, err = appendHashed(plan, dst, r)
	}
	if err != nil {
		return dst, fmt.Errorf("writing the report: %w", err)
	}
	r.Hash = hex.EncodeToString(sum[:])
	return dst, nil
}

func appendHashed[T any](plan func() (*canonical.Plan[T], error), dst []byte, v *T) ([]byte, [sha256.Size]byte, error) {
	p, err := plan()
	if err != nil {
		return dst, [sha256.Size]byte{}, err
	}
	return p.AppendHashed(dst, v)
}
