// Package guard connects to hosts of the open web alone, whatever a name resolves
// to: for all that goes out on behalf of others' addresses.
package guard

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
)

// ErrPrivate says that a host is in a private network.
var ErrPrivate = errors.New("address of a private network")

// A Guard connects to hosts of the open web alone. It checks the address that it
// connects to, after the name is resolved, so that no name leads elsewhere. The
// zero value uses the system's network.
type Guard struct {
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Private []netip.Prefix // that may be reached all the same
}

// Connect dials an address. The error of one in a private network wraps
// [ErrPrivate].
func (g *Guard) Connect(ctx context.Context, network, address string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, err := g.addresses(ctx, name)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, a := range addrs {
		if !g.open(a) {
			errs = append(errs, private(name, a))
			continue
		}
		dial := g.Dial
		if dial == nil {
			dial = (&net.Dialer{}).DialContext
		}
		conn, err := dial(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

// private is the error of a name that leads to address a.
func private(name string, a netip.Addr) error {
	if name == a.String() {
		return fmt.Errorf("%w: %s", ErrPrivate, a)
	}
	return fmt.Errorf("%w: %s is %s", ErrPrivate, name, a)
}

func (g *Guard) addresses(ctx context.Context, name string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{a}, nil
	}
	if g.Resolve != nil {
		return g.Resolve(ctx, name)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
}

// closed are the networks of RFC 6890 and its successors that are not the open
// web.
var closed = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/128", "::1/128", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")

// translated are prefixes in whose last bytes an IPv4 address stands.
var translated = prefixes("64:ff9b::/96")

func prefixes(ss ...string) (out []netip.Prefix) {
	for _, s := range ss {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// open reports an address that may be connected to.
func (g *Guard) open(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, p := range translated {
		if p.Contains(a) {
			b := a.As16()
			a = netip.AddrFrom4([4]byte(b[12:]))
		}
	}
	for _, p := range g.Private {
		if p.Contains(a) {
			return true
		}
	}
	for _, p := range closed {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsValid() && a.IsGlobalUnicast()
}
