package api_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/labstack/echo/v4"

	"waterzones/api"
	"waterzones/layers/catalogue"
	"waterzones/layers/rules"
	"waterzones/layers/store"
	"waterzones/seeds"
)

// BenchmarkScreenPoint is one point over the whole handler chain, beside an
// Echo handler that does nothing: read the two as a ratio.
func BenchmarkScreenPoint(b *testing.B) {
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		b.Fatal(err)
	}
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		b.Fatal(err)
	}
	reports, err := store.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	service := api.New(api.Config{
		Reports: reports,
		Release: release, Rules: set, Map: fstest.MapFS{}, Log: slog.New(slog.DiscardHandler),
		Now: clock, Version: "bench", MaxBytes: 1 << 20,
	})
	empty := echo.New()
	empty.GET("/screenings", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	for name, handler := range map[string]http.Handler{"screening": service.Handler(), "empty": empty} {
		b.Run(name, func(b *testing.B) {
			server := httptest.NewServer(handler)
			defer server.Close()
			b.ReportAllocs()
			for b.Loop() {
				response, err := server.Client().Get(server.URL + "/screenings?lon=112.85&lat=35.50&kind=outfall")
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, response.Body); err != nil {
					b.Fatal(err)
				}
				_ = response.Body.Close()
			}
		})
	}
}
