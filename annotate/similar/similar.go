// Package similar finds the names that may be meant by one that does not exist.
// It compares how names begin and what they hold, as people shorten long names,
// and does not count letters that differ.
package similar

import (
	"slices"
	"strings"
)

const (
	// most is how many names are returned.
	most = 4
	// begin is how many letters two names have in common that begin alike.
	begin = 4
)

// Names returns the names that are nearly all of typed; without one those that hold it,
// those that are most of it, those that begin like it, or else those that it holds. Case
// and hyphens do not count. They stand in the order of names.
func Names(typed string, names []string) []string {
	typed = letters(typed)
	if len(typed) < 3 {
		return nil
	}
	same := slices.ContainsFunc(names, func(name string) bool { return letters(name) == typed })
	for _, match := range [...]func(name string) bool{
		func(name string) bool {
			return !same && strings.Contains(typed, name) && 6*len(name) >= 5*len(typed)
		},
		func(name string) bool { return strings.Contains(name, typed) },
		func(name string) bool { return strings.Contains(typed, name) && 3*len(name) >= 2*len(typed) },
		func(name string) bool { return len(typed) >= begin && strings.HasPrefix(name, typed[:begin]) },
		func(name string) bool { return strings.Contains(typed, name) },
	} {
		if found := matching(names, match); len(found) > 0 {
			return found
		}
	}
	return nil
}

// letters returns name without what does not count.
func letters(name string) string { return strings.ToLower(strings.ReplaceAll(name, "-", "")) }

// matching returns the first names whose letters match.
func matching(names []string, match func(string) bool) []string {
	var found []string
	for _, name := range names {
		if match(letters(name)) && len(found) < most {
			found = append(found, name)
		}
	}
	return found
}
