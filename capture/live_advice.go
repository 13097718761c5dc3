package capture

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// headers holds the headers of a segment on Ethernet with all the options that
// TCP has room for, over IPv4; frugalSnapLen those over IPv6 in a VLAN, too.
const (
	headers       = 14 + 20 + 60
	frugalSnapLen = 128
)

// liveAdvice says what its user may not have thought of when a capture begins.
func (s system) liveAdvice(device Device, opt Options) hints {
	var out hints
	if 0 < opt.SnapLen && opt.SnapLen < headers {
		out = append(out, fmt.Sprintf("-s %d can cut TCP options; -s %d is enough for all headers", opt.SnapLen, frugalSnapLen))
	}
	if opt.Filter != "" {
		return out
	}
	client, server, ok := s.sshSession()
	if ok && (device.Name == anyDevice || slices.Contains(device.Addresses, server)) {
		out = append(out, fmt.Sprintf("your own ssh session is captured, too; leave it out:  'not (host %v and port %d)'", client.Addr(), client.Port()))
	}
	return out
}

// sshSession returns the far end of the ssh connection that this program is used
// over, and the address of this machine in it.
func (s system) sshSession() (client netip.AddrPort, server netip.Addr, ok bool) {
	words := strings.Fields(s.sshConnection())
	if len(words) != 4 { // the client's address and port, and the server's (ssh(1))
		return client, server, false
	}
	from, fromErr := netip.ParseAddr(words[0])
	port, portErr := strconv.ParseUint(words[1], 10, 16)
	to, toErr := netip.ParseAddr(words[2])
	if fromErr != nil || portErr != nil || toErr != nil {
		return client, server, false
	}
	plain := func(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }
	return netip.AddrPortFrom(plain(from), uint16(port)), plain(to), true
}

// sshConnection is the variable SSH_CONNECTION. sudo takes it away, so it is
// looked for in the programs that started this one, too.
func (s system) sshConnection() string {
	const name, generations = "SSH_CONNECTION", 8
	if value := s.getenv(name); value != "" {
		return value
	}
	for pid, n := "self", 0; n < generations; n++ {
		if pid = s.parent(pid); pid == "" {
			return ""
		}
		// Who may not read it learns nothing.
		environ, _ := s.readFile("/proc/" + pid + "/environ")
		for variable := range strings.SplitSeq(string(environ), "\x00") {
			if value, found := strings.CutPrefix(variable, name+"="); found {
				return value
			}
		}
	}
	return ""
}

// parent is the number of the process that started another, "" when it is not
// known or there is none.
func (s system) parent(pid string) string {
	status, err := s.readFile("/proc/" + pid + "/status")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(status)) {
		if value, found := strings.CutPrefix(line, "PPid:"); found {
			if parent := strings.TrimSpace(value); parent != "0" {
				return parent
			}
		}
	}
	return ""
}
