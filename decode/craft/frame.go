package craft

import (
	"fmt"
	"strconv"
	"strings"
)

// emit adds the frames that carry data.
func (s *script) emit(p *packet, proto byte, data []byte) error {
	ds, err := p.datagrams(proto, data)
	if err != nil {
		return err
	}
	p.from.last = ds[0].bytes
	for _, d := range ds {
		head := p.head
		if head == nil {
			head = s.link.header(p, s.capture.Format)
		}
		b := append(head[:len(head):len(head)], d.bytes...)
		for _, q := range p.patches {
			if err := q.apply(b, len(head), d); err != nil {
				return err
			}
		}
		s.add(p, b)
	}
	return nil
}

// raw adds a frame given in hexadecimal.
func (s *script) raw(ws *words) error {
	b, err := ws.hex()
	if err != nil {
		return err
	}
	s.add(&packet{}, b)
	return nil
}

// add adds one frame, cut to what is captured of it.
func (s *script) add(p *packet, b []byte) {
	captured := min(len(b), s.capture.SnapLen, p.captured.or(len(b)))
	s.capture.Frames = append(s.capture.Frames, Frame{
		Time: s.now,
		Data: b[:captured:captured],
		Len:  p.wire.or(len(b)),
	})
}

// patch overwrites bytes of a frame.
type patch struct {
	where string // "", "ip", "tcp" or "payload"
	off   int
	bytes []byte
}

// parsePatch reads [WHERE+]N HEX.
func parsePatch(ws *words) (patch, error) {
	var q patch
	w := ws.next()
	number := w
	if where, n, ok := strings.Cut(w, "+"); ok {
		q.where, number = where, n
	}
	n, err := strconv.ParseUint(number, 0, 16)
	if err != nil {
		return q, fmt.Errorf("want a position like 12 or tcp+12, got %q", w)
	}
	q.off = int(n)
	q.bytes, err = ws.hex()
	return q, err
}

// apply overwrites bytes of b, whose IP header begins at ip.
func (q patch) apply(b []byte, ip int, d datagram) error {
	off, tcp := q.off, ip+d.payload
	switch q.where {
	case "":
	case "ip":
		off += ip
	case "tcp":
		off += tcp
	case "payload":
		if tcp+12 >= len(b) {
			return fmt.Errorf("patch: this frame has no payload")
		}
		off += tcp + int(b[tcp+12]>>4)*4
	default:
		return fmt.Errorf("patch: no header is named %q", q.where)
	}
	if off+len(q.bytes) > len(b) {
		return fmt.Errorf("patch: byte %d is beyond the frame's %d bytes", off+len(q.bytes)-1, len(b))
	}
	copy(b[off:], q.bytes)
	return nil
}
