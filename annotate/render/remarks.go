package render

import (
	"strconv"
	"time"

	"tcpshake/annotate"
)

// remarks gathers what the columns of a connection line have no place for.
type remarks struct {
	b []byte
	// start is where they begin in b.
	start int
}

// next begins another remark.
func (r *remarks) next() {
	if len(r.b) > r.start {
		r.b = append(r.b, "; "...)
	}
}

func (r *remarks) add(text string) {
	if text != "" {
		r.next()
		r.b = append(r.b, text...)
	}
}

// addAll adds what everybody should know of c.
func (r *remarks) addAll(c *annotate.Connection) {
	r.add(resetText(c))
	if c.Start == annotate.NotCaptured {
		r.add("start not captured")
	}
	if c.Stalled {
		r.add("stalled")
	}
	if c.HalfClosed >= longHalfClose {
		r.addHalfClosed(c)
	}
}

// longHalfClose is from when on everybody should know that an end does not close: its
// program has most likely forgotten the socket, which stays in CLOSE_WAIT. Where the
// capture ends in the middle of a close it is less.
const longHalfClose = int64(time.Second)

// addHalfClosed adds which end has not closed, and for how long.
func (r *remarks) addHalfClosed(c *annotate.Connection) {
	r.next()
	r.b = appendHalfClosed(r.b, c)
}

// appendHalfClosed appends "server has not closed for 37s".
func appendHalfClosed(dst []byte, c *annotate.Connection) []byte {
	dst = append(dst, otherParty(c.By).String()...)
	return annotate.AppendDuration(append(dst, " has not closed for "...), c.HalfClosed)
}

// addMeasures adds what was measured, as far as it is known.
func (r *remarks) addMeasures(c *annotate.Connection) {
	if c.HalfClosed > 0 && c.HalfClosed < longHalfClose { // else it is there already
		r.addHalfClosed(c)
	}
	if c.FirstDataBy != annotate.Nobody {
		r.add("first data by ")
		r.b = append(r.b, c.FirstDataBy.String()...)
	}
	if c.FirstByte > 0 {
		r.add("first byte of server after ")
		r.b = annotate.AppendDuration(r.b, c.FirstByte)
	}
	r.addTraffic("to server", &c.ToServer)
	r.addTraffic("to client", &c.ToClient)
}

// otherParty returns the party that is not p.
func otherParty(p annotate.Party) annotate.Party {
	if p == annotate.ClientParty {
		return annotate.ServerParty
	}
	return annotate.ClientParty
}

// addTraffic adds what was measured of one direction: "to server: rtt 36us, 26
// in flight, 12000 bytes/s".
func (r *remarks) addTraffic(head string, t *annotate.Traffic) {
	if t.MaxInFlight == 0 && t.RTT.Count == 0 && t.Throughput == 0 {
		return
	}
	r.add(head)
	before := ": "
	if t.RTT.Count > 0 {
		r.b = append(append(r.b, before...), "rtt "...)
		r.b, before = annotate.AppendDuration(r.b, t.RTT.Median), ", "
	}
	if t.MaxInFlight > 0 {
		r.b = strconv.AppendUint(append(r.b, before...), t.MaxInFlight, 10)
		r.b, before = append(r.b, " in flight"...), ", "
	}
	if t.Throughput > 0 {
		r.b = strconv.AppendUint(append(r.b, before...), t.Throughput, 10)
		r.b = append(r.b, " bytes/s"...)
	}
}
