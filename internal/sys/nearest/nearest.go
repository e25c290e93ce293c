// Package nearest finds the word that was probably meant by one that is not
// known.
package nearest

import "iter"

// most is how many letters may be wrong.
const most = 2

// Word is the first of the words that differ least from word, by at most two
// letters that are put in, left out or changed (Levenshtein); "" when none does.
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

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := last
			if a[i] != b[j] {
				change++
			}
			last = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(b)]
}
