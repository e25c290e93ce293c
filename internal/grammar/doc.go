// Package grammar turns the text of an article into sentences: tokens with
// their tags and lemmas, one dependency tree for each sentence, and its names.
//
// The passes stand in files of their own and are usable alone: [Split] finds
// sentences, [Tokenise] their words, [Model.Annotate] fills tags, lemmas,
// features, heads, relations and names of sentences that have tokens, and
// [Model.Read] does all of it for an article. [ReadCoNLLU] and [WriteCoNLLU]
// read and write treebanks, [ReadIOB] reads names.
//
// Words, tags and relations are those of Universal Dependencies as English EWT
// and GUM use them: do|n't, Seoul|'s, air|-|raid, $|5|m.
//
// Nothing here reads the network or a store, and no pass changes the text: a
// token is a [annals.Span] into it. A text that cannot be parsed well is still
// parsed; doubts are warnings on the result, not errors.
package grammar
