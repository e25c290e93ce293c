package fetch

import (
	"fmt"
	"net/url"
	"testing"
	"time"
)

// Hosts that are idle are forgotten; those that failed, or whose turn is taken,
// are not.
func TestHostsForgotten(t *testing.T) {
	now := time.Unix(0, 0)
	c := New(Options{Now: func() time.Time { return now }})
	host := func(name string) *host { return c.host(&url.URL{Host: name}) }
	host("failed.example").failures = 1
	<-host("busy.example").turn
	for k := range 20 * maxHosts {
		host(fmt.Sprint(k))
		now = now.Add(10 * time.Second)
	}
	if n := len(c.hosts); n > maxHosts+1 {
		t.Errorf("%d hosts are remembered", n)
	}
	for _, name := range []string{"failed.example", "busy.example"} {
		if c.hosts[name] == nil {
			t.Errorf("%s is forgotten", name)
		}
	}
}
