package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"waterzones/api"
	"waterzones/api/web"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/store"
)

type serveCommand struct {
	source
	cached
	Addr    string        `help:"监听地址 / address to listen on." default:":8080"`
	Drain   time.Duration `help:"停止前 /readyz 先转为 503 的时间 / how long /readyz says 503 before the server stops." default:"1s"`
	Data    string        `help:"保存报告的目录；默认为临时目录，停止时删除 / directory in which reports are kept; by default a temporary one, removed when the server stops." placeholder:"DIR"`
	URL     string        `name:"public-url" help:"对外网址，印在报告的二维码中；默认按请求 / where the service is reached, printed in reports' QR codes; by default as the request reached it." placeholder:"URL"`
	MaxBody int64         `help:"请求体上限，MiB；批量核查不限 / largest request body, MiB; batches have no bound." default:"16"`

	Streams          int `help:"同时进行的批量核查上限 / batches under way at most." default:"64"`
	StreamsPerClient int `help:"其中同一来源地址的上限 / and of one address." default:"4"`
}

// finishWithin is how long requests under way may take after the server has
// stopped to accept new ones.
const finishWithin = 30 * time.Second

// Run serves until SIGINT or SIGTERM: then /readyz turns first, and what is
// under way ends. SIGHUP reads the layers again.
func (c *serveCommand) Run(std *streams) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	began := time.Now()
	lines := newLineLog(std.err)
	defer func() { err = errors.Join(err, lines.Close()) }()
	log := slog.New(slog.NewJSONHandler(lines, nil))
	release, set, err := c.openCached(&c.cached, std.err)
	if err != nil {
		return err
	}
	reports, removeReports, err := c.reports(log)
	if err != nil {
		return err
	}
	defer removeReports()
	page, built := web.Files()
	service := api.New(api.Config{
		Release: release.Release, Rules: set, Map: page, Log: log,
		Now: time.Now, Version: version, MaxBytes: c.MaxBody << 20, Reports: reports, PublicURL: c.URL,
		Streams: api.Streams{All: c.Streams, PerClient: c.StreamsPerClient},
	})
	server := &http.Server{
		Handler:           service.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("无法监听 %s / cannot listen: %w", c.Addr, err)
	}
	log.Info("ready", "addr", listener.Addr().String(), "release", release.ID, "rules", set.Version,
		"illustrative", release.Illustrative, "map", built, "ms", time.Since(began).Milliseconds())
	_ = lines.flush() // whoever starts a server waits for that line

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if err := c.rereading(ctx, failed, publishing{service, set, log}, release.Release); err != nil {
		return err
	}
	log.Info("stopping", "drain", c.Drain.String())
	service.Stopping()
	time.Sleep(c.Drain)
	finish, cancel := context.WithTimeout(context.Background(), finishWithin)
	defer cancel()
	if err := server.Shutdown(finish); err != nil {
		return fmt.Errorf("停止时仍有请求未完成 / requests were still under way: %w", err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	log.Info("stopped")
	return nil
}

// publishing is what new layers need to be served.
type publishing struct {
	service *api.Server
	set     *rules.Set
	log     *slog.Logger
}

// rereading reads the layers again at every SIGHUP, until the server fails or is
// to stop.
func (c *serveCommand) rereading(ctx context.Context, failed <-chan error, p publishing, release *layers.Release) error {
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGHUP)
	defer signal.Stop(again)
	for {
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
			return nil
		case <-again:
			release = c.reread(p, release)
		}
	}
}

// reread reads the layers and serves them; those before stay where they cannot be
// read. It returns what is served.
func (c *serveCommand) reread(p publishing, before *layers.Release) *layers.Release {
	began := time.Now()
	release, err := c.source.release(before)
	if err == nil {
		err = p.set.Fits(release)
	}
	if err != nil {
		p.log.Error("layers not read again; the release before is served on", "release", before.ID, "error", err)
		return before
	}
	p.service.Publish(release)
	p.log.Info("published", "release", release.ID, "before", before.ID, "ms", time.Since(began).Milliseconds())
	return release
}

// reports opens the archive. Without a directory of its own it lasts as long as
// the server: a trial run then leaves nothing behind. It is nil where nothing can
// be written at all.
func (c *serveCommand) reports(log *slog.Logger) (a *store.Archive, remove func(), err error) {
	dir, remove := c.Data, func() {}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "waterzones-reports-*"); err != nil {
			log.Warn("reports are not kept: there is no directory for temporary files; name one with --data", "error", err)
			return nil, remove, nil
		}
		temporary := dir
		remove = func() {
			if err := os.RemoveAll(temporary); err != nil {
				log.Warn("temporary reports not removed", "dir", temporary, "error", err)
			}
		}
		log.Warn("reports are kept until the server stops; name a directory with --data to keep them")
	}
	a, err = store.Open(dir)
	return a, remove, err
}
