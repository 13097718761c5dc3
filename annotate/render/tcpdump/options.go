package tcpdump

import "tcpshake/decode"

// options appends the TCP options. peer is what SACK blocks are relative to,
// payload how many bytes of payload the segment has.
func (l *Line) options(dst []byte, h decode.TCPHeader, peer decode.Seq, payload int) ([]byte, stop) {
	dst = append(dst, ", options ["...)
	if value, echo, ok := h.OnlyTimestamps(); ok {
		dst = append(dst, "nop,nop,TS"...)
		return append(appendTimestampPair(dst, value, echo), ']'), goOn
	}
	if syn, ok := h.OnlySYNOptions(); ok {
		return append(appendSYNOptions(dst, &syn), ']'), goOn
	}
	return l.anyOptions(dst, h, peer, payload)
}

// appendSYNOptions appends the options of a usual SYN.
func appendSYNOptions(dst []byte, o *decode.SYNOptions) []byte {
	dst = appendUint(append(dst, "mss "...), uint32(o.MSS))
	dst = appendTimestampPair(append(dst, ",sackOK,TS"...), o.Value, o.Echo)
	return appendUint(append(dst, ",nop,wscale "...), uint32(o.Shift))
}

// anyOptions appends the options whatever they are, and the bracket behind them.
func (l *Line) anyOptions(dst []byte, h decode.TCPHeader, peer decode.Seq, payload int) ([]byte, stop) {
	list := h.Options()
	var o decode.Option
	for first := true; list.Next(&o); first = false {
		if !first {
			dst = append(dst, ',')
		}
		fault := o.Fault
		if fault == decode.OptionGood {
			dst, fault = l.option(dst, &o, h, peer, payload)
		}
		if fault != decode.OptionGood {
			return l.badOption(dst, fault, first)
		}
		if o.Size+2 != o.Len && o.Len > 1 {
			dst = append(dst, "[len "...)
			dst = appendUint(dst, uint32(o.Len))
			dst = append(dst, ']')
		}
	}
	return append(dst, ']'), goOn
}

// badOption appends why the options end early. The bracket that tcpdump closes,
// or means to close, depends on whether an option stands before this one.
func (l *Line) badOption(dst []byte, fault decode.OptionFault, first bool) ([]byte, stop) {
	switch fault {
	case decode.OptionNoHead:
		return cut(dst, l.protocol), hard
	case decode.OptionCut:
		dst = cut(dst, l.protocol)
		if !first {
			dst = append(dst, '>')
		}
		return dst, soft
	default:
		dst = append(dst, "[bad opt]"...)
		if !first {
			dst = append(dst, ']')
		}
		return dst, soft
	}
}

// optionName returns tcpdump's name of a kind, "" for one without.
func optionName(kind decode.OptionKind) string {
	switch kind {
	case decode.KindEOL:
		return "eol"
	case decode.KindNOP:
		return "nop"
	case decode.KindMSS:
		return "mss"
	case decode.KindWScale:
		return "wscale"
	case decode.KindSACKOK:
		return "sackOK"
	case decode.KindSACK:
		return "sack"
	case decode.KindEcho:
		return "echo"
	case decode.KindEchoReply:
		return "echoreply"
	case decode.KindTimestamp:
		return "TS"
	case decode.KindCC:
		return "cc"
	case decode.KindCCNew:
		return "ccnew"
	case decode.KindMD5:
		return "md5"
	case decode.KindSCPS:
		return "scps"
	case decode.KindUTO:
		return "uto"
	case decode.KindAO:
		return "tcp-ao"
	case decode.KindMPTCP:
		return "mptcp"
	case decode.KindTFO:
		return "tfo"
	case decode.KindExperiment:
		return "exp"
	default:
		return ""
	}
}

// option appends the name and the body of an option. What of the body is not
// there is found while printing: the text goes as far as the bytes do.
func (l *Line) option(dst []byte, o *decode.Option, h decode.TCPHeader, peer decode.Seq, payload int) ([]byte, decode.OptionFault) {
	dst = appendOptionName(dst, o.Kind)
	switch o.Kind {
	case decode.KindEOL, decode.KindNOP, decode.KindSACKOK:
		return dst, decode.OptionGood
	case decode.KindMSS:
		return appendOptionNumber(dst, o, 2)
	case decode.KindWScale:
		return appendOptionNumber(dst, o, 1)
	case decode.KindEcho, decode.KindEchoReply, decode.KindCC, decode.KindCCNew, decode.KindCCEcho:
		return appendOptionNumber(dst, o, 4)
	case decode.KindTimestamp:
		return appendTimestamps(dst, o)
	case decode.KindSACK:
		return appendSACK(dst, o, peer)
	case decode.KindMD5:
		return appendMD5(dst, o, h, payload)
	case decode.KindSCPS:
		return appendSCPS(dst, o)
	case decode.KindUTO:
		return appendUserTimeout(dst, o)
	case decode.KindAO:
		return appendAuthentication(dst, o)
	case decode.KindMPTCP:
		return l.mptcp(dst, o, h.Flags())
	case decode.KindTFO:
		return appendFastOpen(dst, o)
	case decode.KindExperiment:
		return appendExperiment(dst, o)
	default:
		return appendUnknown(dst, o)
	}
}

// appendOptionName appends the name of a kind; tcpdump 4.99.3 has lost that of
// kind 13, which is printed without any.
func appendOptionName(dst []byte, kind decode.OptionKind) []byte {
	if kind == decode.KindCCEcho {
		return dst
	}
	if name := optionName(kind); name != "" {
		return append(dst, name...)
	}
	dst = append(dst, "unknown-"...)
	return appendUint(dst, uint32(kind))
}
