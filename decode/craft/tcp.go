package craft

import (
	"encoding/binary"
	"strings"
)

// tcp reads the clauses of a TCP packet and builds it.
func (s *script) tcp(p packet, ws *words) error {
	if err := p.clauses(ws); err != nil {
		return err
	}
	if err := s.options(&p); err != nil {
		return err
	}
	segment := p.segment()
	if err := s.emit(&p, protoTCP, segment); err != nil {
		return err
	}
	s.last, s.lastBuilt = p, true
	return nil
}

// options builds the TCP options, unless the packet is one that is built again.
func (s *script) options(p *packet) (err error) {
	if p.optionBytes != nil {
		return nil
	}
	ctx := optionContext{
		base:  p.to.iss,
		tsVal: p.from.tsBase + uint32((s.now-s.first)/1e6),
	}
	if p.flags&flagACK != 0 { // without ACK TSecr is zero (RFC 7323 section 3.2)
		ctx.tsEcr = p.to.tsVal
	}
	p.optionBytes, err = parseOptions(p.options, &ctx)
	if strings.Contains(p.options, "TS") {
		p.from.tsVal = ctx.tsVal
	}
	return err
}

// segment returns the TCP segment and moves the sender's next sequence number.
func (p *packet) segment() []byte {
	seq, ack := p.numbers()
	b := binary.BigEndian.AppendUint16(nil, p.from.port)
	b = binary.BigEndian.AppendUint16(b, p.to.port)
	b = binary.BigEndian.AppendUint32(b, seq)
	b = binary.BigEndian.AppendUint32(b, ack)
	b = binary.BigEndian.AppendUint16(b, uint16(5+len(p.optionBytes)/4)<<12|p.flags)
	b = binary.BigEndian.AppendUint16(b, p.win)
	b = append(b, 0, 0)
	b = binary.BigEndian.AppendUint16(b, p.urg)
	b = append(b, p.optionBytes...)
	b = append(b, p.payload...)
	sum := p.sum.or(int(transportSum(p, protoTCP, b)))
	binary.BigEndian.PutUint16(b[16:], uint16(sum))
	return b
}

// numbers returns the sequence and acknowledgment number on the wire, and
// remembers how far the sender has come. Those that are not given continue
// where the ends are; from then on they are given, for "again".
func (p *packet) numbers() (seq, ack uint32) {
	seq = p.from.sent
	if p.flags&flagSYN != 0 {
		seq = p.from.iss
	}
	if p.seq.set {
		seq = p.seq.from(p.from.iss)
	}
	if p.flags&flagACK != 0 {
		ack = p.to.sent
	}
	if p.ack.set {
		ack = p.ack.from(p.to.iss)
	}
	p.seq = seqNumber{value: seq, absolute: true, set: true}
	p.ack = seqNumber{value: ack, absolute: true, set: true}
	next := seq + uint32(len(p.payload))
	if p.flags&flagSYN != 0 {
		next++
	}
	if p.flags&flagFIN != 0 {
		next++
	}
	// A RST takes no sequence space and may lie anywhere in the window.
	if int32(next-p.from.sent) > 0 && p.flags&flagRST == 0 {
		p.from.sent = next
	}
	return seq, ack
}
