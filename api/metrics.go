package api

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"waterzones/layers/rules"
)

const namespace = "waterzones"

// metrics are what Prometheus reads: requests, screenings by verdict, and how
// long the release has been served. They live in a registry of the server's
// own, so that two servers in one process do not meet. No label is a caller's
// word, so that no caller can make the series more.
type metrics struct {
	registry   *prometheus.Registry
	screenings *prometheus.CounterVec
	requests   *prometheus.CounterVec
	seconds    *prometheus.HistogramVec
	bytes      *prometheus.HistogramVec

	mu       sync.RWMutex
	answered map[answerKind]*answerSeries
	verdicts map[verdictKind]prometheus.Counter
}

// answerKind is what requests are counted by.
type answerKind struct {
	route, method string
	status        int
}

// answerSeries are found once: by its labels each costs more than it counts.
type answerSeries struct {
	requests prometheus.Counter
	seconds  prometheus.Observer
	bytes    prometheus.Observer
}

type verdictKind struct {
	verdict  rules.Verdict
	complete bool
}

func newMetrics(s *Server) *metrics {
	labels := []string{"code", "method", "url"}
	histogram := func(name, help string, buckets []float64) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Subsystem: "http", Name: name, Help: help, Buckets: buckets,
		}, labels)
	}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		screenings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "screenings_total", Help: "Screenings answered, by verdict and completeness.",
		}, []string{"verdict", "complete"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Subsystem: "http", Name: "requests_total", Help: "Requests answered, by status, method and route.",
		}, labels),
		seconds: histogram("request_duration_seconds", "How long requests took.",
			[]float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 2.5, 10}),
		bytes:    histogram("response_size_bytes", "Sizes of answers.", prometheus.ExponentialBuckets(1024, 4, 8)),
		answered: map[answerKind]*answerSeries{},
		verdicts: map[verdictKind]prometheus.Counter{},
	}
	age := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "snapshot_age_seconds", Help: "Seconds since the release now served was put in place.",
	}, func() float64 { return s.config.Now().Sub(s.release.Load().since).Seconds() })
	m.registry.MustRegister(m.screenings, m.requests, m.seconds, m.bytes, age,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe counts an answer by its route, which is "" where there is none.
func (m *metrics) observe(method, route string, response *echo.Response, took time.Duration) {
	if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions}, method) {
		method = "other"
	}
	kind := answerKind{route, method, response.Status}
	m.mu.RLock()
	series := m.answered[kind]
	m.mu.RUnlock()
	if series == nil {
		series = m.seriesOf(kind)
	}
	series.requests.Inc()
	series.seconds.Observe(took.Seconds())
	series.bytes.Observe(float64(response.Size))
}

func (m *metrics) seriesOf(kind answerKind) *answerSeries {
	labels := []string{strconv.Itoa(kind.status), kind.method, kind.route}
	series := &answerSeries{
		m.requests.WithLabelValues(labels...), m.seconds.WithLabelValues(labels...), m.bytes.WithLabelValues(labels...),
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answered[kind] = series
	return series
}

func (m *metrics) handler() echo.HandlerFunc {
	return echo.WrapHandler(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
}

// count counts a screening.
func (m *metrics) count(verdict rules.Verdict, complete bool) {
	kind := verdictKind{verdict, complete}
	m.mu.RLock()
	counter := m.verdicts[kind]
	m.mu.RUnlock()
	if counter == nil {
		counter = m.screenings.WithLabelValues(string(verdict), strconv.FormatBool(complete))
		m.mu.Lock()
		m.verdicts[kind] = counter
		m.mu.Unlock()
	}
	counter.Inc()
}
