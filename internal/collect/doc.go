// Package collect watches feeds and gets the pages that they announce, as
// politely as package fetch does: it is the only stage that goes out to the
// network.
//
// In goes a configuration; out come [Page]s, each once: captures to be coded,
// or, where the publisher reserves mining or robots.txt forbids the page, what a
// search engine keeps: headline, link and date. What is due, seen and waiting
// stands in the store, so that a program that is stopped, or dies, goes on where
// it was.
//
// Nothing here extracts, codes or decides about what a page itself says of its
// rights; who takes the pages does.
package collect
