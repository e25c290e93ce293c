// Package plover codes the sentences of an article into claims: who did what
// to whom, when and where, how certain, and who says so.
//
// In go the sentences with their trees and the mentions that were found in
// them; out come [annals.Claim]s of the sixteen PLOVER types and the quotations
// with their speakers. What counts as a claim is in doc/codebook.md. The path is
// predicate → frame → operators → attribution → when, where, size, each in its
// own file. What words mean stands in text tables (tables/*.txt), not in code.
//
// Nothing here reads the network, the clock or a file, and no text is changed.
// A sentence that cannot be read gives no claim, never an error.
package plover
