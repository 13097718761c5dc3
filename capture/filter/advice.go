package filter

import (
	"net/netip"
	"slices"
	"strings"

	"tcpshake/capture/internal/escape"
)

// advise says what could have been meant.
func advise(e *Error, linkType int) []string {
	if hint := adviseByText(e); hint != "" {
		return []string{hint}
	}
	if e.At < 0 {
		return nil
	}
	m := mistake{expression: e.Filter, tokens: tokens(e.Filter), linkType: linkType}
	m.at = slices.IndexFunc(m.tokens, func(t token) bool { return t.at == e.At })
	if hint := m.wish(); hint != "" {
		return []string{hint}
	}
	if !Syntax(e.Text) {
		return nil
	}
	if hint := m.repair(); hint != "" {
		return []string{hint}
	}
	if m.at < 0 {
		return []string{"the filter ends too early; the shell takes & ( ) [ ] ! for itself, so quote the filter"}
	}
	return []string{"the language of filters:  man pcap-filter"}
}

// adviseByText helps with mistakes that are not of form.
func adviseByText(e *Error) string {
	switch {
	case strings.Contains(e.Text, "rejects all packets") && strings.Contains(e.Filter, "tcp["):
		return "tcp[...] looks at IPv4 only; --only syn shows such packets of both"
	case strings.HasPrefix(e.Text, "non-network bits set") && e.At >= 0:
		word, _, _ := strings.Cut(e.Filter[e.At:], " ")
		if prefix, err := netip.ParsePrefix(word); err == nil {
			return "did you mean:  net " + prefix.Masked().String() + "  or  host " + prefix.Addr().String()
		}
	}
	return ""
}

// mistake is an expression with the token that cannot stand where it stands.
type mistake struct {
	expression string
	tokens     []token
	at         int // of tokens; -1 is the end
	linkType   int
}

// word is the token that is wrong, "" at the end.
func (m mistake) word() string {
	if m.at < 0 {
		return ""
	}
	return m.tokens[m.at].text
}

// wish recognises words that are no part of the language because they are options.
func (m mistake) wish() string {
	word := strings.ToLower(m.word())
	if label, ok := labels()[word]; ok {
		return "the filter chooses hosts and ports; to see packets of a kind:  --only " + label
	}
	if word != "" && strings.Trim(word, "vnextAXSq") == "" && m.takes(m.replace("")) {
		return "options begin with a dash:  -" + escape.Text(word)
	}
	if slices.ContainsFunc(m.tokens, func(t token) bool { return t.text == "tcp.stream" }) {
		return "that is a Wireshark display filter; one connection is shown by its number:  --conn 1"
	}
	return ""
}

// labels are words for kinds of packets, with the word that --only takes.
func labels() map[string]string {
	return map[string]string{
		"syn": "syn", "syn-ack": "syn-ack", "synack": "syn-ack", "ack": "ack", "fin": "fin", "rst": "rst",
		"reset": "rst", "psh": "psh", "push": "psh", "handshake": "handshake", "retransmission": "retransmission",
	}
}

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
		{"a space is missing", withSpace},
		{"a bracket is not closed", closed},
		{"a bracket is closed that is not open", func(m mistake) string { return m.replaceIf("", ")", "]") }},
		{"the name of a protocol needs a backslash here", func(m mistake) string { return m.replace(`\` + m.word()) }},
		{"for either port", orPort},
		{"a port is named so", namedPort},
		{"an address is named so", hostOfAddress},
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
	_, ok := compile(withoutNames(expression, tokens(expression)), m.linkType)
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
	return m.replaceIf(" ", "=", "==", ":", "!")
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
	if m.at < 0 && len(m.tokens) == 1 {
		m.at = 0
	}
	return m.replace("port " + m.word())
}

func hostOfAddress(m mistake) string {
	word := m.word()
	if _, err := netip.ParseAddr(word); err == nil {
		return m.replace("host " + word)
	}
	if _, err := netip.ParsePrefix(word); err == nil {
		return m.replace("net " + word)
	}
	return ""
}

// displayFilter translates the commonest fields of Wireshark's language.
func displayFilter(m mistake) string {
	fields := map[string]string{
		"tcp.port": "port", "tcp.srcport": "src port", "tcp.dstport": "dst port",
		"ip.addr": "host", "ip.src": "src host", "ip.dst": "dst host",
		"ipv6.addr": "host", "ipv6.src": "src host", "ipv6.dst": "dst host",
		"ip.host": "host", "eth.addr": "ether host",
	}
	signs := map[string]string{"==": "", "=": "", "eq": "", "&&": "and", "||": "or"}
	var out []string
	translated := false
	for i, t := range m.tokens {
		word, known := fields[t.text]
		if negated := known && i+1 < len(m.tokens) && slices.Contains([]string{"!=", "ne"}, m.tokens[i+1].text); negated {
			word = "not " + word
		}
		if sign, ok := signs[t.text]; ok {
			word = sign
		} else if !known && t.text != "!=" && t.text != "ne" {
			word = t.text
		}
		translated = translated || known
		if word != "" {
			out = append(out, word)
		}
	}
	if !translated {
		return flagFilter(m)
	}
	return strings.Join(out, " ")
}

// flagFilter translates tcp.flags.syn == 1, alone.
func flagFilter(m mistake) string {
	if len(m.tokens) == 0 {
		return ""
	}
	flag, ok := strings.CutPrefix(m.tokens[0].text, "tcp.flags.")
	if flag == "reset" {
		flag = "rst"
	}
	if !ok || !slices.Contains([]string{"syn", "fin", "rst", "push", "ack", "urg", "ece", "cwr"}, flag) {
		return ""
	}
	return "tcp[tcpflags] & tcp-" + flag + " != 0"
}

// Warn recognises an expression that libpcap takes but that means something else
// than it seems to: two ports joined by and. It returns "" for all others.
func Warn(expression string) string {
	t := tokens(expression)
	for i := 0; i+4 < len(t); i++ {
		words := [...]string{t[i].text, t[i+2].text, t[i+3].text}
		and := words[1] == "and" || words[1] == "&&"
		first, second := t[i+1].text, t[i+4].text
		if words[0] == "port" && and && words[2] == "port" && first != second && !directed(t, i) {
			return "port " + first + " and port " + second + " takes only packets between these two ports; for either:  port " +
				first + " or port " + second
		}
	}
	return ""
}

// directed says whether src or dst stands before a token.
func directed(t []token, i int) bool {
	return i > 0 && (t[i-1].text == "src" || t[i-1].text == "dst" || t[i-1].text == "not")
}
