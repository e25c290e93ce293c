// Package eval scores what the stages read against gold: trees, names,
// relations, claims, dates and places.
//
// Each scorer takes gold and predicted values and gives the measures that the
// field reports; none reads a file or runs a stage. `annals eval` does both,
// and floors.txt holds the least that must be reached.
package eval
