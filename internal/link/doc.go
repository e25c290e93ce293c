// Package link turns the words of sentences into mentions: who, when, where and
// how many, resolved to identifiers, days, coordinates and ranges.
//
// In go the sentences of an article with their trees; out come
// [annals.Mention]s in order of text. Entities come from tables of states,
// leaders, bodies and groups (tables/*.txt), from the words of a phrase (Polish
// Foreign Minister Anna Nowak) and from what the article said before (Nowak,
// she, the minister, both countries).
//
// What is not sure is left unresolved. Nothing here reads the network or the
// clock, nor a file but the system's tz database, and no text is changed.
package link
