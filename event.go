package annals

// An Event is the happening that several claims agree or disagree about. What
// it says follows from its claims alone, whatever the order in which they came.
type Event struct {
	// ID is made from the first claim by day of publication, so it stays while
	// later reports come in.
	ID    string `json:"id"`
	Type  Type   `json:"type"`  // of most claims
	Title string `json:"title"` // who, to whom, what, where, in a line: "Russia → Ukraine: air strike in Kharkiv"

	Actor     []Participant `json:"actor"`     // of any claim, each entity once, most told first
	Recipient []Participant `json:"recipient"` // likewise
	When      When          `json:"when"`      // the days that most claims share
	Where     *Where        `json:"where"`     // the place that most claims name
	Intensity float64       `json:"intensity"` // mean of its claims
	Quad      int           `json:"quad"`      // of Type

	Status  Status   `json:"status"`  // of the happening, by the last day of reports that leave no doubt
	Hedged  bool     `json:"hedged"`  // every report leaves doubt
	History []Change `json:"history"` // how the status changed, oldest first
	Sizes   []Spread `json:"sizes"`   // what numbers are given, and by whom
	Denied  []string `json:"denied"`  // claims that say it did not happen

	// Claims are ids, by day of publication, then id.
	Claims []string `json:"claims"`
	// Outlets are those that report on their own: copies of an agency's report
	// count once, under the agency.
	Outlets   []string `json:"outlets"`
	Countries []Code   `json:"countries"` // of the outlets, where known
	Copies    int      `json:"copies"`    // articles that copy another one here

	First Date `json:"first"` // publication of the first and last report
	Last  Date `json:"last"`

	// Standing is set for what lasts: a pact, a deployment, a ceasefire, sanctions.
	Standing *Standing `json:"standing"`

	Why []Reason `json:"why"` // what made claims one event, one reason a link
}

// Day is the day that an event is sorted under: the first of the act, or that
// of the first report.
func (e *Event) Day() Date {
	switch {
	case e.When.Start != "":
		return e.When.Start
	case e.When.End != "":
		return e.When.End
	}
	return e.First
}

// A Change is a status that an event had from a day of publication on.
type Change struct {
	Date   Date   `json:"date"`
	Status Status `json:"status"`
	Claim  string `json:"claim"` // that said so first
}

// A Spread is the numbers given for one kind of size, from the lowest floor to
// the highest ceiling, and who gives which.
type Spread struct {
	What string   `json:"what"`
	Unit string   `json:"unit,omitempty"`
	Min  *float64 `json:"min"` // nil: no floor given
	Max  *float64 `json:"max"` // nil: no ceiling given
	Said []Told   `json:"said"`
}

// A Told is one number and who gives it.
type Told struct {
	By    string   `json:"by"` // speaker inside the text, else the outlet
	Min   *float64 `json:"min"`
	Max   *float64 `json:"max"`
	Claim string   `json:"claim"`
}

// A Standing is the time in which something lasts.
type Standing struct {
	Start Date   `json:"start"`
	End   Date   `json:"end"`          // "" while no end is reported
	By    string `json:"by,omitempty"` // claim that reports the end
}

// A Reading is an article with all that was read out of it.
type Reading struct {
	Article   Article     `json:"article"`
	Sentences []Sentence  `json:"sentences"`
	Claims    []Claim     `json:"claims"`
	Quotes    []Quotation `json:"quotes"`
	Warnings  []Warning   `json:"warnings"`
}
