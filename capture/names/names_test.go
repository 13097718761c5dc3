package names

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
)

// only returns a reader of files that all hold text.
func only(text string) func(string) string { return func(string) string { return text } }

func TestHosts(t *testing.T) {
	const file = `# comment
127.0.0.1	localhost alias
127.0.1.1	box.example.org box # trailing
10.0.0.1	first
10.0.0.1	second
10.0.0.2	evil` + "\x1b" + `[31m
fe80::1%lo	scoped
not-an-address name
10.0.0.9
`
	d := &Database{read: only(file)}
	tests := []struct{ address, want string }{
		{"127.0.0.1", "localhost"},
		{"127.0.1.1", "box.example.org"},
		{"10.0.0.1", "first"},
		{"10.0.0.2", ""},
		{"10.0.0.9", ""},
		{"::1", ""},
		{"192.0.2.1", ""},
	}
	for _, test := range tests {
		if got := d.Host(netip.MustParseAddr(test.address)); got != test.want {
			t.Errorf("%s is %q, want %q", test.address, got, test.want)
		}
	}
}

func TestServices(t *testing.T) {
	const file = `
domain	53/tcp
domain	53/udp
http	80/tcp	www # WorldWideWeb
later	80/tcp
tftp	69/udp
zero	0/tcp
big	65536/tcp
`
	d := &Database{read: only(file)}
	for port, want := range map[uint16]string{53: "domain", 80: "http", 69: "", 0: "", 13306: ""} {
		if got := d.Port(port); got != want {
			t.Errorf("port %d is %q, want %q", port, got, want)
		}
	}
}

func TestEthers(t *testing.T) {
	d := &Database{read: only("8:0:20:0:61:ca pal\n08:00:20:00:61:ca other\n00:11:22:33:44:55:66:77 long\nx y\n")}
	if got := d.MAC([6]byte{8, 0, 0x20, 0, 0x61, 0xca}); got != "pal" {
		t.Errorf("the station is %q, want pal", got)
	}
	if len(d.stations) != 1 {
		t.Errorf("%d stations, want one", len(d.stations))
	}
}

func TestInterface(t *testing.T) {
	interfaces, err := net.Interfaces()
	if err != nil || len(interfaces) == 0 {
		t.Skip("no interfaces here:", err)
	}
	d := New(Options{})
	for range 2 { // the second time from memory
		if got := d.Interface(uint32(interfaces[0].Index)); got != interfaces[0].Name {
			t.Errorf("interface %d is %q, want %q", interfaces[0].Index, got, interfaces[0].Name)
		}
		if got := d.Interface(1 << 30); got != "" {
			t.Errorf("interface 2^30 is %q, want none", got)
		}
	}
}

func TestDNS(t *testing.T) {
	questions := 0
	d := &Database{opt: Options{DNS: true}, hosts: parseHosts("127.0.0.1 localhost"), ask: func(_ context.Context, a string) ([]string, error) {
		questions++
		switch a {
		case "192.0.2.1":
			return []string{"host.example.org.", "other."}, nil
		case "192.0.2.2":
			return []string{"e\x1bvil."}, nil
		default:
			return nil, errors.New("no answer")
		}
	}}
	for range 2 {
		for address, want := range map[string]string{"127.0.0.1": "localhost", "192.0.2.1": "host.example.org", "192.0.2.2": "", "192.0.2.3": ""} {
			if got := d.Host(netip.MustParseAddr(address)); got != want {
				t.Errorf("%s is %q, want %q", address, got, want)
			}
		}
	}
	if questions != 3 {
		t.Errorf("%d questions, want one for each of three addresses", questions)
	}
}

func TestFilesAskNobody(t *testing.T) {
	d := &Database{read: only(""), ask: func(context.Context, string) ([]string, error) {
		t.Error("the resolver was asked")
		return nil, nil
	}}
	if got := d.Host(netip.MustParseAddr("192.0.2.1")); got != "" {
		t.Errorf("name %q, want none", got)
	}
}
