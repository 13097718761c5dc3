package annotate

import (
	"time"

	"tcpshake/decode"
)

const (
	// scanPorts is how many different ports one source must try.
	scanPorts = 15
	// scanWindow is the time in which it must, scanPatience how long an attempt
	// may take to succeed.
	scanWindow   = int64(60 * time.Second)
	scanPatience = int64(time.Second)
)

// source is what is remembered of an address that opens connections, since some
// time of the capture clock.
type source struct {
	since         int64
	done          uint32
	told          bool
	tried, failed smallSet
}

// smallSet is a set of numbers that counts two as one when they agree in the low
// bits: it never counts too many.
type smallSet struct {
	bits [8]uint64
	n    uint32
}

func (s *smallSet) add(member uint16) {
	i := member % 512
	if s.bits[i/64]>>(i%64)&1 == 0 {
		s.bits[i/64] |= 1 << (i % 64)
		s.n++
	}
}

// source returns the entry of an address; what it did more than scanWindow ago
// is forgotten.
func (t *Tracker) source(a decode.Addr, now int64) *source {
	k, hash := addressKey(a, 0)
	s, known := t.loss.patterns.sources.find(&k, hash, now)
	if !known || now-s.since >= scanWindow {
		*s = source{since: now}
	}
	return s
}

// noteTry notes that s tries a port. Many ports of which hardly one answers are
// a scan, unless the answers are still on their way.
func (t *Tracker) noteTry(s *source, port uint16, now int64) {
	s.tried.add(port)
	if s.tried.n-min(s.done, s.tried.n) >= scanPorts && 4*s.done <= s.tried.n && now-s.since >= scanPatience {
		t.tellScan(s, s.tried.n)
	}
}

// noteFailed notes that a port was refused to s, did not answer, or was left
// after its answer.
func (t *Tracker) noteFailed(s *source, port uint16) {
	s.failed.add(port)
	if s.failed.n >= scanPorts && s.done <= s.failed.n {
		t.tellScan(s, s.failed.n)
	}
}

func (t *Tracker) tellScan(s *source, ports uint32) {
	if !s.told {
		s.told = true
		t.found.add(Finding{Kind: FindingPortScan, N: uint64(ports)})
	}
}

// twin remembers a SYN: address translation changes neither its sequence number
// nor its time stamp.
type twin struct {
	isn   decode.Seq
	tsVal uint32
	id    uint64
	time  int64
}

// twinTime is for how long the other half of a translated connection is looked
// for.
const twinTime = int64(time.Second)

// noteTwin tells that the SYN was captured before with other addresses.
func (t *Tracker) noteTwin(p *packet) {
	if !p.hasTS() {
		return // the sequence number alone is no proof
	}
	isn, tsVal := p.seg.Seq, p.seg.Options.TSVal
	w := &t.loss.patterns.twins[(uint32(isn)^uint32(isn)>>16^tsVal)%twinSlots]
	if w.id != 0 && w.id != p.conn.id && w.isn == isn && w.tsVal == tsVal && p.now-w.time <= twinTime {
		t.found.add(Finding{Kind: FindingTwin, N: w.id})
	}
	*w = twin{isn: isn, tsVal: tsVal, id: p.conn.id, time: p.now}
}
