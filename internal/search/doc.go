// Package search reads the query language and turns queries into filters of
// package store, lists, counts and series.
//
// In goes a line such as
//
//	actor:RUS recipient:UKR type:ASSAULT since:2024-06 sources:>=2 "drone"
//
// and out comes a [Query], or a [SyntaxError] that points at the column where
// the line went wrong. doc/search.md describes the language; Fields is its table.
//
// Nothing here reads the network or knows which store answers, and a query
// never changes anything.
package search
