package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gowebpki/jcs"
)

// Sign sets the report's hash: SHA-256 over its canonical JSON (RFC 8785)
// without the hash and without pictures. A report holds no clock, number or language. Whoever hands
// out the whole report signs it; a CSV row has no place for the hash, and the
// canonical form costs more than the screening of a point.
func (r *Report) Sign() error {
	unsigned := *r
	unsigned.Hash, unsigned.Zones = "", slices.Clone(r.Zones)
	for i := range unsigned.Zones {
		unsigned.Zones[i].Overlap = nil
	}
	text, err := json.Marshal(&unsigned)
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	canonical, err := jcs.Transform(text)
	if err != nil {
		return fmt.Errorf("canonical form of the report: %w", err)
	}
	sum := sha256.Sum256(canonical)
	r.Hash = hex.EncodeToString(sum[:])
	return nil
}
