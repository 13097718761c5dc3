package silence

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"tcpshake/capture"
	"tcpshake/capture/filter"
	"tcpshake/capture/internal/escape"
)

// aboutPort compares where the sockets of a port are with where the capture is.
func (w *Watch) aboutPort(port uint16, all []socket, devices []capture.Device) string {
	listeners, connections := usersOf(port, all)
	if text := w.aboutAddress(port, listeners, connections, devices); text != "" {
		return text
	}
	if isLoopback(w.device, devices) {
		return w.onLoopback(port, listeners, connections, devices)
	}
	loopback := escape.Text(loopbackOf(devices))
	switch {
	case len(listeners)+len(connections) == 0:
		return nobodyUses(port)
	case len(listeners) > 0 && allLoopback(listeners):
		return fmt.Sprintf("port %d is listened on at %s only, so its clients are local:  -i %s", port, w.where(listeners), loopback)
	case len(connections) > 0 && allWithin(connections, devices):
		return fmt.Sprintf("the connections of port %d are within this machine:  -i %s", port, loopback)
	}
	return ""
}

// onLoopback says what is missing there.
func (w *Watch) onLoopback(port uint16, listeners, connections []socket, devices []capture.Device) string {
	switch {
	case len(listeners)+len(connections) == 0:
		return nobodyUses(port)
	case len(connections) > 0 && noneWithin(connections, devices):
		if name := deviceOf(connections[0].local.Addr(), devices); name != "" {
			return fmt.Sprintf("the connections of port %d are with other machines:  -i %s", port, escape.Text(name))
		}
	case len(connections) == 0:
		if inside := w.machine.published(port); inside != "" {
			return fmt.Sprintf("port %d is published by docker-proxy for a container at %s, and nobody is connected to it here:  -i any",
				port, escape.Text(inside))
		}
		return fmt.Sprintf("port %d is listened on at %s, and nobody is connected", port, w.where(listeners))
	}
	return ""
}

func nobodyUses(port uint16) string {
	return fmt.Sprintf("no socket of this machine uses port %d", port)
}

// aboutAddress tells of an address of this machine in the filter that is none of
// those that the sockets of the port have: 127.0.0.1 where all speak ::1.
func (w *Watch) aboutAddress(port uint16, listeners, connections []socket, devices []capture.Device) string {
	named := slices.DeleteFunc(filter.Addresses(w.filter), func(a netip.Addr) bool {
		return !a.IsLoopback() && deviceOf(a, devices) == ""
	})
	if len(named) == 0 || len(listeners)+len(connections) == 0 {
		return ""
	}
	users := connections
	if len(users) == 0 {
		users = listeners
	}
	for _, s := range users {
		for _, a := range named {
			if s.local.Addr() == a || s.remote.Addr() == a || s.listening && s.local.Addr().IsUnspecified() {
				return ""
			}
		}
	}
	other := users[0].local.Addr().String()
	if len(connections) == 0 {
		return fmt.Sprintf("port %d is listened on at %s, not at %v:  host %s", port, w.where(listeners), named[0], other)
	}
	return fmt.Sprintf("the connections of port %d are between %v and %v, not %v:  host %s",
		port, users[0].local.Addr(), users[0].remote.Addr(), named[0], other)
}

// where says at which addresses listeners listen, each once, and who they are.
func (w *Watch) where(listeners []socket) string {
	text := addresses(listeners)
	var names []string
	for _, s := range listeners {
		if name := w.owners[s.inode]; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return text
	}
	return text + " (" + escape.Text(strings.Join(names, ", ")) + ")"
}

// usersOf divides the sockets of a port into those that listen and those that are
// connected.
func usersOf(port uint16, all []socket) (listeners, connections []socket) {
	for _, s := range all {
		switch {
		case s.listening && s.local.Port() == port:
			listeners = append(listeners, s)
		case !s.listening && (s.local.Port() == port || s.remote.Port() == port):
			connections = append(connections, s)
		}
	}
	return listeners, connections
}

func allLoopback(listeners []socket) bool {
	for _, s := range listeners {
		if !s.local.Addr().IsLoopback() {
			return false
		}
	}
	return true
}

// within says whether both ends of a connection are of this machine: then its
// packets go over loopback, whatever the address.
func (s socket) within(devices []capture.Device) bool {
	return s.remote.Addr().IsLoopback() || deviceOf(s.remote.Addr(), devices) != ""
}

func allWithin(connections []socket, devices []capture.Device) bool {
	for _, s := range connections {
		if !s.within(devices) {
			return false
		}
	}
	return true
}

func noneWithin(connections []socket, devices []capture.Device) bool {
	for _, s := range connections {
		if s.within(devices) {
			return false
		}
	}
	return true
}

// deviceOf is the interface that has an address, "" when none has.
func deviceOf(a netip.Addr, devices []capture.Device) string {
	for _, d := range devices {
		for _, own := range d.Addresses {
			if own.WithZone("") == a {
				return d.Name
			}
		}
	}
	return ""
}

func isLoopback(name string, devices []capture.Device) bool {
	return slices.ContainsFunc(devices, func(d capture.Device) bool { return d.Name == name && d.Flags&capture.Loopback != 0 })
}

func loopbackOf(devices []capture.Device) string {
	for _, d := range devices {
		if d.Flags&capture.Loopback != 0 {
			return d.Name
		}
	}
	return "lo"
}

// addresses names where the listeners listen, each address once.
func addresses(listeners []socket) string {
	var out []string
	seen := map[netip.Addr]bool{}
	for _, s := range listeners {
		a := s.local.Addr()
		if seen[a] {
			continue
		}
		seen[a] = true
		name := a.String()
		if a.IsUnspecified() {
			name = "all addresses"
		}
		if a == netip.IPv4Unspecified() {
			name = "all IPv4 addresses"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}
