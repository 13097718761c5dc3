package report

import (
	"runtime/debug"
	"strconv"
	"strings"

	"tcpshake/capture"
	"tcpshake/capture/internal/escape"
)

// Devices is the list of -D as tcpdump prints it: number, name, description and
// flags of each interface.
func Devices(devices []capture.Device) string {
	var list strings.Builder
	for i, d := range devices {
		list.WriteString(strconv.Itoa(i+1) + "." + described(d.Name, d.Description) + " [" + d.Flags.String() + "]\n")
	}
	return list.String()
}

// described is a name with its description behind it.
func described(name, description string) string {
	if description == "" {
		return escape.Text(name)
	}
	return escape.Text(name) + " (" + escape.Text(description) + ")"
}

// Kinds is the list of -L or -J: what an interface offers to an option.
func Kinds(what, device, option string, kinds []capture.Kind) string {
	text := what + " for " + escape.Text(device) + " (use option " + option + " to set):\n"
	for _, k := range kinds {
		text += "  " + described(k.Name, k.Description) + "\n"
	}
	return text
}

// Versions are the lines of --version: this program's, which Go's linker knows,
// and libpcap's.
func Versions() string {
	version := "(devel)"
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	text := "tcpshake version " + version + "\n" + capture.LibraryVersion() + "\n"
	if ok {
		text += "built with " + info.GoVersion + revision(info) + "\n"
	}
	return text
}

// revision is the commit that the program was built from, "" when it is not
// known.
func revision(info *debug.BuildInfo) string {
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return " from " + s.Value
		}
	}
	return ""
}
