// Package nn runs the network that tags, parses and names: words go in,
// numbers of classes, heads and probabilities come out.
//
// Each word is the sum of a frozen word vector and of trained ones for the
// word, its affixes and its pieces. Two bidirectional LSTM layers read the
// sentence; on top of them stand a classifier of tags, a biaffine scorer of
// heads (Dozat and Manning 2017), a classifier of relations, and one of names.
//
// Weights are 8-bit, states 14-bit whole numbers. The same words give the same
// answer on every machine, with vector code and without, alone or in a batch;
// names alone are the matter of a whole [Text], if they are to agree in it.
// A [Network] is immutable and shared; a [Scratch] belongs to one goroutine.
package nn
