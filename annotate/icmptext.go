package annotate

import (
	"encoding/binary"
	"net/netip"
	"strconv"

	"tcpshake/decode"
)

// icmpFinding packs an ICMP error about a connection: N holds the MTU that it tells,
// the version, which SYN is quoted, if any, the type and the code, A and B the sender's
// address.
func icmpFinding(e *decode.ICMP, quoted decode.Flags) Finding {
	n := uint64(e.MTU)<<32 | uint64(e.Version)<<24 | uint64(quoted&(decode.SYN|decode.ACK))<<16 | uint64(e.Type)<<8 | uint64(e.Code)
	from := e.From.As16()
	return Finding{
		Kind: FindingICMPError, N: n, By: Network,
		A: binary.BigEndian.Uint64(from[:8]), B: binary.BigEndian.Uint64(from[8:]),
	}
}

// appendICMP writes "ICMP port unreachable from 10.0.0.1 for SYN".
func appendICMP(dst []byte, f *Finding) []byte {
	version, typ, code := uint8(f.N>>24), uint8(f.N>>8), uint8(f.N)
	dst = append(dst, "ICMP "...)
	if text := icmpText(version, typ, code); text != "" {
		dst = append(dst, text...)
	} else {
		dst = strconv.AppendUint(append(dst, "type "...), uint64(typ), 10)
		dst = strconv.AppendUint(append(dst, " code "...), uint64(code), 10)
	}
	if mtu := f.N >> 32; mtu > 0 {
		dst = strconv.AppendUint(append(dst, " (MTU "...), mtu, 10)
		dst = append(dst, ')')
	}
	var from [16]byte
	binary.BigEndian.PutUint64(from[:8], f.A)
	binary.BigEndian.PutUint64(from[8:], f.B)
	addr := netip.AddrFrom16(from)
	if version == 4 {
		addr = netip.AddrFrom4([4]byte(from[:4]))
	}
	dst = addr.AppendTo(append(dst, " from "...))
	switch quoted := decode.Flags(f.N >> 16); {
	case quoted.Has(decode.SYN | decode.ACK):
		dst = append(dst, " for SYN-ACK"...)
	case quoted.Has(decode.SYN):
		dst = append(dst, " for SYN"...)
	}
	return dst
}

// icmpText names the errors that concern TCP (RFC 792, RFC 1122 section
// 3.2.2.1, RFC 1812 section 5.2.7, RFC 4443), "" for any other.
func icmpText(version, typ, code uint8) string {
	type key struct{ version, typ, code uint8 }
	switch (key{version, typ, code}) {
	case key{4, 3, 0}, key{4, 3, 6}, key{6, 1, 0}:
		return "network unreachable"
	case key{4, 3, 1}, key{4, 3, 7}, key{6, 1, 3}:
		return "host unreachable"
	case key{4, 3, 2}:
		return "protocol unreachable"
	case key{4, 3, 3}, key{6, 1, 4}:
		return "port unreachable"
	case key{4, 3, 4}:
		return "fragmentation needed"
	case key{4, 3, 9}, key{4, 3, 10}, key{4, 3, 13}, key{6, 1, 1}, key{6, 1, 5}, key{6, 1, 6}:
		return "prohibited by a filter"
	case key{4, 4, 0}:
		return "source quench"
	case key{4, 11, 0}, key{6, 3, 0}:
		return "TTL exceeded"
	case key{6, 2, 0}:
		return "packet too big"
	}
	return ""
}
