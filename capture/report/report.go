// Package report words what tcpdump prints on standard error about a capture:
// where packets come from when it begins, and how many there were when it ends.
// It prints nothing about packets.
package report

import (
	"strconv"

	"tcpshake/capture"
	"tcpshake/capture/filter"
	"tcpshake/capture/internal/escape"
)

// Reading is the line before the packets of a file.
func Reading(name string, source capture.Source) string {
	line := "reading from file " + escape.Text(name) + linkType(source.LinkType()) +
		", snapshot length " + strconv.Itoa(source.SnapLen()) + "\n"
	if source.LinkType() == linkTypeSLL2 {
		line += "Warning: interface names might be incorrect\n"
	}
	return line
}

// FilterWarning tells of a filter that means something else than it seems to; "" for
// any other.
func FilterWarning(expression string) string {
	warning := filter.Warn(expression)
	if warning == "" {
		return ""
	}
	return "tcpshake: WARNING: " + escape.Text(warning) + "\n"
}

// NoPackets says why nothing of a file was shown.
func NoPackets(expression string) string {
	if expression == "" {
		return hints([]string{"there are no packets in the file"})
	}
	return hints([]string{"no packet of the file passes the filter \"" + escape.Text(expression) + "\""})
}

// linkTypeSLL2 is DLT_LINUX_SLL2, whose frames hold interface numbers of the
// machine where they were captured.
const linkTypeSLL2 = 276

// Beginning is what the lines at the beginning of a live capture depend on.
type Beginning struct {
	// Chosen is set when the user named the interface.
	Chosen bool
	// Attended is set when a person watches, who may want advice.
	Attended bool
	// Terse is set when a person sees packets in their short form.
	Terse bool
}

// Begin are the lines at the beginning of a live capture.
func Begin(live *capture.Live, b Beginning) string {
	text := beginning(live.Notes(), listening(live.Device(), live), b)
	if b.Attended {
		text += hints(live.Advice())
	}
	return text
}

func beginning(notes []string, listening string, b Beginning) string {
	var text string
	if !b.Chosen {
		text = "tcpshake: no -i, so this is loopback\n"
	}
	for _, note := range notes {
		text += "tcpshake: " + note + "\n"
	}
	if b.Terse {
		return text + "tcpshake: verbose output suppressed, use -v[v]... for full protocol decode\n" + listening
	}
	return text + "tcpshake: " + listening
}

func hints(lines []string) (text string) {
	for _, line := range lines {
		text += "  hint: " + line + "\n"
	}
	return text
}

// listening is the line before the packets of an interface.
func listening(name string, source capture.Source) string {
	return "listening on " + escape.Text(name) + linkType(source.LinkType()) +
		", snapshot length " + strconv.Itoa(source.SnapLen()) + " bytes\n"
}

// LinkType names a link type by libpcap's name and number: "EN10MB (1)".
func LinkType(dlt int) string {
	number := strconv.Itoa(dlt)
	if name := capture.LinkTypeName(dlt); name != "" {
		return name + " (" + number + ")"
	}
	return number
}

func linkType(dlt int) string {
	name := capture.LinkTypeName(dlt)
	if name == "" {
		return ", link-type " + strconv.Itoa(dlt)
	}
	if description := capture.LinkTypeDescription(dlt); description != "" {
		name += " (" + description + ")"
	}
	return ", link-type " + name
}

// Statistics are the lines at the end of a live capture. captured counts the
// packets that came out of it.
func Statistics(captured uint64, stats capture.Stats) string {
	text := packets(captured) + " captured\n" +
		packets(stats.Received) + " received by filter\n" +
		packets(stats.Dropped) + " dropped by kernel\n"
	if stats.DroppedByInterface > 0 {
		text += packets(stats.DroppedByInterface) + " dropped by interface\n"
	}
	if stats.DroppedHere > 0 {
		text += packets(stats.DroppedHere) + " dropped by tcpshake\n"
	}
	return text
}

// DropAdvice says what helps against drops, in one line; "" without any.
func DropAdvice(stats capture.Stats) string {
	switch {
	case stats.Dropped > 0:
		return "  hint: a larger buffer (-B, in KiB), a narrower filter, or -w and -r later lose less\n"
	case stats.DroppedHere > 0:
		return "  hint: the output was not read fast enough; a narrower filter, or -w and -r later lose less\n"
	default:
		return ""
	}
}

// Status is the same in one line, for a signal that asks while the capture goes
// on.
func Status(captured uint64, stats capture.Stats) string {
	line := packets(captured) + " captured, " + packets(stats.Received) + " received by filter, " +
		packets(stats.Dropped) + " dropped by kernel"
	if stats.DroppedByInterface > 0 {
		line += ", " + packets(stats.DroppedByInterface) + " dropped by interface"
	}
	if stats.DroppedHere > 0 {
		line += ", " + packets(stats.DroppedHere) + " dropped by tcpshake"
	}
	return line + "\n"
}

// Progress is the same for packets that come from a file.
func Progress(read uint64) string { return packets(read) + " read\n" }

// Count is the line of --count.
func Count(n uint64) string { return packets(n) + "\n" }

func packets(n uint64) string {
	if n == 1 {
		return "1 packet"
	}
	return strconv.FormatUint(n, 10) + " packets"
}
