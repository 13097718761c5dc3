package filter

import (
	"net/netip"
	"slices"
	"strings"

	"tcpshake/capture/internal/escape"
	"tcpshake/capture/internal/near"
)

// repair tries small changes, and tells the first that libpcap takes.
func (m mistake) repair() string {
	for _, try := range []struct {
		reason string
		change func(mistake) string
	}{
		{"that is a Wireshark display filter; here", displayFilter},
		{"a port is joined by and", addressWithPort},
		{"without the sign", withoutSign},
		{"and, or are words", wordForSign},
		{"words are written small", small},
		{"a space is missing", withSpace},
		{"a bracket is not closed", closed},
		{"is it mistyped", mistyped},
		{"a bracket is closed that is not open", func(m mistake) string { return m.replaceIf("", ")", "]") }},
		{"the name of a protocol needs a backslash here", escaped},
		{"for either port", orPort},
		{"a port is named so", namedPort},
		{"an address is named so", hostOfAddress},
		{"an address and a port are named so", addressThenPort},
		{"and, or is missing", func(m mistake) string { return m.replace("and " + m.word()) }},
	} {
		if changed := try.change(m); changed != "" && m.takes(changed) {
			return try.reason + ":  " + escape.Text(changed)
		}
	}
	return ""
}

// takes says whether libpcap takes an expression without looking up a name.
func (m mistake) takes(expression string) bool {
	if strings.TrimSpace(expression) == "" {
		return false
	}
	expression = withoutNames(expression, tokens(expression))
	if _, ok := parse(expression, m.linkType); !ok {
		return false
	}
	const long = 1000 // bytes; the optimiser takes seconds for some thousands
	if len(expression) > long {
		return true
	}
	_, ok := compile(expression, m.linkType)
	return ok
}

// replace gives the expression with another text for the wrong token.
func (m mistake) replace(text string) string {
	if m.at < 0 {
		return ""
	}
	t := m.tokens[m.at]
	return strings.TrimSpace(m.expression[:t.at] + text + m.expression[t.at+len(t.text):])
}

// replaceIf is replace for some tokens only.
func (m mistake) replaceIf(text string, tokens ...string) string {
	if !slices.Contains(tokens, m.word()) {
		return ""
	}
	return m.replace(text)
}

func closed(m mistake) string {
	if closing := closers(m.tokens); m.at < 0 && closing != "" {
		return m.expression + closing
	}
	return ""
}

func withoutSign(m mistake) string {
	return strings.Join(strings.Fields(m.replaceIf(" ", "=", "==", ":", "!")), " ")
}

// small writes the words as the language has them.
func small(m mistake) string {
	if lower := strings.ToLower(m.expression); lower != m.expression {
		return lower
	}
	return ""
}

// escaped writes the name of a protocol that is a word of the language, too.
func escaped(m mistake) string {
	if word := m.word(); word != "" && word[0] >= 'a' && word[0] <= 'z' {
		return m.replace(`\` + word)
	}
	return ""
}

func wordForSign(m mistake) string {
	switch m.word() {
	case "&":
		return m.replace("and")
	case "|", ",":
		return m.replace("or")
	}
	return ""
}

// withSpace finds two words that were written as one: port80, arpand.
func withSpace(m mistake) string {
	word := m.word()
	for i := len(word) - 1; i > 0; i-- {
		left, right := word[:i], strings.TrimLeft(word[i:], ":=")
		if changed := m.replace(left + " " + right); right != "" && !strings.HasSuffix(left, ":") && m.takes(changed) {
			return changed
		}
	}
	return ""
}

// addressWithPort takes 192.0.2.1:80 and localhost:80 apart.
func addressWithPort(m mistake) string {
	host, port, ok := cutLast(m.word(), ":")
	if !ok || strings.Trim(port, "0123456789") != "" || port == "" {
		return ""
	}
	if _, err := netip.ParseAddr(host); err != nil && strings.Contains(host, ":") {
		return ""
	}
	if m.at > 0 && m.tokens[m.at-1].text == "host" {
		return m.replace(host + " and port " + port)
	}
	return m.replace("host " + host + " and port " + port)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// orPort joins ports that were written in a row.
func orPort(m mistake) string {
	if m.at < 2 || m.tokens[m.at-2].text != "port" {
		return ""
	}
	return m.replace("or port " + m.word())
}

// namedPort finds a port without the word port. A number alone could begin a
// comparison, so that its place is the end.
func namedPort(m mistake) string {
	if last := len(m.tokens) - 1; m.at < 0 && last >= 0 && number(m.tokens[last].text) {
		m.at = last
	}
	return m.replace("port " + m.word())
}

func hostOfAddress(m mistake) string {
	word := m.word()
	if _, err := netip.ParseAddr(word); err == nil {
		return portBehind(m.replace("host " + word))
	}
	if _, err := netip.ParsePrefix(word); err == nil {
		return m.replace("net " + word)
	}
	return ""
}

// addressThenPort finds an address with its port behind it, as other programs take
// them: 192.0.2.1 80.
func addressThenPort(m mistake) string {
	if m.at < 0 || m.at+1 >= len(m.tokens) {
		return ""
	}
	host, port := m.tokens[m.at], m.tokens[m.at+1]
	if _, err := netip.ParseAddr(host.text); err != nil || !number(port.text) {
		return ""
	}
	return m.expression[:host.at] + "host " + host.text + " and port " + port.text + m.expression[port.at+len(port.text):]
}

// portBehind gives a number behind a host the word that makes it a port.
func portBehind(expression string) string {
	t := tokens(expression)
	for i := len(t) - 1; i >= 0; i-- {
		if warnOfNumber(t, i) != "" {
			at := t[i+3].at
			expression = expression[:at] + "port " + expression[at:]
		}
	}
	return expression
}

// mistyped looks for a word of the language that differs a little.
func mistyped(m mistake) string {
	words := []string{
		"and", "broadcast", "dst", "ether", "gateway", "greater", "host", "icmp", "inbound", "ip", "ip6", "less", "mpls",
		"net", "not", "or", "outbound", "port", "portrange", "proto", "src", "tcp", "udp", "vlan",
	}
	word := near.Word(m.word(), words, 1)
	if word == "" {
		return ""
	}
	return m.replace(word)
}
