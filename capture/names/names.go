// Package names gives names to addresses, ports and interfaces, from this
// machine's files: hosts, services and ethers. It asks the network only when it
// is told to, since a tool that watches a network must not change what is on it.
package names

import (
	"context"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"
)

// Lookup says where names of hosts come from.
type Lookup uint8

// The places.
const (
	Files Lookup = iota // the hosts file alone
	DNS                 // the hosts file, else the system's resolver
)

const (
	// dnsTimeout bounds one question; packets wait for it.
	dnsTimeout = 2 * time.Second
	// maxAnswers bounds what is remembered of the answers.
	maxAnswers = 1 << 16
)

// Database holds the names. It must not be used by two goroutines at once.
type Database struct {
	lookup     Lookup
	hosts      map[netip.Addr]string
	ports      map[uint16]string
	stations   map[[6]byte]string
	interfaces map[uint32]string
	// ask is the system's resolver; a test replaces it.
	ask func(context.Context, string) ([]string, error)
}

// Load reads the files. One that cannot be read gives no names: that is no
// reason to show no packets.
func Load(lookup Lookup) *Database {
	text := func(path string) string {
		b, _ := os.ReadFile(path)
		return string(b)
	}
	return &Database{
		lookup:     lookup,
		hosts:      parseHosts(text("/etc/hosts")),
		ports:      parseServices(text("/etc/services")),
		stations:   parseEthers(text("/etc/ethers")),
		interfaces: map[uint32]string{},
		ask:        net.DefaultResolver.LookupAddr,
	}
}

// Host returns the name of an address, "" when it has none.
func (d *Database) Host(a netip.Addr) string {
	name, known := d.hosts[a]
	if known || d.lookup == Files {
		return name
	}
	if len(d.hosts) >= maxAnswers {
		return ""
	}
	name = d.resolve(a)
	d.hosts[a] = name
	return name
}

// resolve asks the system's resolver.
func (d *Database) resolve(a netip.Addr) string {
	ctx, cancel := context.WithTimeout(context.Background(), dnsTimeout)
	defer cancel()
	found, err := d.ask(ctx, a.String())
	if err != nil || len(found) == 0 {
		return ""
	}
	return harmless(strings.TrimSuffix(found[0], "."))
}

// harmless returns a name that holds nothing but the letters, digits, hyphens,
// underscores and dots that host names are made of, and "" for any other:
// whoever owns an address chooses its name.
func harmless(name string) string {
	for _, c := range []byte(name) {
		if !(c == '.' || c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z') {
			return ""
		}
	}
	return name
}

// Port returns the name of a TCP port, "" when it has none.
func (d *Database) Port(port uint16) string { return d.ports[port] }

// MAC returns the name of an Ethernet address, "" when it has none.
func (d *Database) MAC(a [6]byte) string { return d.stations[a] }

// Interface returns the name of an interface by its index, "" when there is no
// such interface.
func (d *Database) Interface(index uint32) string {
	name, known := d.interfaces[index]
	if known || len(d.interfaces) >= maxAnswers {
		return name
	}
	if found, err := net.InterfaceByIndex(int(index)); err == nil {
		name = found.Name
	}
	d.interfaces[index] = name
	return name
}
