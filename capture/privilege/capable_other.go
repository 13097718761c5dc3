//go:build !linux

package privilege

// capable is false: rights come with root's number only.
func capable() bool { return false }
