package link

import (
	"testing"
	"time"
)

// TestZonesAreKnown holds zones.txt against the tz database and the gazetteer.
func TestZonesAreKnown(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for c, zs := range l.zones {
		for i, z := range zs {
			if _, err := time.LoadLocation(z.name); err != nil {
				t.Errorf("%s: %v", c, err)
			}
			if last := i == len(zs)-1; last != (z.provinces == nil) {
				t.Errorf("%s: zone %s has %d provinces: the last one alone has none", c, z.name, len(z.provinces))
			}
		}
	}
}
