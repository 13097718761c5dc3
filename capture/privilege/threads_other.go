//go:build !linux

package privilege

// Seal has nothing to do: this is a matter of Linux.
func Seal() error { return nil }

// Rights come with root's number only.
func limit(Rest) error            { return nil }
func keepCapabilities(Rest) error { return nil }
func leftover(int, Rest) string   { return "" }
