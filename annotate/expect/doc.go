// Package expect judges a capture by what its user expects of it, so that a
// fixture or a live run in CI fails when TCP does not do what it did. It sees
// the same events and connections as a printer, and prints nothing itself.
package expect
