package annals

import "encoding/json"

// A Code is a country: ISO 3166-1 alpha-3, or one of PLOVER's codes for what
// is not a country (UNO, EUR, IGO, NGO, ISM, IMG, MNC). "" is written as null.
type Code string

// MarshalJSON writes "" as null.
func (c Code) MarshalJSON() ([]byte, error) {
	if c == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(c))
}

// UnmarshalJSON reads null as "".
func (c *Code) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*c = ""
	if s != nil {
		*c = Code(*s)
	}
	return nil
}

// The kinds of entities.
const (
	State        = "state"
	Person       = "person"
	Organization = "organization"
	Group        = "group"
	Population   = "population"
	PlaceKind    = "place"
)

// EntityID names an entity of the entity table, or is "" for one that is known
// only from the article.
type EntityID string

// An Entity is the thing that a mention names.
type Entity struct {
	Name    string   `json:"name"` // full English name: Armed Forces of Armenia
	Kind    string   `json:"kind"` // state, person, organization, group, population, place
	Country Code     `json:"country"`
	Sector  string   `json:"sector"` // PLOVER sector code: GOV, MIL, REB, …
	ID      EntityID `json:"id,omitempty"`
}

// A Mention is a span that names, describes or points back to something.
//
// Exactly one of Entities, When, Where and Number is set, but for a name of a
// place that may act (Beijing), which carries both Entities and Where, and for
// the place of a dateline, which carries When besides Where if it is known what
// day it was there at publication; its basis is Published.
type Mention struct {
	In Field `json:"in"`
	Span
	Sentence int    `json:"sentence"` // index in the sentences given to the linker
	First    int    `json:"first"`    // tokens [First, Last) of that sentence
	Last     int    `json:"last"`
	Head     int    `json:"head"` // the token that governs the others
	Text     string `json:"text"`

	// Entities has more than one element for "both countries", "they".
	Entities []Entity  `json:"entities,omitempty"`
	When     *When     `json:"when,omitempty"`
	Where    *Where    `json:"where,omitempty"`
	Number   *Quantity `json:"number,omitempty"`

	// Via says how the mention was resolved: name, alias, title, demonym,
	// metonym, description, pronoun, date, place, number.
	Via  string  `json:"via"`
	Sure float64 `json:"sure"` // 0–1
}

// A When is an interval of days, and how the text gave it.
type When struct {
	Start Date   `json:"start"` // inclusive; "" when not known
	End   Date   `json:"end"`   // inclusive
	Text  string `json:"text"`  // the words; "" when carried over
	Basis Basis  `json:"basis"`
	// Granularity is the unit of the words: day, week, month, quarter, season,
	// year, decade, century, part (of a day), range.
	Granularity string `json:"granularity,omitempty"`
}

// A Basis says where a date comes from.
type Basis string

// What a date was worked out from.
const (
	Explicit  Basis = "explicit"    // the words give it whole
	Relative  Basis = "relative"    // to publication or to a date in the text
	Published Basis = "publication" // nothing was said: the day of publication
)

// A Where is a place, as written and as resolved.
type Where struct {
	Text    string  `json:"text"`
	Name    string  `json:"name"`
	Country Code    `json:"country"`
	Lat     float64 `json:"lat"` // degrees north
	Lon     float64 `json:"lon"` // degrees east
	// Resolution is PLOVER's: 5 below a city, 4 city, 3 district, 2 province,
	// 1 country.
	Resolution int `json:"resolution"`
	GeoNames   int `json:"geonames,omitempty"` // GeoNames id; 0 when there is none
}

// A Quantity is a number of the text, as a range.
type Quantity struct {
	Min    *float64 `json:"min"`            // nil: no floor given
	Max    *float64 `json:"max"`            // nil: no ceiling given
	Unit   string   `json:"unit,omitempty"` // ISO 4217 for money; else "" or the noun counted
	Approx bool     `json:"approx,omitempty"`
}
