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

	Vectors Vectors `json:"-"` // none when the sentence was read from a file
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

// Vectors are what the grammar model makes of the words of a sentence, for
// classifiers that were trained on top of it. What a number means only such a
// classifier knows; one that was trained on another model must not read them.
type Vectors struct {
	Model       string // digest of the grammar model
	Word, State int    // widths of the two parts of a token's vector
	Values      []int8 // Width numbers a token
}

// Width is how many numbers a token has.
func (v *Vectors) Width() int { return v.Word + v.State }

// OfWord is the vector of token i without its context, the same wherever the
// word stands: all 0 for a word that the model does not know, nil for no vectors.
func (v *Vectors) OfWord(i int) []int8 {
	if at := i * v.Width(); at+v.Word <= len(v.Values) {
		return v.Values[at : at+v.Word]
	}
	return nil
}

// OfState is the vector of token i in its sentence, nil for no vectors.
func (v *Vectors) OfState(i int) []int8 {
	if at := i * v.Width(); at+v.Width() <= len(v.Values) {
		return v.Values[at+v.Word : at+v.Width()]
	}
	return nil
}
