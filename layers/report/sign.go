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
	p, err := plan()
	switch {
	case err != nil:
	case r.written != nil:
		dst, sum, err = r.written.plan.AppendHashed(dst, &pointReport{deeper{r}, r.written.findings, r.written.zones})
	default:
		dst, sum, err = p.AppendHashed(dst, r)
	}
	if err != nil {
		return dst, fmt.Errorf("writing the report: %w", err)
	}
	r.Hash = hex.EncodeToString(sum[:])
	return dst, nil
}
