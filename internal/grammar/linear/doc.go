// Package linear scores tags, trees and names with sparse linear models over
// hashed features: a greedy tagger, an arc-eager parser with a classifier of
// relations, and a Viterbi decoder of names.
//
// Words go in as strings, class numbers come out. Features are 64-bit hashes;
// weights are small integers found by them in frozen tables ([Rows]), so that
// results are the same on every machine. The averaged perceptron that trains
// the tables is [Perceptron]; cmd/train drives it. Nothing here knows of
// articles, files or the network.
package linear
