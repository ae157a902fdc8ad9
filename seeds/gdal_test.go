package seeds_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"waterzones/geo/pgtest"
)

// TestGDAL opens every file with GDAL, which must count the same features.
func TestGDAL(t *testing.T) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		pgtest.Missing(t, "gdal", "the Debian package gdal-bin")
	}
	for _, l := range drawn(t) {
		kind := "Multi Polygon"
		if l.ID == "water_source" || l.ID == "section" {
			kind = "Point"
		}
		said, err := ogrinfo(t, read(t, l.File))
		if err != nil {
			t.Errorf("%s: %v\n%s", l.File, err, said)
		}
		for _, want := range []string{fmt.Sprintf("Feature Count: %d\n", len(readFeatures(t, l.File))), "Geometry: " + kind + "\n", "code: String"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: GDAL does not say %q:\n%s", l.File, want, said)
			}
		}
	}
	if said, err := ogrinfo(t, []byte(`{"type":"FeatureCollection","features":[{`)); err == nil {
		t.Errorf("GDAL takes a broken file: %s", said)
	}
}

func ogrinfo(t *testing.T, data []byte) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "layer.geojson")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("ogrinfo", "-ro", "-so", "-al", file).CombinedOutput()
	return string(said), err
}
