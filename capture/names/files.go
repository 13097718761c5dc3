package names

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// entries calls f with the words of each line that has at least two, without
// comments.
func entries(text string, f func(words []string)) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(line); len(words) > 1 {
			f(words)
		}
	}
}

// parseHosts reads a hosts file (hosts(5)): an address has the first name of
// its first line.
func parseHosts(text string) map[netip.Addr]string {
	hosts := map[netip.Addr]string{}
	entries(text, func(words []string) {
		a, err := netip.ParseAddr(words[0])
		if _, known := hosts[a]; err != nil || known {
			return
		}
		hosts[a] = harmless(words[1])
	})
	return hosts
}

// parseServices reads a services database (services(5)): a port has the name of
// its first entry for TCP; aliases do not count.
func parseServices(text string) map[uint16]string {
	ports := map[uint16]string{}
	entries(text, func(words []string) {
		number, protocol, _ := strings.Cut(words[1], "/")
		port, err := strconv.ParseUint(number, 10, 16)
		if err != nil || port == 0 || protocol != "tcp" {
			return
		}
		if _, known := ports[uint16(port)]; !known {
			ports[uint16(port)] = harmless(words[0])
		}
	})
	return ports
}

// parseEthers reads an ethers file (ethers(5)).
func parseEthers(text string) map[[6]byte]string {
	stations := map[[6]byte]string{}
	entries(text, func(words []string) {
		a, ok := parseMAC(words[0])
		if _, known := stations[a]; ok && !known {
			stations[a] = harmless(words[1])
		}
	})
	return stations
}

// parseMAC reads an Ethernet address whose bytes may have one digit.
func parseMAC(text string) (a [6]byte, ok bool) {
	parts := strings.Split(text, ":")
	for i, part := range parts {
		if len(part) == 1 {
			parts[i] = "0" + part
		}
	}
	mac, err := net.ParseMAC(strings.Join(parts, ":"))
	if err != nil || len(mac) != len(a) {
		return a, false
	}
	return [6]byte(mac), true
}
