// Package annals is the vocabulary of a record of world events: articles,
// sentences, mentions, claims and events, and what must hold of each.
//
// The types here are what the stages of the program hand to each other and
// what the JSON output and the API are made of. A client decodes with them.
//
// The path of an article is: a [Capture] (bytes as fetched) becomes an
// [Article], its text is read into [Sentence]s of [Token]s, the things they
// name become [Mention]s, and what they report becomes [Claim]s. Claims of
// several articles about the same happening form an [Event].
//
// Every [Span] is a half-open range of bytes in a text that is never edited.
// Nothing here reads a file, the network or the clock.
package annals
