package annals

// An Event is the happening that several claims agree or disagree about.
type Event struct {
	ID     string   `json:"id"`
	Type   Type     `json:"type"`
	Claims []string `json:"claims"` // ids, oldest article first
	Status Status   `json:"status"` // of the latest claim that is not hedged
	First  Date     `json:"first"`  // publication of the first and last report
	Last   Date     `json:"last"`
}

// A Reading is an article with all that was read out of it.
type Reading struct {
	Article   Article     `json:"article"`
	Sentences []Sentence  `json:"sentences"`
	Claims    []Claim     `json:"claims"`
	Quotes    []Quotation `json:"quotes"`
	Warnings  []Warning   `json:"warnings"`
}
