// Package record merges claims of many articles into events: the same happening
// once, its independent reporters counted, its disagreements kept.
//
// In go the claims of a store that belong to no event yet; out come
// [annals.Event]s, written to the same store. Which claims are one event follows
// from the claims alone, never from the order in which they came: two claims
// are linked when their acts, parties, days, places and words agree, each by the
// weight that tables/weights.txt gives it; links join claims from the strongest
// down unless the groups do not agree on the whole, a claim of one cannot be one
// happening with a claim of the other, or a person has put them apart. Every
// link that joined is kept with its reasons.
//
// Nothing here reads text again or makes a claim up: an event says what its
// claims say, and who says it.
package record
