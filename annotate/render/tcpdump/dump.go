package tcpdump

// Dump is the form of the bytes that follow a line; tcpdump prints one form
// only, hexadecimal with text before hexadecimal before text.
type Dump uint8

// The forms; those with Link begin at the link header.
const (
	NoDump      Dump = iota
	Hex              // -x
	HexLink          // -xx
	HexText          // -X
	HexTextLink      // -XX
	Text             // -A
	TextLink         // -AA
)
