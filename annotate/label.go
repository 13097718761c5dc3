package annotate

import "tcpshake/decode"

// Label is the word in front of a packet. It follows from the flags alone, so
// that a reader finds all resets by looking for RST.
type Label uint8

// The labels.
const (
	LabelNone     Label = iota // none of RST, SYN, FIN, PSH and ACK, also with URG
	LabelRST                   // RST, whatever else is set
	LabelSYNACK                // SYN and ACK
	LabelSYN                   // SYN without ACK
	LabelFIN                   // FIN
	LabelPSH                   // PSH
	LabelACK                   // ACK alone
	LabelFragment              // an IP fragment: flags unknown, or not to be relied on
	LabelBroken                // a header that is cut or contradicts itself
	LabelICMP                  // an ICMP error about a connection
)

// String returns the word that is printed: "SYN-ACK".
func (l Label) String() string { return labelNames[l] }

var labelNames = [...]string{
	LabelNone: "NONE", LabelRST: "RST", LabelSYNACK: "SYN-ACK", LabelSYN: "SYN", LabelFIN: "FIN",
	LabelPSH: "PSH", LabelACK: "ACK", LabelFragment: "FRAG", LabelBroken: "BAD-HDR", LabelICMP: "ICMP",
}

// labelOf returns the label of a frame.
func labelOf(seg *decode.Segment) Label {
	switch seg.Class {
	case decode.TCP:
		return labels[seg.Flags&basicFlags]
	case decode.Broken:
		return labelOfBroken(seg)
	case decode.Fragment:
		return LabelFragment
	case decode.ICMPError:
		return LabelICMP
	default:
		return LabelNone
	}
}

// labelOfBroken returns the label of a TCP header that the capture cut behind its
// flags. Otherwise the flags are missing, or as doubtful as the rest.
func labelOfBroken(seg *decode.Segment) Label {
	const flagsEnd = 14 // RFC 9293 section 3.1
	layers := seg.Layers()
	if len(layers) == 0 {
		return LabelBroken
	}
	last := &layers[len(layers)-1]
	if last.Kind != decode.LayerTCP || last.Fault != decode.FaultCut || last.End-last.Off < flagsEnd {
		return LabelBroken
	}
	return labels[seg.Flags&basicFlags]
}

// basicFlags are the flags that the label follows from.
const basicFlags = decode.FIN | decode.SYN | decode.RST | decode.PSH | decode.ACK

// labels holds what labelOfFlags returns.
var labels = func() (all [basicFlags + 1]Label) {
	for i := range all {
		all[i] = labelOfFlags(decode.Flags(i))
	}
	return all
}()

// labelOfFlags returns the first of RST, SYN-ACK, SYN, FIN, PSH, ACK that fits.
func labelOfFlags(f decode.Flags) Label {
	switch {
	case f.Has(decode.RST):
		return LabelRST
	case f.Has(decode.SYN | decode.ACK):
		return LabelSYNACK
	case f.Has(decode.SYN):
		return LabelSYN
	case f.Has(decode.FIN):
		return LabelFIN
	case f.Has(decode.PSH):
		return LabelPSH
	case f.Has(decode.ACK):
		return LabelACK
	default:
		return LabelNone
	}
}
