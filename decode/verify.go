package decode

// VerifyTCP verifies the TCP checksum of a segment of class TCP. ok is false
// when that cannot be done, because the segment was not captured whole or its
// length is not told.
func (s *Segment) VerifyTCP() (sum Checksum, ok bool) {
	layers := s.Layers()
	if len(layers) < 2 {
		return Checksum{}, false
	}
	tcp := &layers[len(layers)-1]
	if tcp.Kind != LayerTCP || tcp.Len != tcp.End-tcp.Off || tcp.Head > tcp.Len {
		return Checksum{}, false
	}
	for i := len(layers) - 2; i >= 0; i-- {
		ip := &layers[i]
		if ip.Kind != LayerIPv4 && ip.Kind != LayerIPv6 {
			continue
		}
		if ip.Fault == FaultNoLen {
			return Checksum{}, false // the sender had yet to split it
		}
		return TCPChecksum(s.Frame[ip.Off:], s.Frame[tcp.Off:tcp.End]), true
	}
	return Checksum{}, false
}

// VLAN returns the identifiers of the innermost two VLAN tags before the first IP
// header, the outer one in the bits from 12 on, 0 for a tag that is not there or
// has no identifier.
func (s *Segment) VLAN() (id uint32) {
	for _, l := range s.Layers() {
		switch l.Kind {
		case LayerIPv4, LayerIPv6:
			return id
		case LayerVLAN:
			for off := l.Off; off+vlanHead <= min(l.Off+l.Head, len(s.Frame)); off += vlanHead {
				id = id<<12&0xfff000 | uint32(VLANTag(s.Frame[off:][:vlanHead]).ID())
			}
		}
	}
	return id
}
