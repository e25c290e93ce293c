package annals

// A Claim is one article's word that something happened between political
// actors: who did what to whom, when and where, how certain, and who says so.
// doc/codebook.md says what each field means.
type Claim struct {
	ID       string `json:"id"` // content hash of article, trigger and type
	In       Field  `json:"in"`
	Sentence int    `json:"sentence"` // index in the article's sentences of that field
	Span            // its sentence, in bytes of the field

	Trigger      string `json:"trigger"` // the words that carry the act
	TriggerStart int    `json:"trigger_start"`
	TriggerEnd   int    `json:"trigger_end"`

	Type       Type     `json:"type"`
	Underlying Type     `json:"underlying"` // type before PLOVER's rewriting; null if the same
	Mode       []string `json:"mode"`
	Contexts   []string `json:"contexts"`

	Actor     []Participant `json:"actor"`
	Recipient []Participant `json:"recipient"`

	When  When   `json:"when"`
	Where *Where `json:"where"`
	Size  []Size `json:"size"`

	Status      Status        `json:"status"`
	Hedged      bool          `json:"hedged"`
	Attribution []Attribution `json:"attribution"` // outermost first; empty: the outlet's own voice

	Scale
	Confidence float64  `json:"confidence"` // 0–1
	Why        []Reason `json:"why"`
	Rights     string   `json:"rights,omitempty"` // "reserved" when the publisher reserves mining
}

// A Scale is the numbers that an act of a type, mode and context stands for, for
// people who count and chart.
type Scale struct {
	Quad      int     `json:"quad"`      // 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict
	Intensity float64 `json:"intensity"` // PLOVER 2.0, table 2.2: −10 to 10
	CAMEO     string  `json:"cameo"`     // closest CAMEO code, 2–4 digits
	Goldstein float64 `json:"goldstein"` // of that code: −10 to 10
}

// A Type is one of PLOVER's sixteen event types. "" is written as null.
type Type string

// MarshalJSON writes "" as null.
func (t Type) MarshalJSON() ([]byte, error) { return Code(t).MarshalJSON() }

// UnmarshalJSON reads null as "".
func (t *Type) UnmarshalJSON(b []byte) error { return (*Code)(t).UnmarshalJSON(b) }

// PLOVER 2.0, chapter 3.
const (
	Agree     Type = "AGREE"
	Consult   Type = "CONSULT"
	Support   Type = "SUPPORT"
	Concede   Type = "CONCEDE"
	Cooperate Type = "COOPERATE"
	Aid       Type = "AID"
	Retreat   Type = "RETREAT"
	Request   Type = "REQUEST"
	Accuse    Type = "ACCUSE"
	Reject    Type = "REJECT"
	Threaten  Type = "THREATEN"
	Protest   Type = "PROTEST"
	Sanction  Type = "SANCTION"
	Mobilize  Type = "MOBILIZE"
	Coerce    Type = "COERCE"
	Assault   Type = "ASSAULT"
)

// Types are the sixteen types, from the most cooperative to the most
// conflictual class (PLOVER 2.0, chapter 3).
func Types() []Type {
	return []Type{Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request,
		Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault}
}

// Quad is PLOVER's quad class of t: 1 verbal cooperation, 2 material
// cooperation, 3 verbal conflict, 4 material conflict; 0 for an unknown type.
func (t Type) Quad() int {
	switch t {
	case Agree, Consult, Support, Concede:
		return 1
	case Cooperate, Aid, Retreat:
		return 2
	case Request, Accuse, Reject, Threaten:
		return 3
	case Protest, Sanction, Mobilize, Coerce, Assault:
		return 4
	}
	return 0
}

// A Status says how far the text commits itself to the act.
type Status string

// PLOVER 2.0, section 2.3, with "actual" and "ongoing" told apart.
const (
	Actual       Status = "actual"
	Ongoing      Status = "ongoing"
	Historical   Status = "historical"   // ended over a year before publication
	Future       Status = "future"       // planned, scheduled, announced
	Hypothetical Status = "hypothetical" // possible, conditional, wished, owed under a pact
	Negated      Status = "negated"      // said not to have happened
)

// A Participant is an entity in a role of a claim, with the words that name it.
// Text is "" when the words stand in another sentence.
type Participant struct {
	Text string `json:"text"`
	Entity
	Start int `json:"start"` // of Text, in bytes of the claim's field; 0 when Text is ""
	End   int `json:"end"`
}

// A Size is a number that belongs to an act.
type Size struct {
	// What is dead, injured, casualties (dead and injured together),
	// arrested, displaced, personnel, participants or money.
	What   string   `json:"what"`
	Min    *float64 `json:"min"`
	Max    *float64 `json:"max"`
	Text   string   `json:"text"`
	Unit   string   `json:"unit,omitempty"` // ISO 4217, money only
	Approx bool     `json:"approx,omitempty"`
}

// An Attribution is a speaker inside the text to whom a claim is credited.
type Attribution struct {
	Speaker string `json:"speaker"` // resolved name: Islamic Republic News Agency
	Country Code   `json:"country"`
	Text    string `json:"text"` // as written
	Cue     string `json:"cue"`  // said, according to, …
	Kind    string `json:"kind"` // official, agency, witness, expert, document, anonymous, group, person
}

// A Reason is one thing that made the program decide: a row of a table or a
// feature of a model, and the words it saw.
type Reason struct {
	Rule  string `json:"rule"`  // table:line, or a feature's name
	Words string `json:"words"` // the words it matched
}

// A Quotation is words that the text gives as somebody's own.
type Quotation struct {
	In Field `json:"in"`
	Span
	Text    string `json:"text"`    // within the marks
	Speaker string `json:"speaker"` // resolved name; "" when unknown
	Via     string `json:"via"`     // who relays it; "" for nobody
}
