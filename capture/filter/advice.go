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
	if slices.ContainsFunc(m.tokens, isField) {
		return []string{"that looks like a Wireshark display filter; filters are libpcap's here:  man pcap-filter"}
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
	if word != "" && strings.Trim(word, "vnextAXSq") == "" && (len(m.tokens) == 1 || m.takes(m.replace(""))) {
		return "options begin with a dash:  -" + escape.Text(word)
	}
	if slices.ContainsFunc(m.tokens, func(t token) bool { return t.text == "tcp.stream" }) {
		return "that is a Wireshark display filter; one connection is shown by its number:  --conn 1"
	}
	return ""
}

// isField says whether a token is a field of Wireshark's: a protocol, a dot and a
// name.
func isField(t token) bool {
	protocol, name, ok := strings.Cut(t.text, ".")
	return ok && name != "" && slices.Contains([]string{"tcp", "ip", "ipv6", "eth", "udp", "frame", "http", "tls", "dns", "data", "icmp"}, protocol)
}

// labels are words for kinds of packets, with the word that --only takes.
func labels() map[string]string {
	return map[string]string{
		"syn": "syn", "syn-ack": "syn-ack", "synack": "syn-ack", "ack": "ack", "fin": "fin", "rst": "rst",
		"reset": "rst", "psh": "psh", "push": "psh", "handshake": "handshake", "retransmission": "retransmission",
	}
}
