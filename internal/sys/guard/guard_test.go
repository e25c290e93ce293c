package guard

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"testing"
)

// No address that the standard library calls private, local or multicast is
// open, however it is written.
func FuzzOpen(f *testing.F) {
	for _, a := range []string{"10.0.0.1", "93.184.215.14", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "2002:a00:1::", "fe80::1", "2606:4700::1"} {
		b := netip.MustParseAddr(a).As16()
		f.Add(b[:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		inner := a.Unmap()
		if v := a.As16(); netip.MustParsePrefix("64:ff9b::/96").Contains(a) {
			inner = netip.AddrFrom4([4]byte(v[12:]))
		}
		inside := inner.IsPrivate() || inner.IsLoopback() || inner.IsLinkLocalUnicast() || inner.IsMulticast() || inner.IsUnspecified()
		if g := (&Guard{}); inside && g.open(a) {
			t.Errorf("%s is open", a)
		}
		if g := (&Guard{Private: []netip.Prefix{netip.PrefixFrom(inner.WithZone(""), inner.BitLen())}}); !g.open(a) && inner.IsPrivate() {
			t.Errorf("%s is configured and not open", a)
		}
	})
}

// However a host is written, it has one name.
func TestHost(t *testing.T) {
	for in, want := range map[string]string{
		"http://a.example/": "a.example", "http://A.Example.:80": "a.example", "https://a.example:443": "a.example", "https://a.example:80": "a.example:80",
		"http://user:pw@a.example": "a.example", "http://BÜCHER.example": "xn--bcher-kva.example", "http://xn--bcher-kva.example": "xn--bcher-kva.example",
		"http://１２７.０.０.１/": "127.0.0.1", "http://127。0。0。1/": "127.0.0.1", "http://[::1]:8080/": "[::1]:8080", "http://[FE80::1%25eth0]/": "[fe80::1%25eth0]",
		"http://a_b.example": "a_b.example", "http://..:80/": "", "http:///x": "", "file:///etc": "",
	} {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := Host(u); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

// Numbers that resolvers take for addresses are held against what they lead to,
// and what is dialled is what was held: a name that leads elsewhere the next time
// leads nowhere.
func TestConnect(t *testing.T) {
	public, inside := netip.MustParseAddr("93.184.215.14"), netip.MustParseAddr("127.0.0.1")
	for name, answers := range map[string][]netip.Addr{
		"2130706433": {inside}, "0177.0.0.1": {inside}, "0x7f.1": {inside}, "127.1": {inside}, "localhost": {inside}, "mapped.example": {netip.MustParseAddr("::ffff:127.0.0.1")},
		"rebound.example": {public, inside}, "open.example": {public},
	} {
		var dialled []string
		asked := 0
		g := Guard{Dial: func(_ context.Context, _, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return nil, errors.New("refused")
		}, Resolve: func(context.Context, string) ([]netip.Addr, error) {
			asked++
			return answers[min(asked, len(answers))-1:][:1], nil
		}}
		for range 3 {
			_, err := g.Connect(t.Context(), "tcp", net.JoinHostPort(name, "80"))
			if last := answers[min(asked, len(answers))-1]; errors.Is(err, ErrPrivate) == (last == public) || err == nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, a := range dialled {
			if a != "93.184.215.14:80" {
				t.Errorf("%s: %s was dialled", name, a)
			}
		}
	}
}
