package filter

import (
	"slices"
	"strings"
)

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
