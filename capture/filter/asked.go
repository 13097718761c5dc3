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
// Of one that asks for another protocol it knows none, and none of what is denied.
func Ports(expression string) []uint16 {
	var out []uint16
	words := strings.Fields(spread.Replace(expression))
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "not" && i+1 < len(words) && words[i+1] == "(":
			i = closing(words, i+1)
			continue
		case (word == "udp" || word == "sctp") && !denied(words[:i]):
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

// closing returns where the bracket that words[open] opens is closed, or the end.
func closing(words []string, open int) int {
	depth := 0
	for i := open; i < len(words); i++ {
		switch words[i] {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return len(words)
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
