package crs_test

import (
	"fmt"
	"math"
	"os/exec"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/pgtest"
)

// hundredthMM is how far we may be from PROJ, in metres.
const hundredthMM = 1e-5

// TestProj compares grids over the range of every zone, and over the world for
// Web Mercator, with PROJ, there and back.
func TestProj(t *testing.T) {
	if _, err := exec.LookPath("cs2cs"); err != nil {
		pgtest.Missing(t, "proj", "the Debian package proj-bin")
	}
	worst, count := [2]float64{}, 0
	for code := crs.CRS(4490); code <= 4554; code++ {
		c, from := code, crs.CGCS2000
		if code == crs.CGCS2000 {
			c, from = crs.WebMercator, crs.WGS84
		}
		grid := gridOf(c)
		count += len(grid)
		theirs := cs2cs(t, []string{"-f", "%.7f", from.String(), c.String()}, grid)
		back := cs2cs(t, []string{"-f", "%.13f", c.String(), from.String()}, theirs)
		for i, g := range grid {
			place := orb.Point{g[1], g[0]}
			first, second, err := c.FromLonLat(place)
			if err != nil {
				t.Fatal(err)
			}
			off := math.Hypot(first-theirs[i][0], second-theirs[i][1])
			inverse, err := c.ToLonLat(theirs[i][0], theirs[i][1])
			if err != nil {
				t.Fatal(err)
			}
			offBack := apart(inverse, orb.Point{back[i][1], back[i][0]})
			if off > hundredthMM || offBack > hundredthMM {
				t.Fatalf("%v at %v: PROJ %v, ours %.7f %.7f; back %v, ours %v", c, place, theirs[i], first, second, back[i], inverse)
			}
			worst = [2]float64{max(worst[0], off), max(worst[1], offBack)}
		}
	}
	t.Logf("%d points; worst %.1g m there, %.1g m back", count, worst[0], worst[1])
}

// gridOf is a grid of latitudes and longitudes over the range of a system.
func gridOf(c crs.CRS) [][2]float64 {
	west, width, south, height := -180.0, 360.0, -85.0, 170.0
	if z, ok := c.Zone(); ok {
		west, width = float64(z.MeridianDeg()-z.WidthDeg), float64(2*z.WidthDeg)
		south, height = 0, 60
	}
	const steps = 12
	var grid [][2]float64
	for i := range steps + 1 {
		for j := range steps + 1 {
			lat, lon := south+height*float64(i)/steps, west+width*float64(j)/steps
			if _, _, err := c.Forward(orb.Point{lon, lat}); err == nil {
				grid = append(grid, [2]float64{lat, lon})
			}
		}
	}
	return grid
}

// cs2cs gives pairs to PROJ's program and returns what it prints. Both keep to
// the order of axes that EPSG defines.
func cs2cs(t *testing.T, args []string, pairs [][2]float64) [][2]float64 {
	t.Helper()
	var in strings.Builder
	for _, p := range pairs {
		fmt.Fprintf(&in, "%.17g %.17g\n", p[0], p[1])
	}
	cmd := exec.CommandContext(t.Context(), "cs2cs", args...)
	cmd.Stdin = strings.NewReader(in.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("cs2cs %v: %v", args, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(pairs) {
		t.Fatalf("cs2cs %v answered %d of %d", args, len(lines), len(pairs))
	}
	answers := make([][2]float64, len(lines))
	for i, line := range lines {
		if _, err := fmt.Sscan(line, &answers[i][0], &answers[i][1]); err != nil {
			t.Fatalf("cs2cs %v answered %q", args, line)
		}
	}
	return answers
}
