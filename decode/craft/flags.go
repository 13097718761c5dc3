package craft

import (
	"fmt"
	"strings"
)

// flagNames are the control bits from the lowest on.
var flagNames = [...]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

// flagLetters are tcpdump's, in the same order.
const flagLetters = "FSRP.UEWe"

const (
	flagFIN = 1 << 0
	flagSYN = 1 << 1
	flagRST = 1 << 2
	flagACK = 1 << 4
)

// parseFlags reads SYN-ACK or [S.].
func parseFlags(w string) (uint16, error) {
	if letters, ok := strings.CutPrefix(w, "["); ok {
		return parseLetters(strings.TrimSuffix(letters, "]"))
	}
	if w == "NONE" {
		return 0, nil
	}
	var flags uint16
	for name := range strings.SplitSeq(w, "-") {
		bit, err := flagBit(name)
		if err != nil {
			return 0, err
		}
		flags |= bit
	}
	return flags, nil
}

func flagBit(name string) (uint16, error) {
	for i, n := range flagNames {
		if n == name {
			return 1 << i, nil
		}
	}
	return 0, fmt.Errorf("want flags like SYN-ACK, [S.] or NONE, got %q", name)
}

func parseLetters(letters string) (uint16, error) {
	if letters == "none" {
		return 0, nil
	}
	var flags uint16
	for _, l := range letters {
		i := strings.IndexRune(flagLetters, l)
		if i < 0 {
			return 0, fmt.Errorf("no flag has the letter %q", l)
		}
		flags |= 1 << i
	}
	return flags, nil
}
