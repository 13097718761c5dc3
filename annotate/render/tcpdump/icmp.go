package tcpdump

import "tcpshake/decode"

// icmp appends the text of an ICMP error.
func (l *Line) icmp(dst []byte, layers []decode.Layer, i int) ([]byte, stop) {
	return dst, soft
}
