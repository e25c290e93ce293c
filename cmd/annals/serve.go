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
	"strings"
	"syscall"
	"time"

	"annals/internal/link"
	"annals/internal/record"
	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/tell"
	"annals/internal/web"

	"golang.org/x/term"
)

// serveCmd is `annals serve`: the record as pages and as an API.
type serveCmd struct {
	keeper
	Listen       string `help:"Address to listen at. Others than this machine's own need a password or a proxy that asks for one." default:"127.0.0.1:8750"`
	Demo         bool   `help:"Show invented articles where the record is empty; without --store they are kept in memory."`
	PasswordFile string `help:"File with a line that annals password made." placeholder:"FILE"`
	BehindProxy  bool   `help:"A proxy in front asks who may read: listen where --listen says without a password, and believe its X-Forwarded-For and -Proto."`
	Watch        string `help:"Also watch what this file names, as annals watch does, with --entities and --codebook if given (doc/watch.md)." placeholder:"FILE"`
	Receivers    string `help:"Without --watch: file of a watcher that runs elsewhere, or of alerts run; pages show its alerts, and alerts that are saved may name its webhooks and mail addresses (doc/alerts.md)." placeholder:"FILE"`
	ownTables
	PerSecond int `help:"Requests a second that one address may make on average." default:"50"`
}

const (
	readTime  = 10 * time.Second
	writeTime = 30 * time.Second
	idleTime  = 2 * time.Minute
	stopTime  = 5 * time.Second
)

// Run serves until it is interrupted.
func (cmd *serveCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	password, err := cmd.password()
	if err != nil {
		return err
	}
	if password == "" && !cmd.BehindProxy && !loopback(cmd.Listen) {
		return fmt.Errorf("listen at %q: others could read the record: give --password-file, or --behind-proxy if a proxy asks who may read", cmd.Listen)
	}
	if cmd.Watch == "" && cmd.Entities+cmd.Codebook != "" {
		return errors.New("--entities and --codebook are for --watch: give a file that says what to watch")
	}
	if cmd.Watch != "" && cmd.Receivers != "" {
		return errors.New("--receivers is for serving without --watch, whose file names them")
	}
	s, err := cmd.record(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	o, err := webOptions(s, slog.New(slog.NewTextHandler(c.err, nil)))
	if err != nil {
		return err
	}
	o.Password, o.PerSecond, o.Proxied = password, float64(cmd.PerSecond), cmd.BehindProxy
	hubs, watched, err := cmd.watch(ctx, c, s, stop, &o)
	if err != nil {
		return err
	}
	err = cmd.serve(ctx, c, withHubs(web.New(o), hubs))
	stop()
	return errors.Join(err, watched())
}

// withHubs lets hubs reach the watcher under /websub/, where nobody asks for a
// password: their addresses are secret and their news signed.
func withHubs(pages, hubs http.Handler) http.Handler {
	if hubs == nil {
		return pages
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/websub/") {
			hubs.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// watch starts to watch, if that is asked for; wait waits for the end, which
// comes with that of ctx. A watcher that cannot go on calls stop. Pages learn of
// the alerts and receivers of the file.
func (cmd *serveCmd) watch(ctx context.Context, c *console, s store.Store, stop func(), o *web.Options) (hubs http.Handler, wait func() error, err error) {
	if cmd.Watch == "" {
		return nil, func() error { return nil }, cmd.receivers(ctx, s, o)
	}
	conf, err := readConfig(cmd.Watch)
	if err != nil {
		return nil, nil, err
	}
	p, err := cmd.load()
	if err != nil {
		return nil, nil, err
	}
	x, err := newAlarm(ctx, s, cmd.Watch, conf)
	if err != nil {
		return nil, nil, err
	}
	o.Alerts, o.Receivers = x.listed, x.receivers
	k := &watchKeeper{c: &console{in: c.in, out: c.err, err: c.err, env: c.env}, store: s, path: p, alarm: x, served: true, countries: countriesOf(conf)}
	done := make(chan error, 1)
	go func() {
		err := k.watch(ctx, conf, false)
		if err != nil {
			stop()
		}
		done <- err
	}()
	return k, func() error { return <-done }, nil
}

// receivers lets pages know the alerts and receivers of a file that something
// else checks.
func (cmd *serveCmd) receivers(ctx context.Context, s store.Store, o *web.Options) error {
	if cmd.Receivers == "" {
		return nil
	}
	conf, err := readConfig(cmd.Receivers)
	if err != nil {
		return err
	}
	x, err := newAlarm(ctx, s, cmd.Receivers, conf)
	if err != nil {
		return err
	}
	o.Alerts, o.Receivers = x.listed, x.receivers
	return nil
}

func (cmd *serveCmd) password() (string, error) {
	if cmd.PasswordFile == "" {
		return "", nil
	}
	b, err := os.ReadFile(cmd.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("read password: %w", err)
	}
	line := strings.TrimSpace(string(b))
	if err := web.CheckHash(line); err != nil {
		return "", fmt.Errorf("read password %q: %w", cmd.PasswordFile, err)
	}
	return line, nil
}

// loopback reports whether an address is reached from this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// record opens the store, and fills it with the examples if that is asked for
// and it is empty.
func (cmd *serveCmd) record(ctx context.Context, c *console) (store.Store, error) {
	var s store.Store = new(store.Memory)
	if !cmd.Demo || cmd.Store != "" {
		var err error
		cmd.index = true
		if s, err = cmd.openStore(ctx, c); err != nil {
			return nil, err
		}
	}
	if !cmd.Demo {
		return s, nil
	}
	rs, _, err := s.Rows(ctx, nil, store.Page{Limit: 1})
	if err == nil && len(rs) == 0 {
		err = addDemo(ctx, s)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// webOptions ties the pages to the store and to the tables of the path.
func webOptions(s store.Store, log *slog.Logger) (web.Options, error) {
	countries, err := link.LoadCountries()
	if err != nil {
		return web.Options{}, err
	}
	return web.Options{
		Store: s,
		Parse: func(q string) (search.Query, error) {
			return search.Parse(q, search.Options{Country: countries.Code, Types: typesOf(context.Background(), s)})
		},
		CountryName: countries.Name,
		Merge:       func(ctx context.Context) (record.Report, error) { return merge(ctx, s, nil) },
		Feeds:       func(ctx context.Context) ([]web.Feed, error) { return watchedFeeds(ctx, s) },
		Letters:     func(ctx context.Context) ([]tell.Letter, error) { return tell.Inbox(ctx, s) },
		Log:         log,
	}, nil
}

// serve answers until ctx is done, then lets open answers end.
func (cmd *serveCmd) serve(ctx context.Context, c *console, h http.Handler) error {
	l, err := net.Listen("tcp", cmd.Listen)
	if err != nil {
		return fmt.Errorf("listen at %q: %w", cmd.Listen, err)
	}
	fmt.Fprintf(c.out, "annals: http://%s\n", l.Addr())
	return serveUntil(ctx, l, h)
}

// serveUntil answers at l until ctx is done, then lets open answers end.
func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadTimeout: readTime, ReadHeaderTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: 32 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve at %q: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := server.Shutdown(end); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop: %w", err)
	}
	return server.Close()
}

// passwordCmd is `annals password`: make the line that a password file holds.
type passwordCmd struct{}

// Run reads a password from the terminal without showing it, or a line of
// standard input, and prints its hash.
func (*passwordCmd) Run(c *console) error {
	var password []byte
	var err error
	if f, ok := c.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(c.err, "Password: ")
		password, err = term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(c.err)
	} else {
		password, err = firstLine(c)
	}
	if err != nil {
		return fmt.Errorf("read password: %w", err)
	}
	if len(password) < 8 {
		return errors.New("the password must have at least 8 characters")
	}
	hash, err := web.HashPassword(string(password))
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, hash)
	return nil
}

func firstLine(c *console) ([]byte, error) {
	b := make([]byte, 1024)
	n, err := c.in.Read(b)
	if n == 0 && err != nil {
		return nil, err
	}
	line, _, _ := strings.Cut(string(b[:n]), "\n")
	return []byte(strings.TrimSuffix(line, "\r")), nil
}
