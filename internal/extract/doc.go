// Package extract turns bytes as they were fetched into articles: headline,
// byline, dates, blocks of body text, captions, credits and rights notice.
//
// In goes an [annals.Capture] of an HTML page, of plain text (also text saved
// from a page, with its menus), or of JSON or JSON Lines articles. Out come
// [annals.Article]s whose Text is the body alone: blocks in reading order,
// joined by blank lines, with a span for each.
//
// It works in steps, each in its own file: find the charset (charset.go), parse
// within bounds (parse.go), read what the page says about itself (meta.go,
// jsonld.go), find the body and clean it (body.go, block.go, clean.go), then
// headline, byline, dates, language and rights. What counts as boilerplate or
// as a notice is written in the text tables of the folder tables.
//
// Nothing here reads a file, the network or the clock, and no input makes it
// panic. Doubts are warnings on the article; a page without an article is an
// error that says why.
package extract
