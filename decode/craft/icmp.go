package craft

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// icmpError is an ICMP or ICMPv6 error.
type icmpError struct {
	kind, code uint8
	mtu        uint16
	quote      int
}

// icmp reads TYPE/CODE and clauses, and builds the error about the last packet
// that the receiver sent.
func (s *script) icmp(p packet, ws *words) error {
	e, err := parseICMP(ws.next())
	if err != nil {
		return err
	}
	for len(*ws) > 0 {
		switch ws.peek() {
		case "mtu":
			ws.next()
			err = setNumber(ws, &e.mtu)
		case "quote":
			ws.next()
			var n uint64
			n, err = ws.number(16)
			e.quote = int(n)
		default:
			err = p.clause(ws)
		}
		if err != nil {
			return err
		}
	}
	if p.to.last == nil {
		return fmt.Errorf("nothing to quote: %v has sent no packet", p.to.addr)
	}
	proto := byte(protoICMPv6)
	if p.from.addr.Is4() {
		proto = protoICMP
	}
	return s.emit(&p, proto, e.message(&p, proto))
}

// parseICMP reads TYPE/CODE.
func parseICMP(w string) (icmpError, error) {
	kind, code, ok := strings.Cut(w, "/")
	k, err1 := strconv.ParseUint(kind, 10, 8)
	c, err2 := strconv.ParseUint(code, 10, 8)
	if !ok || err1 != nil || err2 != nil {
		return icmpError{}, fmt.Errorf("want TYPE/CODE, got %q", w)
	}
	return icmpError{kind: uint8(k), code: uint8(c), quote: 548}, nil
}

// message returns the ICMP message. The MTU stands in the last two bytes of the
// unused word in both versions (RFC 1191 section 4, RFC 4443 section 3.2).
func (e icmpError) message(p *packet, proto byte) []byte {
	b := []byte{e.kind, e.code, 0, 0, 0, 0}
	b = binary.BigEndian.AppendUint16(b, e.mtu)
	b = append(b, p.to.last[:min(e.quote, len(p.to.last))]...)
	sum := checksum(b)
	if proto == protoICMPv6 {
		sum = transportSum(p, proto, b) // RFC 4443 section 2.3
	}
	binary.BigEndian.PutUint16(b[2:], sum)
	return b
}
