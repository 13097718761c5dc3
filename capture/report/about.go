package report

import (
	"runtime/debug"
	"strconv"
	"strings"

	"tcpshake/capture"
)

// Devices is the list of -D: number, name, description and flags of each
// interface, and its addresses. clean makes a text fit to be shown.
func Devices(devices []capture.Device, clean func(string) string) string {
	var list strings.Builder
	for i, d := range devices {
		list.WriteString(strconv.Itoa(i+1) + "." + clean(d.Name))
		if d.Description != "" {
			list.WriteString(" (" + clean(d.Description) + ")")
		}
		list.WriteString(" [" + d.Flags.String() + "]")
		for j, address := range d.Addresses {
			if j == 0 {
				list.WriteString(" ")
			} else {
				list.WriteString(", ")
			}
			list.WriteString(address.String())
		}
		list.WriteByte('\n')
	}
	return list.String()
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
