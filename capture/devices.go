package capture

import (
	"net/netip"
	"strings"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/escape"
)

// Device is something that packets can be captured on.
type Device struct {
	Name, Description string
	Flags             DeviceFlags
	// Addresses are its IPv4 and IPv6 addresses.
	Addresses []netip.Addr
}

// DeviceFlags are what libpcap knows about a device.
type DeviceFlags uint32

// The flags, with libpcap's values.
const (
	Loopback DeviceFlags = 1 << iota
	Up
	Running
	Wireless

	connection    DeviceFlags = 0x30 // the mask of the four values that follow
	connected     DeviceFlags = 0x10
	disconnected  DeviceFlags = 0x20
	notApplicable DeviceFlags = 0x30
)

// String gives the flags in the words of tcpdump -D.
func (f DeviceFlags) String() string {
	var words []string
	for _, flag := range []struct {
		bit  DeviceFlags
		word string
	}{{Up, "Up"}, {Running, "Running"}, {Loopback, "Loopback"}, {Wireless, "Wireless"}} {
		if f&flag.bit != 0 {
			words = append(words, flag.word)
		}
	}
	if len(words) == 0 {
		words = append(words, "none")
	}
	if word := f.connectionWord(); word != "" {
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// connectionWord says whether there is a carrier: for a wireless device,
// whether it is associated with a network.
func (f DeviceFlags) connectionWord() string {
	wireless := f&Wireless != 0
	switch f & connection {
	case connected:
		if wireless {
			return "Associated"
		}
		return "Connected"
	case disconnected:
		if wireless {
			return "Not associated"
		}
		return "Disconnected"
	case notApplicable:
		return ""
	}
	if wireless {
		return "Association status unknown"
	}
	return "Connection status unknown"
}

// Devices lists what packets can be captured on, in libpcap's order, which is
// that of the numbers that -i takes. It needs no rights.
func Devices() ([]Device, error) {
	found, err := pcap.FindAllDevs()
	if err != nil {
		return nil, &InterfaceError{Text: escape.Lines(err.Error())}
	}
	devices := make([]Device, len(found))
	for i, f := range found {
		devices[i] = Device{Name: f.Name, Description: f.Description, Flags: DeviceFlags(f.Flags)}
		for _, a := range f.Addresses {
			if ip, ok := netip.AddrFromSlice(a.IP); ok {
				devices[i].Addresses = append(devices[i].Addresses, ip)
			}
		}
	}
	return devices, nil
}
