package render

import "tcpshake/annotate"

// addSummary adds the members of the summary object.
func addSummary(o *object, s *annotate.Summary) {
	o.uint("frames", s.Frames)
	o.uint("segments", s.Segments)
	o.uint("copies", s.Copies)
	o.uint("broken", s.Broken)
	o.uint("fragments", s.Fragments)
	o.uint("not_tcp", s.NotTCP)
	o.uint("connections", s.Connections)
	o.uint("evicted", s.Evicted)
	o.uint("mid_stream", s.MidStream)
	addCount(o, "one_direction", s.OneDirection)
	o.open("verdicts")
	for v, n := range s.Verdicts {
		addCount(o, annotate.Verdict(v).String(), n)
	}
	o.close()
	o.open("states")
	for st, n := range s.States {
		if annotate.State(st) != annotate.Unknown {
			addCount(o, annotate.State(st).String(), n)
		}
	}
	o.close()
	addDistribution(o, "handshake", &s.Handshakes)
	addSlowest(o, s)
	o.open("findings")
	for k := 1; k < annotate.FindingKinds(); k++ {
		addCount(o, annotate.FindingKind(k).String(), s.Findings[annotate.FindingKind(k)])
	}
	o.close()
}

// addSlowest adds the slowest handshakes, if there were any.
func addSlowest(o *object, s *annotate.Summary) {
	if s.Slowest[0].Conn == 0 {
		return
	}
	o.openArray("slowest")
	for _, slow := range s.Slowest {
		if slow.Conn != 0 {
			o.open("")
			o.uint("flow_id", slow.Conn)
			o.seconds("connect", slow.Connect)
			o.close()
		}
	}
	o.closeArray()
}

// addCapture adds the counters of a live capture, named as in Suricata's
// statistics: what the kernel handed over and what it dropped, the interface's
// drops, and those of this program's own ring. A file has none.
func addCapture(o *object, l *Losses) {
	if l == nil {
		return
	}
	o.open("capture")
	o.uint("kernel_packets", l.Received)
	o.uint("kernel_drops", l.Kernel)
	o.uint("kernel_ifdrops", l.Interface)
	o.uint("ring_drops", l.Here)
	o.close()
}

// addCount adds a count that is not zero.
func addCount(o *object, key string, n uint64) {
	if n != 0 {
		o.uint(key, n)
	}
}
