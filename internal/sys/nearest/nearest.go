// Package nearest finds the word that was probably meant by one that is not
// known.
package nearest

import "iter"

// most is how many letters may be wrong.
const most = 2

// Word is the first of the words that differ least from word, by at most two
// letters that are put in, left out, changed or swapped with the next; "" when none does.
// Upper and lower case differ.
func Word(word string, words iter.Seq[string]) string {
	best, least := "", most+1
	for w := range words {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is how many letters must be put in, left out, changed or swapped with
// the next.
func distance(a, b string) int {
	var before, row, next []int
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	for i := range len(a) {
		next = append(next[:0], i+1)
		for j := range len(b) {
			d := row[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			next = append(next, d)
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
