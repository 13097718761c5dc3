package silence

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// owners names the programs behind the listeners of ports, by the sockets'
// numbers. It is asked at the beginning, when the program may still be root: others
// are not told of processes that are not theirs.
func (m machine) owners(ports []uint16) map[uint64]string {
	wanted := map[string]uint64{}
	for _, s := range m.sockets() {
		if s.listening && s.inode != 0 && slices.Contains(ports, s.local.Port()) {
			wanted["socket:["+strconv.FormatUint(s.inode, 10)+"]"] = s.inode
		}
	}
	out := map[uint64]string{}
	if len(wanted) == 0 {
		return out
	}
	for _, path := range m.glob("/proc/[0-9]*/fd/[0-9]*") {
		target, err := m.readlink(path)
		inode, there := wanted[target]
		if err != nil || !there {
			continue
		}
		name, err := m.readFile(filepath.Dir(filepath.Dir(path)) + "/comm")
		if err == nil {
			out[inode] = strings.TrimSpace(string(name))
		}
	}
	return out
}

// published says where docker-proxy passes the connections of a port on to: it is
// in its command line, which everybody may read. "" when it does not.
func (m machine) published(port uint16) string {
	for _, path := range m.glob("/proc/[0-9]*/cmdline") {
		text, err := m.readFile(path)
		if err != nil || !strings.Contains(string(text), "docker-proxy\x00") {
			continue
		}
		words := strings.Split(string(text), "\x00")
		after := func(option string) string {
			if i := slices.Index(words, option); i >= 0 && i+1 < len(words) {
				return words[i+1]
			}
			return ""
		}
		if after("-host-port") == strconv.Itoa(int(port)) && after("-proto") != "udp" {
			return after("-container-ip") + ":" + after("-container-port")
		}
	}
	return ""
}

// virtual says what this machine cannot see because it is inside another, "" when
// nothing is known of that.
func (m machine) virtual() string {
	version, err := m.readFile("/proc/version")
	switch lower := strings.ToLower(string(version)); {
	case err != nil:
		return ""
	case strings.Contains(lower, "microsoft"):
		return "this is WSL: only traffic inside its virtual machine is seen; Windows programs on localhost are not"
	case strings.Contains(lower, "linuxkit"):
		return "this is Docker Desktop's virtual machine: traffic of programs on the host itself does not pass here; capture there"
	}
	return ""
}
