package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

type healthCommand struct {
	URL string `arg:"" help:"例 / for example http://127.0.0.1:8080/healthz"`
}

// healthTimeout is shorter than the time a container's health check waits.
const healthTimeout = 3 * time.Second

// Run fails unless the address answers 200.
func (h *healthCommand) Run(*streams) error {
	ctx, cancel := context.WithTimeout(context.Background(), healthTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.URL, nil)
	if err != nil {
		return &usageError{err}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	if closeErr := response.Body.Close(); err == nil {
		err = closeErr
	}
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", h.URL, response.Status)
	}
	return err
}
