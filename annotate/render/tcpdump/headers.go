package tcpdump

import "tcpshake/decode"

// headers appends the text of every header of the packet.
func (l *Line) headers(dst []byte) ([]byte, stop) {
	layers := l.seg.Layers()
	for i := range layers {
		if layers[i].Kind == decode.LayerTCP {
			return l.tcp(dst, &layers[i])
		}
	}
	return dst, soft
}
