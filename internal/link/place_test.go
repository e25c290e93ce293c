package link

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"annals"
)

func TestFindPlaces(t *testing.T) {
	g, err := openPlaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows(t, "place.txt") {
		a, ss := plainArticle(r.f[0], "2023-05-11")
		have := showPlaces(g.find(a, ss, nil, nil))
		if want := strings.TrimSpace(r.f[1]); (have == want) == r.miss {
			t.Errorf("testdata/place.txt:%d: find(%q)\n have %s\n want %s (known miss: %v)", r.n, r.f[0], have, want, r.miss)
		}
	}
}

func showPlaces(ms []annals.Mention) string {
	var out []string
	for _, m := range ms {
		w := m.Where
		out = append(out, fmt.Sprintf("%s = %s %s %d %.0f %.0f", m.Text, w.Name, w.Country, w.Resolution, w.Lat, w.Lon))
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, "; ")
}

// TestOpenPlacesIsLazy holds the promise that the gazetteer is read where it
// lies: opening it must not unpack it.
func TestOpenPlacesIsLazy(t *testing.T) {
	start := time.Now()
	var g *gazetteer
	var err error
	mallocs := testing.AllocsPerRun(1, func() { g, err = readPlaces(placesFile) })
	if err != nil || g == nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("opening took %v", d)
	}
	if mallocs > 100 {
		t.Errorf("opening made %v allocations", mallocs)
	}
}

// FuzzGazetteer feeds any bytes to what is read beside the index: a file that
// lies must give no place, not a panic.
func FuzzGazetteer(f *testing.F) {
	f.Add([]byte("\x02\x00\x01USAFRA"), uint64(1))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1}, uint64(3))
	f.Fuzz(func(t *testing.T, data []byte, v uint64) {
		g := &gazetteer{countries: data, names: data, records: data, lists: data}
		for _, id := range g.list(v) {
			if p, ok := g.place(id); ok && len(p.name) > 255 {
				t.Errorf("place %d has a name of %d bytes", id, len(p.name))
			}
		}
	})
}

func TestWritePlacesRoundTrip(t *testing.T) {
	var b strings.Builder
	in := PlaceRow{Name: "Strelsau", Keys: []string{"Strelzow"}, Country: "RUR", Province: "R.1", Lat: -1.5, Lon: 2.25, GeoNames: 7, Population: 1024}
	if err := WritePlaces(&b, []PlaceRow{in, {Name: "Zenda", Country: "RUR", Kind: Quarter}}); err != nil {
		t.Fatal(err)
	}
	g, err := readPlaces([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	ids := g.lookup("strelzow")
	if len(ids) != 1 {
		t.Fatalf("lookup(strelzow) = %v, want one place", ids)
	}
	p, ok := g.place(ids[0])
	if want := (place{name: "Strelsau", country: "RUR", lat: -1.5, lon: 2.25, id: 7, pop: 10}); !ok || p != want {
		t.Errorf("place = %+v, want %+v", p, want)
	}
}

func TestPlaceKey(t *testing.T) {
	for in, want := range map[string]string{"São Tomé": "sao tome", "Ben-Gurion": "ben gurion", "N’Djamena": "ndjamena", "St. Louis": "st louis", "Łódź": "lodz", "Киев": ""} {
		if have := PlaceKey(in); have != want {
			t.Errorf("PlaceKey(%q) = %q, want %q", in, have, want)
		}
	}
}
