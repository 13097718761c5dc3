package silence

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// socket is a TCP socket of this machine.
type socket struct {
	local, remote netip.AddrPort
	listening     bool
	// inode is the number of the socket, 0 when it is not told.
	inode uint64
}

// States of /proc/net/tcp (include/net/tcp_states.h).
const (
	stateListen   = 0x0a
	stateTimeWait = 0x06
	stateClose    = 0x07
)

// parseSockets reads the text of /proc/net/tcp or /proc/net/tcp6; sockets that
// are closed or wait for their time to be over are left out.
func parseSockets(text string) []socket {
	var out []socket
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 4 {
			continue
		}
		local, okLocal := parseEnd(words[1])
		remote, okRemote := parseEnd(words[2])
		state, err := strconv.ParseUint(words[3], 16, 8)
		if !okLocal || !okRemote || err != nil || state == stateTimeWait || state == stateClose {
			continue
		}
		out = append(out, socket{local, remote, state == stateListen, inodeOf(words)})
	}
	return out
}

// inodeOf is the tenth word of a row.
func inodeOf(words []string) uint64 {
	const column = 9
	if len(words) <= column {
		return 0
	}
	n, err := strconv.ParseUint(words[column], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// parseEnd reads an address and a port: the address in words of the byte order of
// the machine, the port as a number, all hexadecimal.
func parseEnd(text string) (netip.AddrPort, bool) {
	address, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(address)
	number, portErr := strconv.ParseUint(port, 16, 16)
	if err != nil || portErr != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	ip, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(ip.Unmap(), uint16(number)), ok
}

// addressesIn are those that a filter expression names, by numbers.
func addressesIn(filter string) []netip.Addr {
	var out []netip.Addr
	for _, word := range strings.FieldsFunc(filter, func(r rune) bool { return strings.ContainsRune(" \t()!&|", r) }) {
		if a, err := netip.ParseAddr(word); err == nil {
			out = append(out, a)
		}
	}
	return out
}

// ports are those of TCP that a filter expression asks for, by numbers, each once.
// Of one that asks for another protocol, or denies more than a word, it knows none.
func ports(filter string) []uint16 {
	var out []uint16
	words := strings.Fields(spread.Replace(filter))
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
