// Package near finds the word that was meant by one that is mistyped.
package near

// Word is the word that differs least from what was typed, "" when none is near:
// more than a third of the letters, or more than the given number, would have to
// change.
func Word(typed string, words []string, most int) string {
	best, found := min(len(typed)/3+1, most)+1, ""
	for _, w := range words {
		if n := distance(typed, w); n < best && n < len(typed) {
			best, found = n, w
		}
	}
	return found
}

// distance counts the letters to insert, delete or replace, and the neighbours to
// exchange, to make a into b (restricted Damerau-Levenshtein).
func distance(a, b string) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, above, row = above, row, before
		row[0] = i + 1
		for j := range len(b) {
			cost := above[j]
			if a[i] != b[j] {
				cost++
			}
			row[j+1] = min(cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
