package render

import (
	"strconv"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// appendConnection appends the line of a connection and, behind a tab, its
// packets, and behind another some of those that are left out: the page reads
// those only when somebody looks at them. Names are short, because a page may hold
// ten thousand connections; data.js gives them their meaning.
func (h *htmlPage) appendConnection(dst []byte, c *annotate.Connection, k kept) []byte {
	o := object{dst}
	o.open("")
	o.uint("id", c.ID)
	h.text = appendEndpoint(h.text[:0], c.Client)
	o.text("client", h.text)
	h.text = appendEndpoint(h.text[:0], c.Server)
	o.text("server", h.text)
	if c.Role == annotate.Guessed {
		o.bool("guessed", true)
	}
	o.word("verdict", c.Verdict.String())
	addParty(&o, "by", c.By)
	h.text = appendOutcome(h.text[:0], c)
	o.text("outcome", h.text)
	o.time("first", &h.clock, c.First)
	o.seconds("duration", c.Duration)
	if c.Handshake.SYNs > 0 {
		o.seconds("handshake", c.Handshake.Connect)
	}
	addHTMLTraffic(&o, "up", &c.ToServer)
	addHTMLTraffic(&o, "down", &c.ToClient)
	if c.Negotiated.Known { // without scaling both shifts are 0
		o.openArray("shift")
		o.uint("", uint64(c.Negotiated.ClientShift))
		o.uint("", uint64(c.Negotiated.ServerShift))
		o.closeArray()
	}
	if k.cut > 0 {
		o.uint("cut", k.cut)
		o.uint("cutAt", uint64(k.at))
	}
	o.close()
	o.b = append(o.b, '\t')
	h.addPackets(&o, k.arrows, c.First)
	if len(k.between) > 0 {
		o.b = append(o.b, '\t')
		h.addPackets(&o, k.between, c.First)
	}
	return append(o.b, '\n')
}

// addHTMLTraffic adds what one end sent: packets, bytes, retransmissions; and if
// these are known bytes per second, the most bytes in flight, and the median of
// the round trips in seconds, 0 for one that is not.
func addHTMLTraffic(o *object, key string, t *annotate.Traffic) {
	o.openArray(key)
	o.uint("", t.Packets)
	o.uint("", t.Bytes)
	o.uint("", t.Retransmissions)
	if t.Throughput > 0 || t.MaxInFlight > 0 || t.RTT.Count > 0 {
		o.uint("", t.Throughput)
		o.uint("", t.MaxInFlight)
		o.seconds("", t.RTT.Median)
	}
	o.closeArray()
}

// addPackets adds arrows, whose times are given since the connection began.
func (h *htmlPage) addPackets(o *object, arrows []arrow, began int64) {
	marks := markArrows(arrows)
	o.b = append(o.b, '[')
	for i := range arrows {
		h.addPacket(o, &arrows[i], marks[i], arrows[i].time-began)
	}
	o.closeArray()
}

// addPacket adds a packet as an array: number, microseconds since the connection
// began, label, direction, sequence number, length, acknowledgment (-1 for
// none), window, the states, marks, findings, SACK blocks. Numbers are given
// where names would repeat; empty lists at the end are left out.
func (h *htmlPage) addPacket(o *object, a *arrow, m mark, since int64) {
	o.openArray("")
	o.uint("", a.number)
	o.separate()
	o.b = appendMicroseconds(o.b, since)
	o.uint("", uint64(a.label))
	o.uint("", direction(a))
	o.uint("", uint64(a.seq))
	o.uint("", uint64(a.length))
	if a.flags.Has(decode.ACK) {
		o.uint("", uint64(a.ack))
	} else {
		o.separate()
		o.b = append(o.b, "-1"...)
	}
	o.uint("", uint64(a.window))
	o.uint("", uint64(stateIndex(a.client)))
	o.uint("", uint64(stateIndex(a.server)))
	o.uint("", uint64(m))
	if h.visible(a) > 0 || len(a.sack()) > 0 {
		h.addFindings(o, a)
	}
	if len(a.sack()) > 0 {
		o.openArray("")
		for _, block := range a.sack() {
			o.uint("", uint64(block.Left))
			o.uint("", uint64(block.Right))
		}
		o.closeArray()
	}
	o.closeArray()
}

// direction is 0 towards the server, 1 towards the client.
func direction(a *arrow) uint64 {
	if toServer(a) {
		return 0
	}
	return 1
}

// visible returns how many findings of a packet are shown.
func (h *htmlPage) visible(a *arrow) int {
	n := 0
	for _, f := range a.findings() {
		if f.Kind.Visibility() <= h.shown {
			n++
		}
	}
	return n
}

// addFindings adds severity and text of each finding, one after the other.
func (h *htmlPage) addFindings(o *object, a *arrow) {
	o.openArray("")
	findings := a.findings()
	for i := range findings {
		f := &findings[i]
		if f.Kind.Visibility() > h.shown {
			continue
		}
		o.word("", f.Kind.Severity().String())
		h.text = f.AppendText(h.text[:0])
		o.text("", h.text)
	}
	o.closeArray()
}

// appendMicroseconds appends nanoseconds as microseconds, with a fraction if
// there is one.
func appendMicroseconds(dst []byte, ns int64) []byte {
	if ns < 0 {
		dst, ns = append(dst, '-'), -ns
	}
	dst = strconv.AppendInt(dst, ns/1000, 10)
	if ns%1000 == 0 {
		return dst
	}
	dst = appendDigits(append(dst, '.'), uint64(ns%1000), 3)
	for dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	return dst
}
