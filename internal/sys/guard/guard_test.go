package guard

import (
	"net/netip"
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
