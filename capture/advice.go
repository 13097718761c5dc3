package capture

import (
	"fmt"
	"strings"

	"tcpshake/capture/internal/escape"
	"tcpshake/capture/internal/near"
)

// maxListed is how many interfaces an advice names.
const maxListed = 12

// permissionAdvice says how to get the right to capture here.
func (s system) permissionAdvice(text string) hints {
	switch {
	case s.goos == "darwin" && strings.Contains(strings.ToLower(text), "busy"):
		return hints{"all /dev/bpf* are in use: close other capture programs"}
	case s.goos == "darwin":
		return hints{
			"only root may open /dev/bpf* on this Mac; run:  " + s.sudoCommand(),
			"or once:  brew install wireshark-chmodbpf   (group access_bpf; log in again)",
		}
	case s.euid == 0:
		return s.rootAdvice()
	case s.goos == "linux":
		return hints{
			"this needs root or CAP_NET_RAW; run:  " + s.sudoCommand(),
			"or once:  sudo setcap cap_net_raw=ep " + shellQuote(s.executable),
		}
	}
	return hints{"run:  " + s.sudoCommand()}
}

// rootAdvice says why root may not capture.
func (s system) rootAdvice() hints {
	may, known := s.mayCapture()
	if may || !known {
		return hints{"root was refused: a security module or a sandbox forbids packet sockets here"}
	}
	if !s.inContainer() {
		return hints{"root here has no CAP_NET_RAW: its capabilities were taken away (capsh --print shows them)"}
	}
	return hints{
		"root here has no CAP_NET_RAW: this looks like a container",
		`docker: --cap-add NET_RAW    pod: securityContext.capabilities.add: ["NET_RAW"]`,
		"or capture from the node:  nsenter -t PID -n " + s.commandLine("tcpshake"),
	}
}

// missingAdvice helps to find the interface that was meant.
func (s system) missingAdvice(name string, devices []Device) hints {
	var out hints
	for _, wrong := range []struct{ goos, name, right, system string }{
		{"linux", "lo0", "lo", "Linux"}, {"darwin", "lo", "lo0", "macOS"},
	} {
		if s.goos == wrong.goos && name == wrong.name {
			out = append(out, fmt.Sprintf("loopback is called %q on %s", wrong.right, wrong.system))
		}
	}
	names := make([]string, len(devices))
	for i, d := range devices {
		names[i] = d.Name
	}
	if meant := near.Word(name, names, 2); meant != "" {
		out = append(out, "nearest name:  -i "+shellQuote(meant))
	}
	return append(out, "interfaces: "+listNames(devices))
}

// listNames names the devices that are up, each with its first address.
func listNames(devices []Device) string {
	var names []string
	for _, d := range devices {
		if d.Flags&Up == 0 {
			continue
		}
		if len(names) == maxListed {
			names = append(names, "...")
			break
		}
		name := escape.Text(d.Name)
		if len(d.Addresses) > 0 {
			name += " (" + d.Addresses[0].String() + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// downAdvice says how to bring an interface up.
func (s system) downAdvice(name string) hints {
	if s.goos == "linux" {
		return hints{"bring it up:  sudo ip link set " + shellQuote(name) + " up"}
	}
	return hints{"bring it up:  sudo ifconfig " + shellQuote(name) + " up"}
}
