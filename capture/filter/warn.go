package filter

import "strings"

// Warn recognises an expression that libpcap takes but that means something else
// than it seems to. It returns "" for all others.
func Warn(expression string) string {
	t := tokens(expression)
	for i := range t {
		if text := warnOfPorts(t, i); text != "" {
			return text
		}
		if text := warnOfNumber(t, i); text != "" {
			return text
		}
	}
	return ""
}

// warnOfPorts recognises two ports joined by and, of which the second may do
// without the word: port 80 and 443.
func warnOfPorts(t []token, i int) string {
	if i+3 >= len(t) || t[i].text != "port" || !and(t[i+2]) || directed(t, i) {
		return ""
	}
	first, second := t[i+1].text, t[i+3].text
	if second == "port" && i+4 < len(t) {
		second = t[i+4].text
	} else if !number(second) {
		return ""
	}
	if first == second {
		return ""
	}
	return "port " + first + " and port " + second + " takes only packets between these two ports; for either:  port " +
		first + " or port " + second
}

// warnOfNumber recognises a number behind an address, which libpcap takes for
// another address: host 192.0.2.1 and 80.
func warnOfNumber(t []token, i int) string {
	if i+3 >= len(t) || t[i].text != "host" || !and(t[i+2]) && !or(t[i+2]) || !number(t[i+3].text) {
		return ""
	}
	if i+4 < len(t) && !and(t[i+4]) && !or(t[i+4]) && t[i+4].text != ")" {
		return "" // a comparison
	}
	return t[i+3].text + " behind \"" + t[i+2].text + "\" is taken for an address, as the one before it; for a port:  port " + t[i+3].text
}

func and(t token) bool { return t.text == "and" || t.text == "&&" }
func or(t token) bool  { return t.text == "or" || t.text == "||" }

// number says whether a token has digits only.
func number(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// directed says whether src or dst stands before a token.
func directed(t []token, i int) bool {
	return i > 0 && (t[i-1].text == "src" || t[i-1].text == "dst" || t[i-1].text == "not")
}
