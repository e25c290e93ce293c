package annals

// A Sentence is one sentence of an article with its tree.
//
// Tokens are in order of text and do not overlap; each lies within Span.
// Exactly one token has Head −1 (the root), and following heads from any token
// leads to it.
type Sentence struct {
	In Field `json:"in"`
	Span
	Block  int     `json:"block"` // index of the block in Article.Blocks; −1 for the title
	Tokens []Token `json:"tokens"`
	Names  []Name  `json:"names,omitempty"` // in order, not overlapping
}

// A Token is a syntactic word as Universal Dependencies has it; the fields are
// those of CoNLL-U. Clitics are tokens of their own (do|n't, Seoul|'s).
type Token struct {
	Span
	Form   string  `json:"form"`
	Lemma  string  `json:"lemma"`
	UPOS   string  `json:"upos"`
	XPOS   string  `json:"xpos"`            // Penn tag, as in EWT
	Feats  string  `json:"feats,omitempty"` // "" or UD features, sorted, joined by |
	Head   int     `json:"head"`            // index in Sentence.Tokens; −1 for the root
	Deprel string  `json:"deprel"`          // universal relation with subtype: nsubj:pass
	Sure   float32 `json:"sure,omitempty"`  // probability that Head is right, 0–1; 0 = not said
}

// A Name is a run of tokens that names something: Tokens[First:Last].
type Name struct {
	First int    `json:"first"`
	Last  int    `json:"last"` // exclusive
	Kind  string `json:"kind"` // PER, ORG, LOC or OTH (nationalities, events)
}
