// Package feed reads what outlets publish to say what is new: RSS 0.9 to 2.0,
// Atom, JSON Feed, news sitemaps and their index files, and plain pages that
// list links. It also finds such addresses on a page, reads and writes OPML, and
// tells when two addresses are those of one article.
//
// In go bytes as they were fetched; out come items with absolute addresses.
// What is doubtful (a date of 1970, a file that was cut off) is a warning on the
// result, and what can be read is kept.
//
// Nothing here goes out to the network or reads the clock.
package feed
