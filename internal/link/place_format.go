package link

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/blevesearch/vellum"

	"annals"
)

// The file of places (places.bin) is read where it lies, without unpacking:
//
//	"PLC1", then six sections, each a length (uint32) and its bytes:
//	countries  ISO codes of three letters, one after the other
//	provinces  per province the index of its record, uint32
//	names      display names, each a length byte and its bytes
//	records    recordSize bytes a place, below
//	lists      for names of several places: count and record indices, uvarints
//	keys       an FST from PlaceKey to a record (index<<1) or a list (offset<<1|1)
//
// A record is lat and lon in 1/10000 degree (int24 each), GeoNames id (uint24),
// offset of the name (uint24), province (uint16, 0 none), country (uint8),
// population (uint8, 8·log2), kind (uint8), all little-endian.
const (
	placeMagic = "PLC1"
	recordSize = 17
)

// A PlaceKind says what a place is.
type PlaceKind uint8

// The kinds of places.
const (
	City PlaceKind = iota
	Capital
	Seat     // of a province
	Quarter  // part of a city
	Country  // resolution 1
	Province // 2
	District // 3
	Region   // seas, mountains, historic and disputed regions
	Feature  // islands, lakes, valleys no wider than a district
)

// A PlaceRow is one place as the gazetteer is built from it.
type PlaceRow struct {
	Name       string
	Keys       []string // further names; PlaceKey is applied
	Country    annals.Code
	Province   string // any code that is the same for the province's own row
	Lat, Lon   float64
	GeoNames   int
	Population int
	Kind       PlaceKind
}

// WritePlaces writes rows in the form that the gazetteer reads. The order of
// rows does not matter.
func WritePlaces(w io.Writer, rows []PlaceRow) error {
	slices.SortFunc(rows, func(a, b PlaceRow) int {
		return cmp.Or(cmp.Compare(PlaceKey(a.Name), PlaceKey(b.Name)), cmp.Compare(b.Kind, a.Kind), cmp.Compare(b.Population, a.Population), cmp.Compare(a.GeoNames, b.GeoNames), cmp.Compare(a.Country, b.Country))
	})
	p := packer{country: map[annals.Code]int{}, province: map[string]int{}, name: map[string]int{}, keys: map[string][]int{}}
	for i, r := range rows {
		if r.Kind == Province && r.Province != "" {
			p.province[r.Province] = len(p.provinces)/4 + 1
			p.provinces = binary.LittleEndian.AppendUint32(p.provinces, uint32(i))
		}
	}
	for i := range rows {
		if err := p.add(i, &rows[i]); err != nil {
			return fmt.Errorf("pack place %q: %w", rows[i].Name, err)
		}
	}
	keys, err := p.fst()
	if err != nil {
		return fmt.Errorf("build index of places: %w", err)
	}
	out := []byte(placeMagic)
	for _, s := range [][]byte{p.countries, p.provinces, p.names, p.records, p.lists, keys} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s)))
		out = append(out, s...)
	}
	_, err = w.Write(out)
	return err
}

type packer struct {
	countries, provinces, names, records, lists []byte
	country                                     map[annals.Code]int
	province, name                              map[string]int
	keys                                        map[string][]int
}

func (p *packer) add(i int, r *PlaceRow) error {
	c, ok := p.country[r.Country]
	if !ok {
		code := string(r.Country)
		if code == "" {
			code = "   "
		}
		if c = len(p.countries) / 3; c > 255 || len(code) != 3 {
			return fmt.Errorf("country %q", r.Country)
		}
		p.country[r.Country] = c
		p.countries = append(p.countries, code...)
	}
	n, ok := p.name[r.Name]
	if !ok {
		if n = len(p.names); n >= 1<<24 || len(r.Name) > 255 {
			return errors.New("too many or too long names")
		}
		p.name[r.Name] = n
		p.names = append(append(p.names, byte(len(r.Name))), r.Name...)
	}
	b := put24(put24(p.records, int(math.Round(r.Lat*1e4))), int(math.Round(r.Lon*1e4)))
	b = put24(put24(b, r.GeoNames), n)
	b = binary.LittleEndian.AppendUint16(b, uint16(p.province[r.Province]))
	pop := min(255, int(8*math.Log2(float64(max(r.Population, 1)))))
	p.records = append(b, byte(c), byte(pop), byte(r.Kind))
	for _, name := range append([]string{r.Name}, r.Keys...) {
		if k := PlaceKey(name); len(k) > 1 && !slices.Contains(p.keys[k], i) {
			p.keys[k] = append(p.keys[k], i)
		}
	}
	return nil
}

func (p *packer) fst() ([]byte, error) {
	var names []string
	for k := range p.keys {
		names = append(names, k)
	}
	slices.Sort(names)
	var out bytes.Buffer
	b, err := vellum.New(&out, nil)
	if err != nil {
		return nil, err
	}
	for _, k := range names {
		ids := p.keys[k]
		v := uint64(ids[0]) << 1
		if len(ids) > 1 {
			v = uint64(len(p.lists))<<1 | 1
			p.lists = binary.AppendUvarint(p.lists, uint64(len(ids)))
			for _, id := range ids {
				p.lists = binary.AppendUvarint(p.lists, uint64(id))
			}
		}
		if err := b.Insert([]byte(k), v); err != nil {
			return nil, err
		}
	}
	if err := b.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func put24(b []byte, v int) []byte { return append(b, byte(v), byte(v>>8), byte(v>>16)) }

func get24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// signed24 reads a number of 24 bits with its sign.
func signed24(b []byte) int { return int(int32(get24(b)<<8) >> 8) }

// errPlaces reports a file of places that breaks the format.
var errPlaces = errors.New("not a file of places")

// A gazetteer is the places, as they lie in memory. It is immutable.
type gazetteer struct {
	countries, provinces, names, records, lists []byte
	keys                                        *vellum.FST
}

// readPlaces opens the bytes of a file of places; they must not change.
func readPlaces(b []byte) (*gazetteer, error) {
	if !bytes.HasPrefix(b, []byte(placeMagic)) {
		return nil, errPlaces
	}
	b = b[len(placeMagic):]
	var s [6][]byte
	for i := range s {
		if len(b) < 4 {
			return nil, errPlaces
		}
		n := int(binary.LittleEndian.Uint32(b))
		if n > len(b)-4 {
			return nil, errPlaces
		}
		s[i], b = b[4:4+n:4+n], b[4+n:]
	}
	keys, err := vellum.Load(s[5])
	if err != nil {
		return nil, fmt.Errorf("read index of places: %w", err)
	}
	return &gazetteer{s[0], s[1], s[2], s[3], s[4], keys}, nil
}

// A place is one record, unpacked.
type place struct {
	name     string
	country  annals.Code
	province int // 1-based; 0 none
	lat, lon float64
	id       int
	pop      float64 // log2 of the population
	kind     PlaceKind
}

// place unpacks record i; ok is false when the file lies.
func (g *gazetteer) place(i int) (p place, ok bool) {
	if i < 0 || i >= len(g.records)/recordSize {
		return p, false
	}
	r := g.records[i*recordSize:]
	p.lat, p.lon = float64(signed24(r))/1e4, float64(signed24(r[3:]))/1e4
	p.id, p.province = get24(r[6:]), int(binary.LittleEndian.Uint16(r[12:]))
	p.pop, p.kind = float64(r[15])/8, PlaceKind(r[16])
	if c := int(r[14]) * 3; c+3 <= len(g.countries) && g.countries[c] != ' ' {
		p.country = annals.Code(g.countries[c : c+3])
	}
	n := get24(r[9:])
	if n >= len(g.names) || n+1+int(g.names[n]) > len(g.names) {
		return p, false
	}
	p.name = string(g.names[n+1 : n+1+int(g.names[n])])
	return p, true
}

// maxNamesakes bounds how many places of one name are weighed.
const maxNamesakes = 256

// records are the places that an FST value stands for.
func (g *gazetteer) list(v uint64) []int {
	if v&1 == 0 {
		return []int{int(v >> 1)}
	}
	at := int(v >> 1)
	if at < 0 || at >= len(g.lists) {
		return nil
	}
	b := g.lists[at:]
	n, size := binary.Uvarint(b)
	if size <= 0 {
		return nil
	}
	b = b[size:]
	var out []int
	for ; n > 0 && len(out) < maxNamesakes; n-- {
		v, size := binary.Uvarint(b)
		if size <= 0 {
			break
		}
		b = b[size:]
		out = append(out, int(v))
	}
	return out
}

// hasCountry reports a name that a country bears, be it others' too.
func (g *gazetteer) hasCountry(name string) bool {
	for _, id := range g.lookup(PlaceKey(name)) {
		if p, ok := g.place(id); ok && p.kind == Country {
			return true
		}
	}
	return false
}

// lookup is the places of a key.
func (g *gazetteer) lookup(key string) []int {
	v, ok, err := g.keys.Get([]byte(key))
	if err != nil || !ok {
		return nil
	}
	return g.list(v)
}

// province is the name of the province of p.
func (g *gazetteer) province(p *place) (string, bool) {
	at := (p.province - 1) * 4
	if at < 0 || at+4 > len(g.provinces) {
		return "", false
	}
	q, ok := g.place(int(binary.LittleEndian.Uint32(g.provinces[at:])))
	return q.name, ok
}
