package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"annals"
	"annals/internal/sys/guard"
	"annals/internal/sys/rights"
)

// Bounds unless [Options] or a [Request] say otherwise.
const (
	MaxBytes     = 20 << 20         // of a page, unpacked
	MaxHeader    = 256 << 10        // of an answer's headers
	MaxAddress   = 8 << 10          // of an address
	MaxRedirects = 10               // of one page
	MaxRatio     = 200              // unpacked to packed, above a megabyte
	MaxEncodings = 3                // one around the other
	Timeout      = 60 * time.Second // of one request, redirects apart
	Whole        = 5 * time.Minute  // of a page with its redirects and its site's files, pauses apart
	Idle         = 15 * time.Second // without a byte
	Delay        = 2 * time.Second  // between two requests to a host
	MaxLater     = 24 * time.Hour   // a Retry-After is not believed beyond
)

// Errors; they come wrapped with the address.
var (
	ErrPrivate   = guard.ErrPrivate
	ErrScheme    = errors.New("neither http nor https")
	ErrTooLarge  = errors.New("too large")
	ErrBomb      = errors.New("unpacks to far more than was sent")
	ErrSlow      = errors.New("timed out")
	ErrRedirects = errors.New("redirected too often")
	ErrNowhere   = errors.New("redirected nowhere")
	ErrRobots    = errors.New("robots.txt forbids it")
	ErrNoRobots  = errors.New("robots.txt could not be read") // and nothing is fetched until it can be
)

// Later says that a host wants to be left alone until a time.
type Later struct {
	Until time.Time
	Why   string // 429 Too Many Requests, …
}

func (l *Later) Error() string {
	return fmt.Sprintf("%s: not before %s", l.Why, l.Until.UTC().Format("2006-01-02 15:04:05 MST"))
}

// Options tune a client. The zero value is right for the open web.
type Options struct {
	Agent   string           // User-Agent; "" is "Annals"
	Now     func() time.Time // nil: time.Now
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Private []netip.Prefix // private networks that may be reached all the same
	Delay   time.Duration  // between two requests to a host; 0: Delay
	Timeout time.Duration  // 0: Timeout
	Idle    time.Duration  // 0: Idle
	Jitter  func() float64 // 0 to 1, spreads pauses after failures; nil: none
	Sites   Sites          // keeps what sites say of all their pages; nil: in memory
	Insist  bool           // robots.txt is not asked: a person named this one page
}

// A Request is what to get. Only URL is needed.
type Request struct {
	URL          string
	Accept       string
	ETag         string // what was answered the last time
	LastModified string
	MaxBytes     int64 // 0: MaxBytes
	Page         bool  // an article: signals of the whole site are asked for, too

	head  bool           // of more than MaxBytes the first will do
	spent *time.Duration // so far on this page, in requests
}

// A Response is an answer of the server, whatever its status.
type Response struct {
	URL         string // after redirects
	Moved       string // where permanent redirects lead, "" when there are none
	Status      int
	Header      http.Header
	Body        []byte // unpacked
	Time        time.Time
	NotModified bool
	Signals     []annals.Signal // of headers, site files and licences that the page names; what the page itself says is not read
}

// A Client gets pages. It is safe for concurrent use.
type Client struct {
	o     Options
	http  *http.Client
	mu    sync.Mutex
	hosts map[string]*host
	sites Sites
}

// New gives a client.
func New(o Options) *Client {
	if o.Agent == "" {
		o.Agent = "Annals"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Delay == 0 {
		o.Delay = Delay
	}
	if o.Timeout == 0 {
		o.Timeout = Timeout
	}
	if o.Idle == 0 {
		o.Idle = Idle
	}
	if o.Jitter == nil {
		o.Jitter = func() float64 { return 0 }
	}
	if o.Sites == nil {
		o.Sites = &memory{of: map[string]Site{}}
	}
	c := &Client{o: o, hosts: map[string]*host{}, sites: o.Sites}
	g := guard.Guard{Dial: o.Dial, Resolve: o.Resolve, Private: o.Private}
	c.http = &http.Client{
		Transport: &http.Transport{DialContext: g.Connect, MaxResponseHeaderBytes: MaxHeader, DisableCompression: true,
			TLSHandshakeTimeout: o.Idle, ResponseHeaderTimeout: o.Idle, IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 1, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Get gets a page, following redirects. An answer with any status is no error,
// but 429 and 503 are, as *[Later], and so is a page that robots.txt forbids, or
// whose robots.txt cannot be read.
func (c *Client) Get(ctx context.Context, q Request) (Response, error) {
	u, err := parse(q.URL)
	if err != nil {
		return Response{}, err
	}
	q.spent = new(time.Duration)
	moved, permanent := "", true
	for hop := 0; ; hop++ {
		if hop > MaxRedirects {
			return Response{}, fmt.Errorf("get %s: %w", q.URL, ErrRedirects)
		}
		r, err := c.hop(ctx, u, q)
		if err != nil {
			return Response{}, fmt.Errorf("get %s: %w", u.Redacted(), err)
		}
		next, ok := target(u, &r)
		switch {
		case !ok && redirects(r.Status):
			return r, fmt.Errorf("get %s: %w: %d", u.Redacted(), ErrNowhere, r.Status)
		case !ok:
			r.Moved = moved
			return r, nil
		}
		permanent = permanent && (r.Status == http.StatusMovedPermanently || r.Status == http.StatusPermanentRedirect)
		if u, err = parse(next.String()); err != nil {
			return Response{}, err
		}
		if permanent {
			moved = u.String()
		}
		q.ETag, q.LastModified = "", "" // they are of another page
	}
}

// parse reads an address that may be fetched.
func parse(address string) (*url.URL, error) {
	if len(address) > MaxAddress {
		return nil, fmt.Errorf("get %.100q…: %w: an address of %d bytes", address, ErrTooLarge, len(address))
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("get %q: %w", address, errors.Unwrap(err))
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("get %q: %w", address, ErrScheme)
	}
	u.Fragment, u.Host = "", guard.Host(u)
	if u.Host == "" {
		return nil, fmt.Errorf("get %q: %w", address, ErrScheme)
	}
	return u, nil
}

// target is where an answer redirects to. Names and passwords are for the host
// that they were given for, and those that an answer gives are not sent.
func target(u *url.URL, r *Response) (*url.URL, bool) {
	to := r.Header.Get("Location")
	if !redirects(r.Status) || to == "" {
		return nil, false
	}
	next, err := u.Parse(to)
	if err != nil {
		return nil, false
	}
	next.User = nil
	if next.Host == u.Host && next.Scheme == u.Scheme {
		next.User = u.User
	}
	return next, true
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// hop asks robots.txt and gets one address.
func (c *Client) hop(ctx context.Context, u *url.URL, q Request) (Response, error) {
	var signals []annals.Signal
	delay := c.o.Delay
	if !c.o.Insist || q.Page {
		site, err := c.site(ctx, u, q.Page, q.spent)
		if err != nil {
			return Response{}, err
		}
		if err := site.refuses(u); err != nil && !c.o.Insist {
			return Response{}, err
		}
		delay = max(delay, site.robots().Delay)
		if q.Page {
			signals = site.signals(u)
		}
	}
	r, err := c.one(ctx, u, q, delay)
	if err != nil {
		return r, err
	}
	var found []annals.Signal
	if q.Page && !redirects(r.Status) {
		found, err = c.linked(ctx, u, &r, q.spent)
	} else {
		found = rights.HeaderSignals(r.Header)
	}
	r.Signals = append(found, signals...)
	return r, err
}

func stamped(ss []annals.Signal, t time.Time) []annals.Signal {
	for k := range ss {
		if ss[k].Time.IsZero() {
			ss[k].Time = t.UTC()
		}
	}
	return ss
}

// faulty reports an error that is the host's, and not one of a single page.
func faulty(err error) bool {
	for _, e := range []error{ErrTooLarge, ErrBomb, ErrPrivate} {
		if errors.Is(err, e) {
			return false
		}
	}
	return err != nil
}

// one makes one request when it is its host's turn.
func (c *Client) one(ctx context.Context, u *url.URL, q Request, delay time.Duration) (Response, error) {
	if *q.spent >= Whole {
		return Response{}, ErrSlow
	}
	h := c.host(u)
	if err := h.enter(ctx, c.o.Now); err != nil {
		return Response{}, err
	}
	start := c.o.Now()
	r, err := c.exchange(ctx, u, q)
	*q.spent += c.o.Now().Sub(start)
	var later *Later
	if err == nil && (r.Status == http.StatusTooManyRequests || r.Status == http.StatusServiceUnavailable) {
		later = &Later{Until: retryAfter(r.Header, c.o.Now()), Why: fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status))}
	}
	until := h.leave(c.o.Now(), delay, ctx.Err() == nil && faulty(err) || err == nil && r.Status >= 500, later, c.o.Jitter())
	if later != nil {
		later.Until = until
		return r, later
	}
	return r, err
}
