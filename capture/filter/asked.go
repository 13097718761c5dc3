package filter

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Addresses are those that a filter expression names, by numbers.
func Addresses(expression string) []netip.Addr {
	var out []netip.Addr
	for _, word := range strings.FieldsFunc(expression, func(r rune) bool { return strings.ContainsRune(" \t()!&|", r) }) {
		if a, err := netip.ParseAddr(word); err == nil {
			out = append(out, a)
		}
	}
	return out
}

// Ports are those of TCP that a filter expression asks for, by numbers, each once.
// Of one that asks for another protocol, or denies more than a word, it knows none.
func Ports(expression string) []uint16 {
	var out []uint16
	words := strings.Fields(spread.Replace(expression))
	for i, word := range words {
		switch {
		case word == "udp" || word == "sctp" || word == "not" && i+1 < len(words) && words[i+1] == "(":
			return nil
		case word != "port" || i+1 == len(words) || denied(words[:i]):
			continue
		}
		for at := i + 1; at < len(words); at += 2 {
			n, err := strconv.ParseUint(words[at], 10, 16)
			if err == nil && n > 0 && !slices.Contains(out, uint16(n)) {
				out = append(out, uint16(n))
			}
			if err != nil || at+1 == len(words) || words[at+1] != "or" {
				break // else the next word may be another one: port 80 or 443
			}
		}
	}
	return out
}

// spread sets what is a word of a filter expression apart from others.
var spread = strings.NewReplacer("(", " ( ", ")", " ) ", "!", " not ", "&&", " and ", "||", " or ")

// denied reports whether the words in front of one deny it: "not", "not tcp src".
func denied(before []string) bool {
	for i := len(before) - 1; i >= 0; i-- {
		switch before[i] {
		case "tcp", "src", "dst", "ip", "ip6":
		default:
			return before[i] == "not"
		}
	}
	return false
}
