package main

import (
	"context"
	_ "embed"
	"os"
	"path/filepath"
)

//go:embed rivals/geos.c
var geosSource []byte

// geos is the C program that joins with GEOS; it needs a C compiler and
// libgeos-dev.
type geos struct{ program string }

func buildGEOS(ctx context.Context, dir string) (*geos, error) {
	source, program := filepath.Join(dir, "geos.c"), filepath.Join(dir, "geos")
	if err := os.WriteFile(source, geosSource, 0o600); err != nil {
		return nil, err
	}
	if _, err := run(ctx, nil, "cc", "-O2", source, "-o", program, "-lgeos_c"); err != nil {
		return nil, err
	}
	return &geos{program}, nil
}

// join is the whole process: zones as WKT and wells as CSV in, CSV out.
func (g *geos) join(ctx context.Context, zones, wells, out string) (cost, error) {
	return run(ctx, nil, g.program, zones, wells, out)
}

// makeValid writes zones that are valid, as WKT.
func (g *geos) makeValid(ctx context.Context, zones, out string) error {
	_, err := run(ctx, nil, g.program, zones, out)
	return err
}
