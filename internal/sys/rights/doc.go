// Package rights reads what publishers say of the use of their pages, and
// decides what may be done with one: fetch it, list it with headline, link and
// date as a search engine does, code it.
//
// In go robots.txt (RFC 9309), /.well-known/tdmrep.json and trust.txt as they
// were fetched, headers, licences in RSL, and the signals that the page itself
// holds; out come all of them raw, and a [Decision] with a line for each. What a
// signal means stands in a table (signals.txt). The most restrictive wins.
//
// Nothing here reads the network or the clock, and nothing is decided for
// somebody: a basis that an outlet's entry in the configuration names (own,
// licence, research) is given in.
package rights
