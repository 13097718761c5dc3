package annotate

import "tcpshake/decode"

// maxTries bounds the SYNs of one attempt whose times are remembered.
const maxTries = 8

// try is one SYN of several.
type try struct {
	time  int64
	tsVal uint32
	hasTS bool
}

// odd is what an unusual opening needs to be told right: several SYNs, several
// SYN-ACKs, a SYN inside a connection, answers that belong to another one.
type odd struct {
	tries       [maxTries]try
	firstSYNACK int64
	cand        candidate
	// refutedAck is what a segment acknowledged that does not belong to the
	// client's attempt, valid when refutes is set.
	refutedAck decode.Seq
	// otherISN is the initial sequence number of a second SYN-ACK, valid when
	// hasOtherISN is set.
	otherISN             decode.Seq
	refutes, hasOtherISN bool
	n                    uint8 // of tries
}

// oddOf returns what is remembered of c's opening; nil when there is no room.
func (t *Tracker) oddOf(c *conn) *odd {
	if x := t.extraOf(c); x != nil {
		return &x.opening
	}
	return nil
}

// extra is what a connection needs that is not in good order.
type extra struct {
	// gaps are the indices of what is missing of what each side sent, 0 for nothing,
	// unseen what of one side's was acknowledged last, closing what their first FINs
	// acknowledged.
	gaps    [2]uint32
	closing [2]closingACK
	unseen  unseen
	opening odd
}

// extraOf returns the extra of c, made when there was none; nil without room.
func (t *Tracker) extraOf(c *conn) *extra {
	if c.extra == 0 {
		c.extra = t.extras.take()
	}
	return t.extra(c)
}

// extra returns the extra of c, nil when it has none.
func (t *Tracker) extra(c *conn) *extra {
	if c.extra == 0 {
		return nil
	}
	return t.extras.at(c.extra)
}

// giveExtra gives back what c needed that was not in good order.
func (t *Tracker) giveExtra(c *conn) {
	x := t.extra(c)
	if x == nil {
		return
	}
	for _, list := range x.gaps {
		if list != 0 {
			t.loss.giveGaps(list)
		}
	}
	t.extras.give(c.extra)
}
