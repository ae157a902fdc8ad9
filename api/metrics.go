package api

import (
	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"waterzones/layers/rules"
)

const namespace = "waterzones"

// metrics are what Prometheus reads: requests, screenings by verdict, and how
// long the release has been served. They live in a registry of the server's
// own, so that two servers in one process do not meet.
type metrics struct {
	registry   *prometheus.Registry
	screenings *prometheus.CounterVec
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		screenings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "screenings_total", Help: "Screenings answered, by verdict and completeness.",
		}, []string{"verdict", "complete"}),
	}
	age := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "snapshot_age_seconds", Help: "Seconds since the release now served was put in place.",
	}, func() float64 { return s.config.Now().Sub(s.release.Load().since).Seconds() })
	m.registry.MustRegister(m.screenings, age,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) middleware() echo.MiddlewareFunc {
	return echoprometheus.NewMiddlewareWithConfig(echoprometheus.MiddlewareConfig{
		Namespace:  namespace,
		Subsystem:  "http",
		Registerer: m.registry,
		// The host comes from the request: any caller could grow the series.
		LabelFuncs: map[string]echoprometheus.LabelValueFunc{
			"host": func(echo.Context, error) string { return "" },
		},
		StatusCodeResolver:        statusOf,
		DoNotUseRequestPathFor404: true,
	})
}

func statusOf(c echo.Context, err error) int {
	if err != nil {
		return asProblem(err).Status
	}
	return c.Response().Status
}

func (m *metrics) handler() echo.HandlerFunc {
	return echo.WrapHandler(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
}

func (m *metrics) count(verdict rules.Verdict, complete bool) {
	label := "false"
	if complete {
		label = "true"
	}
	m.screenings.WithLabelValues(string(verdict), label).Inc()
}
