package tcpdump

import (
	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/decode"
)

const (
	hopByHopName    = "hbhopt"
	destinationName = "dstopt"
	fragmentName    = "frag6"
)

// hopByHop appends the text of a hop-by-hop options header. Its options are
// looked at without -v too, since they hold a jumbogram's length.
func (l *Line) hopByHop(dst []byte, layers []decode.Layer, i int) ([]byte, stop) {
	ly := &layers[i]
	if ly.Fault == decode.FaultOrder {
		return append(appendMisplaced(dst, layers[:i]), invalid...), soft
	}
	end := goOn
	switch {
	case ly.Head == 0:
		return cut(dst, hopByHopName), hard
	case ly.Fault == decode.FaultCut:
		dst, end = cut(dst, hopByHopName), soft
	default:
		dst = append(dst, "HBH "...)
		dst, end = l.ipv6Options(dst, ly, hopByHopName)
	}
	if l.env.payload == nowhere {
		dst = append(dst, "[No valid Jumbo Payload Hop-by-Hop option found]"...)
		return append(dst, invalid...), soft
	}
	return dst, end
}

// appendMisplaced appends why a hop-by-hop header must not stand behind the
// layers before.
func appendMisplaced(dst []byte, before []decode.Layer) []byte {
	for i := len(before) - 1; i >= 0 && before[i].Kind != decode.LayerIPv6; i-- {
		if before[i].Kind == decode.LayerHopByHop {
			return append(dst, "[The Hop-by-Hop Options header was already found]"...)
		}
	}
	return append(dst, "[The Hop-by-Hop Options header don't follow the IPv6 header]"...)
}

// destination appends the text of a destination options header.
func (l *Line) destination(dst []byte, ly *decode.Layer) ([]byte, stop) {
	switch {
	case ly.Head == 0:
		return cut(dst, destinationName), hard
	case ly.Fault == decode.FaultCut:
		return cut(dst, destinationName), soft
	}
	dst = append(dst, "DSTOPT "...)
	if l.opt.Verbose == 0 {
		return dst, goOn
	}
	return l.ipv6Options(dst, ly, destinationName)
}

// ipv6Options appends, with -v, the options of the header ly. name is tcpdump's
// word for the header.
func (l *Line) ipv6Options(dst []byte, ly *decode.Layer, name string) ([]byte, stop) {
	it := decode.OptionsOf(decode.Extension(l.bytes(ly)))
	seen := false
	for {
		o, ok := it.Next()
		if !ok {
			break
		}
		if o.Fault != decode.FaultNone {
			return cut(appendOptionFault(dst, &o), name), soft
		}
		if l.opt.Verbose == 0 {
			continue
		}
		if o.Kind == decode.OptionJumbo {
			dst = l.jumbo(dst, ly.Kind, o.Jumbo(), seen)
			seen = true
			continue
		}
		good := true
		if dst, good = l.ipv6Option(dst, &o); !good {
			if !seen && l.env.payload == jumbo {
				l.env.payload = nowhere // tcpdump does not get as far as the jumbo option
			}
			return cut(dst, name), soft
		}
	}
	if l.opt.Verbose > 0 {
		dst = append(dst, ' ')
	}
	return dst, goOn
}

// appendOptionFault appends what is wrong with an option; of one that overruns
// the header, or has no form of its own, nothing is said.
func appendOptionFault(dst []byte, o *decode.IPv6Option) []byte {
	name := ""
	switch o.Kind {
	case decode.OptionRouterAlert:
		name = "(rtalert: "
	case decode.OptionJumbo:
		name = "(jumbo: "
	case decode.OptionHomeAddress:
		name = "(homeaddr: "
	}
	switch {
	case o.Body == nil || name == "":
		return dst
	case o.Fault == decode.FaultCut:
		return append(append(dst, name...), "trunc)"...)
	default:
		dst = append(dst, name...)
		return appendCount(dst, "invalid len ", len(o.Body), ")")
	}
}

// ipv6Option appends an option without fault, and reports whether there is none
// inside it either.
func (l *Line) ipv6Option(dst []byte, o *decode.IPv6Option) ([]byte, bool) {
	switch o.Kind {
	case decode.OptionPad1:
		return append(dst, "(pad1)"...), true
	case decode.OptionPadN:
		return append(dst, "(padn)"...), true
	case decode.OptionRouterAlert:
		dst = append(dst, "(rtalert: 0x"...)
		return append(appendHexPadded(dst, uint64(o.RouterAlert()), 4), ") "...), true
	case decode.OptionHomeAddress:
		dst = append(dst, "(homeaddr: "...)
		return appendSubOptions(l.appendHost(dst, o.HomeAddress()), o.SubOptions())
	default:
		dst = append(dst, "(opt_type 0x"...)
		dst = appendHexPadded(dst, uint64(o.Kind), 2)
		return appendCount(dst, ": len=", len(o.Body), ")"), true
	}
}

// appendSubOptions appends suboptions and the parenthesis behind them.
func appendSubOptions(dst []byte, it decode.IPv6Options) ([]byte, bool) {
	for {
		o, ok := it.Next()
		switch {
		case !ok:
			return append(dst, ')'), true
		case o.Fault != decode.FaultNone:
			return dst, false
		case o.Kind == decode.OptionPad1:
			dst = append(dst, ", pad1"...)
		case o.Kind == decode.OptionPadN:
			dst = append(dst, ", padn"...)
		default:
			dst = append(dst, ", sopt_type 0x"...)
			dst = appendHexPadded(dst, uint64(o.Kind), 2)
			dst = appendCount(dst, ": len=", len(o.Body), "")
		}
	}
}

// jumbo appends a jumbo payload option (RFC 2675 section 3) in a header of a
// kind, and why it does not count.
func (l *Line) jumbo(dst []byte, kind decode.LayerKind, n uint32, seen bool) []byte {
	dst = append(dst, "(jumbo: "...)
	dst = appendUint(dst, n)
	switch {
	case seen:
		dst = append(dst, " - already seen"...)
	case kind != decode.LayerHopByHop:
		dst = append(dst, " - not a hop-by-hop option"...)
	case decode.IPv6Header(l.env.ip).PayloadLen() != 0:
		dst = append(dst, " - payload len != 0"...)
	case n <= 0xffff:
		dst = append(dst, " - < 65536"...)
	}
	return append(dst, ") "...)
}

// fragment appends the text of a fragment header. Without -v tcpdump reads only
// its first half.
func (l *Line) fragment(dst []byte, ly *decode.Layer) ([]byte, stop) {
	e := decode.Extension(l.bytes(ly))
	if len(e) < 4 || l.opt.Verbose > 0 && len(e) < ly.Head {
		return cut(dst, fragmentName), hard
	}
	l.env.fragmented = true
	dst = append(dst, "frag ("...)
	if l.opt.Verbose > 0 {
		dst = append(dst, "0x"...)
		dst = append(appendHexPadded(dst, uint64(e.FragmentID()), 8), ':')
	}
	// The rest may come out below zero; tcpdump shows it as a size_t.
	rest := decode.IPv6Head + decode.IPv6Header(l.env.ip).PayloadLen() - (ly.Off - l.env.off) - ly.Head
	dst = appendCount(dst, "", e.FragmentOffset(), "|")
	dst = append(decimal.Append64(dst, uint64(rest)), ')')
	if e.FragmentOffset() != 0 {
		return dst, soft
	}
	dst = append(dst, ' ')
	if len(e) <= ly.Head {
		return dst, soft
	}
	return dst, goOn
}
