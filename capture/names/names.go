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

	"github.com/spf13/pflag"
)

// Options say where names come from.
type Options struct {
	// DNS has the system's resolver asked for the names of hosts that the hosts file
	// does not have.
	DNS bool
}

// AddFlags registers the options.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	fs.BoolVar(&o.DNS, "dns", o.DNS, "ask the resolver for names that the hosts file does not have; this makes traffic")
}

const (
	// dnsTimeout bounds one question; packets wait for it.
	dnsTimeout = 2 * time.Second
	// maxAnswers bounds what is remembered of the answers.
	maxAnswers = 1 << 16
)

// Database holds the names. It must not be used by two goroutines at once.
type Database struct {
	opt Options
	// The files are read when the first name is asked for: nil before.
	hosts      map[netip.Addr]string
	ports      map[uint16]string
	stations   map[[6]byte]string
	interfaces map[uint32]string
	// read returns the text of a file, ask is the system's resolver; tests replace
	// them.
	read func(path string) string
	ask  func(context.Context, string) ([]string, error)
}

// New returns the names of this machine.
func New(opt Options) *Database {
	return &Database{
		opt:        opt,
		interfaces: map[uint32]string{},
		read:       readFile,
		ask:        net.DefaultResolver.LookupAddr,
	}
}

// readFile returns the text of a file. One that cannot be read gives no names:
// that is no reason to show no packets.
func readFile(path string) string {
	text, _ := os.ReadFile(path)
	return string(text)
}

// Host returns the name of an address, "" when it has none.
func (d *Database) Host(a netip.Addr) string {
	if d.hosts == nil {
		d.hosts = parseHosts(d.read("/etc/hosts"))
	}
	name, known := d.hosts[a]
	if known || !d.opt.DNS {
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
func (d *Database) Port(port uint16) string {
	if d.ports == nil {
		d.ports = parseServices(d.read("/etc/services"))
	}
	return d.ports[port]
}

// MAC returns the name of an Ethernet address, "" when it has none.
func (d *Database) MAC(a [6]byte) string {
	if d.stations == nil {
		d.stations = parseEthers(d.read("/etc/ethers"))
	}
	return d.stations[a]
}

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
