package annotate

import (
	"math/bits"

	"tcpshake/decode"
)

// history is what happened in a connection, in the words of Zeek: a letter for
// each kind of event when it first happens, upper case for the client. It holds
// the side instead of the case, because the roles can turn out the other way.
type history struct {
	// events are the letters in order, five bits each: the letter's place in
	// historyLetters from 0, times two, plus the side.
	events [historyWords]uint32
	seen   [2]uint16 // the letters that each side has
}

// n returns the number of letters.
func (h *history) n() int { return bits.OnesCount16(h.seen[low]) + bits.OnesCount16(h.seen[high]) }

// historyWords bounds the letters: 6 in each word, all there are.
const (
	historyWords   = 4
	historyPerWord = 6
)

// historyLetters are the letters that a client has; the last stands alone.
const historyLetters = "SHADFRTGWIQ^"

// The places of the letters.
const (
	historySYN = iota
	historySYNACK
	historyACK
	historyData
	historyFIN
	historyRST
	historyResent
	historyGap
	historyZeroWindow
	historyInconsistent
	historyMulti
	historyFlip
)

// DropHistories says that nobody wants to know Connection.History: nothing is added
// to it from now on.
func (t *Tracker) DropHistories() { t.noHistory = true }

// noteHistory takes the segment into the history of its connection.
func (t *Tracker) noteHistory(p *packet) {
	if !t.noHistory {
		p.conn.history.note(p)
	}
}

// note takes in a segment.
func (h *history) note(p *packet) {
	f := p.seg.Flags
	if !f.Any(decode.SYN | decode.FIN | decode.RST) {
		h.noteData(p)
		return
	}
	syn, fin, rst := f.Has(decode.SYN), f.Has(decode.FIN), f.Has(decode.RST)
	switch {
	case syn && (fin || rst):
		h.add(historyMulti, p.from)
	case fin && rst:
		h.add(historyInconsistent, p.from)
	case rst:
		h.add(historyRST, p.from)
	case syn && f.Has(decode.ACK):
		h.add(historySYNACK, p.from)
	case syn:
		h.add(historySYN, p.from)
	}
	if syn || rst {
		return
	}
	h.noteData(p)
	if fin {
		h.add(historyFIN, p.from)
	}
}

// noteData takes in a segment that is neither SYN nor RST.
func (h *history) noteData(p *packet) {
	switch {
	case p.seg.Len > 0:
		if p.selfSent && p.seg.Seq != p.selfMax {
			h.noteJump(p)
		}
		h.add(historyData, p.from)
	case p.seg.Flags&(decode.FIN|decode.ACK) == decode.ACK:
		h.add(historyACK, p.from)
	}
	if p.seg.Window == 0 {
		h.add(historyZeroWindow, p.from)
	}
}

// noteJump takes in data that do not go on where their sender had stopped.
func (h *history) noteJump(p *packet) {
	if p.selfMax.Less(p.seg.Seq) {
		h.add(historyGap, p.from)
	}
	if p.seg.End().LessEq(p.selfMax) {
		h.add(historyResent, p.from)
	}
}

// flip notes that the roles turned out the other way.
func (h *history) flip() { h.add(historyFlip, low) }

// add appends a letter the first time that a side has it.
func (h *history) add(letter int, s side) {
	if h.seen[s]&(1<<letter) == 0 {
		h.addFirst(letter, s)
	}
}

// addFirst is rare: it is not to be where add is.
//
//go:noinline
func (h *history) addFirst(letter int, s side) {
	n := h.n()
	if n == historyWords*historyPerWord {
		return
	}
	h.seen[s] |= 1 << letter
	h.events[n/historyPerWord] |= uint32(letter*2+int(s)) << (5 * (n % historyPerWord))
}

// historyTexts are the texts of histories that came up, because most connections
// have one of a few.
type historyTexts map[historyKey]string

type historyKey struct {
	history history
	client  side
}

// maxHistoryTexts bounds them.
const maxHistoryTexts = 1 << 10

// text returns what h.String returns.
func (ts historyTexts) text(h *history, client side) string {
	key := historyKey{*h, client}
	text, ok := ts[key]
	if ok {
		return text
	}
	text = h.String(client)
	if len(ts) < maxHistoryTexts {
		ts[key] = text
	}
	return text
}

// String returns the letters; client is the side of the client.
func (h *history) String(client side) string {
	var b [historyWords * historyPerWord]byte
	n := h.n()
	for i := range n {
		event := h.events[i/historyPerWord] >> (5 * (i % historyPerWord)) & 31
		letter := historyLetters[event/2]
		if side(event&1) != client && letter != '^' {
			letter |= 0x20
		}
		b[i] = letter
	}
	return string(b[:n])
}
