package silence

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
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
