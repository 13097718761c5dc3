package filter

import (
	"slices"
	"sort"
	"strings"
)

// token is a word or sign of an expression.
type token struct {
	text string
	at   int // in bytes
}

// tokens takes an expression apart as libpcap does, as far as the place of a
// mistake needs it: words with their dots, colons and dashes, and signs.
func tokens(expression string) []token {
	var out []token
	for at := 0; at < len(expression); {
		n := tokenLen(expression[at:])
		if text := expression[at : at+n]; strings.TrimSpace(text) != "" {
			out = append(out, token{text, at})
		}
		at += n
	}
	return out
}

func tokenLen(s string) int {
	n := 0
	for n < len(s) && inWord(s[n]) {
		n++
	}
	if n > 0 {
		return n
	}
	for _, sign := range []string{"<=", ">=", "!=", "==", "&&", "||", "<<", ">>"} {
		if strings.HasPrefix(s, sign) {
			return len(sign)
		}
	}
	return 1
}

func inWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		strings.IndexByte(`._:-/\`, c) >= 0 || c >= 0x80
}

// locate finds the first token after which no continuation is taken any more;
// the end when the expression stops too early; -1 when nothing is found.
func locate(expression string, linkType int) int {
	all := tokens(expression)
	// After the mistake nothing is taken any more, whatever follows: a binary search.
	first := sort.Search(len(all), func(i int) bool {
		prefix := expression[:all[i].at+len(all[i].text)]
		return !viable(withoutNames(prefix, all[:i+1]), all[:i+1], linkType)
	})
	if first < len(all) {
		return all[first].at
	}
	if len(all) == 0 {
		return -1
	}
	last := all[len(all)-1]
	return last.at + len(last.text)
}

// viable says whether something can follow a prefix so that the form of the whole
// is right. It tries what can follow in brackets, and what outside.
func viable(prefix string, of []token, linkType int) bool {
	inside := []string{"", " 1", " 1-2", " 1.2.3.4", " tcp", " port 1"}
	// There is no such port: libpcap says so before it generates the code, which takes
	// long for a long expression.
	const wrong = " and port 99999"
	outside := []string{wrong, " tcp" + wrong, " 1" + wrong, "", " = 1", " tcp", " 1"}
	closing := closers(of)
	for _, in := range inside {
		for _, out := range outside {
			text, ok := parse(prefix+in+strings.Replace(closing, "]", "] = 1", 1)+out, linkType)
			if ok || !Syntax(text) {
				return true
			}
			if closing == "" {
				continue
			}
			if text, ok := parse(prefix+in+closing+out, linkType); ok || !Syntax(text) {
				return true
			}
		}
	}
	return false
}

// closers closes the brackets that are open.
func closers(of []token) string {
	var open []byte
	for _, t := range of {
		switch t.text {
		case "(":
			open = append(open, ')')
		case "[":
			open = append(open, ']')
		case ")", "]":
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
	slices.Reverse(open)
	return string(open)
}

// withoutNames replaces the names of hosts by addresses: libpcap would look each
// of them up again, perhaps at a name server.
func withoutNames(prefix string, of []token) string {
	var out strings.Builder
	end := 0
	for i, t := range of {
		if i == 0 || !slices.Contains([]string{"host", "src", "dst", "gateway"}, of[i-1].text) || !isName(t.text) {
			continue
		}
		out.WriteString(prefix[end:t.at] + "1.2.3.4")
		end = t.at + len(t.text)
	}
	out.WriteString(prefix[end:])
	return out.String()
}

// isName says whether a word can be a host's name only.
func isName(word string) bool {
	return strings.ContainsAny(word, ".-") && strings.ContainsAny(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") &&
		!strings.Contains(word, ":")
}
