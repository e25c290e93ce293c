package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"annals"
)

// zoneSums is how many people live in each time zone of each province, by its
// code (US.HI).
type zoneSums map[string]map[string]int

// add counts in a town; one of nobody counts as one person.
func (z zoneSums) add(province, zone string, people int) {
	if z[province] == nil {
		z[province] = map[string]int{}
	}
	z[province][zone] += max(people, 1)
}

// zonesHead begins zones.txt.
const zonesHead = `# Time zones of countries, and of provinces where a country has several: the zone in which most of the people of the
# province live. Made by "go run ./cmd/train places"; do not edit. Source: GeoNames (CC BY 4.0). Zones whose clocks
# agree since 2007 are one. The last zone of a country holds where no other does.
# country | zone | provinces
`

// write writes zones.txt: a row a country and zone, the most peopled zone last
// and without provinces.
func (z zoneSums) write(name, provinces string, iso3 map[string]annals.Code) error {
	names, err := provinceNames(provinces)
	if err != nil {
		return err
	}
	people, held := map[string]map[string]int{}, map[string][]string{} // country → zone → people; country and zone → provinces
	for _, code := range slices.Sorted(maps.Keys(z)) {
		zone := most(z[code])
		c := string(iso3[code[:2]])
		if people[c] == nil {
			people[c] = map[string]int{}
		}
		zone, err := sameClock(zone, slices.Sorted(maps.Keys(people[c])))
		if err != nil {
			return err
		}
		for _, n := range z[code] {
			people[c][zone] += n
		}
		if names[code] != "" {
			held[c+zone] = append(held[c+zone], names[code])
		}
	}
	var b strings.Builder
	b.WriteString(zonesHead)
	for _, c := range slices.Sorted(maps.Keys(people)) {
		main := most(people[c])
		for _, zone := range slices.Sorted(maps.Keys(people[c])) {
			if zone != main && held[c+zone] != nil {
				fmt.Fprintf(&b, "%s | %s | %s\n", c, zone, strings.Join(held[c+zone], "; "))
			}
		}
		fmt.Fprintf(&b, "%s | %s |\n", c, main)
	}
	return os.WriteFile(name, []byte(b.String()), 0o666)
}

// most is the zone with the most people.
func most(zones map[string]int) string {
	return slices.MaxFunc(slices.Sorted(maps.Keys(zones)), func(a, b string) int { return cmp.Compare(zones[a], zones[b]) })
}

// provinceNames reads the names of provinces by code.
func provinceNames(file string) (map[string]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var areas []struct{ Code, Name string }
	if err := json.Unmarshal(data, &areas); err != nil {
		return nil, fmt.Errorf("read areas %q: %w", file, err)
	}
	out := map[string]string{}
	for _, a := range areas {
		out[a.Code] = a.Name
	}
	return out, nil
}

// sameClock is the one of the known zones whose clock agrees with that of zone,
// or else zone.
func sameClock(zone string, known []string) (string, error) {
	a, err := time.LoadLocation(zone)
	if err != nil {
		return "", err
	}
	for _, k := range known {
		if b, err := time.LoadLocation(k); err == nil && agree(a, b) {
			return k, nil
		}
	}
	return zone, nil
}

// agree reports whether two clocks show the same on every day since 2007.
func agree(a, b *time.Location) bool {
	for t := time.Date(2007, 1, 1, 12, 0, 0, 0, time.UTC); t.Year() < 2027; t = t.AddDate(0, 0, 1) {
		_, x := t.In(a).Zone()
		_, y := t.In(b).Zone()
		if x != y {
			return false
		}
	}
	return true
}
