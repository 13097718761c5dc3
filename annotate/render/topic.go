package render

import (
	"slices"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// topic is what --explain talks about under a packet: the one thing that a
// reader has to know to understand it.
type topic uint8

// The topics.
const (
	noTopic topic = iota

	topicSYN
	topicSYNData
	topicSYNAgain
	topicSYNACKLost
	topicSYNOutOfOrder
	topicSimultaneousOpen
	topicSelfConnect
	topicCrossingSYNACK
	topicCrossingDone
	topicOpeningDone
	topicSYNACK
	topicSYNACKAgain
	topicACKNotProcessed
	topicWrongSYNACK
	topicSecondSYNACK
	topicWrongACK
	topicRefutes
	topicHandshake
	topicConfirmed
	topicRefused
	topicAborted
	topicAbortedByServer

	topicFirstFIN
	topicFINAcked
	topicSecondFIN
	topicCombinedFIN
	topicCrossingFIN
	topicFINBehindGap
	topicFINAlone
	topicFINDelivered
	topicClosingAcked
	topicLastACK
	topicFINAgain
	topicStaleFIN
	topicDataAfterFIN
	topicAssassination

	topicReset
	topicResetOld
	topicRSTIgnored
	topicChallenge
	topicAfterClose
	topicForgedRST
	topicSYNInside

	topicData
	topicACK
	topicACKOfSYN
	topicMidStream
	topicFastOpen

	topicRetransmission
	topicFastRetransmission
	topicSpurious
	topicOldDuplicate
	topicFillsGap
	topicPAWS
	topicGap
	topicAckedUnseen
	topicReordered
	topicDupAck
	topicZeroWindow
	topicZeroWindowProbe
	topicWindowFull
	topicWindowUpdate
	topicKeepAlive
	topicKeepAliveAck
	topicICMP
	topicICMPFromEnd
	topicTooBig
	topicICMPForeign
	topicIllegalFlags

	topicBadChecksum
	topicFragment
	topicBroken
	topicCopy

	topicPortReuse
	topicReplaces
	topicSameISN
	topicNewAttempt
	topicStraySYN
	topicTFOIgnored
	topicTFODataAgain
	topicSYNNotCaptured
	topicSYNACKNotCaptured
	topicFINNotCaptured
	topicClockBack
	topics
)

// topicSet is a set of topics.
type topicSet [(topics + 63) / 64]uint64

func (s *topicSet) has(t topic) bool { return s[t/64]>>(t%64)&1 != 0 }

func (s *topicSet) add(t topic) { s[t/64] |= 1 << (t % 64) }

// findingTopics are the findings that say more about their packet than its
// flags do.
var findingTopics = map[annotate.FindingKind]topic{
	annotate.FindingRefused:                topicRefused,
	annotate.FindingAborted:                topicAborted,
	annotate.FindingReset:                  topicReset,
	annotate.FindingICMPError:              topicICMP,
	annotate.FindingICMPForeign:            topicICMPForeign,
	annotate.FindingSYNACKMismatch:         topicWrongSYNACK,
	annotate.FindingSecondSYNACK:           topicSecondSYNACK,
	annotate.FindingACKMismatch:            topicWrongACK,
	annotate.FindingRefutes:                topicRefutes,
	annotate.FindingStaleFIN:               topicStaleFIN,
	annotate.FindingDataAfterFIN:           topicDataAfterFIN,
	annotate.FindingTimeWaitAssassination:  topicAssassination,
	annotate.FindingBadChecksum:            topicBadChecksum,
	annotate.FindingSYNRetransmission:      topicSYNAgain,
	annotate.FindingRetryAfterRefusal:      topicSYNAgain,
	annotate.FindingSYNACKRetransmission:   topicSYNACKAgain,
	annotate.FindingFINRetransmission:      topicFINAgain,
	annotate.FindingRSTIgnored:             topicRSTIgnored,
	annotate.FindingSYNIgnored:             topicSYNInside,
	annotate.FindingIllegalFlags:           topicIllegalFlags,
	annotate.FindingChallengeACK:           topicChallenge,
	annotate.FindingAfterClose:             topicAfterClose,
	annotate.FindingForgedRST:              topicForgedRST,
	annotate.FindingSimultaneousOpen:       topicSimultaneousOpen,
	annotate.FindingTFOAccepted:            topicFastOpen,
	annotate.FindingStartNotCaptured:       topicMidStream,
	annotate.FindingHandshake:              topicHandshake,
	annotate.FindingGap:                    topicGap,
	annotate.FindingAckedUnseen:            topicAckedUnseen,
	annotate.FindingRetransmission:         topicRetransmission,
	annotate.FindingFastRetransmission:     topicFastRetransmission,
	annotate.FindingSpuriousRetransmission: topicSpurious,
	annotate.FindingReordered:              topicReordered,
	annotate.FindingDupAck:                 topicDupAck,
	annotate.FindingZeroWindow:             topicZeroWindow,
	annotate.FindingZeroWindowProbe:        topicZeroWindowProbe,
	annotate.FindingWindowFull:             topicWindowFull,
	annotate.FindingWindowUpdate:           topicWindowUpdate,
	annotate.FindingKeepAlive:              topicKeepAlive,
	annotate.FindingKeepAliveAck:           topicKeepAliveAck,
	annotate.FindingSYNOutOfOrder:          topicSYNOutOfOrder,
	annotate.FindingPAWS:                   topicPAWS,
}

// remarkTopics are the findings that do not replace what a packet's flags say, but
// follow it.
var remarkTopics = map[annotate.FindingKind]topic{
	annotate.FindingPortReuse:         topicPortReuse,
	annotate.FindingReplaces:          topicReplaces,
	annotate.FindingSameISN:           topicSameISN,
	annotate.FindingNewAttempt:        topicNewAttempt,
	annotate.FindingStraySYN:          topicStraySYN,
	annotate.FindingTFOIgnored:        topicTFOIgnored,
	annotate.FindingTFODataAgain:      topicTFODataAgain,
	annotate.FindingSYNNotCaptured:    topicSYNNotCaptured,
	annotate.FindingSYNACKNotCaptured: topicSYNACKNotCaptured,
	annotate.FindingFINNotCaptured:    topicFINNotCaptured,
	annotate.FindingClockBack:         topicClockBack,
}

// saying is a topic and the finding that it is about, if it is about one.
type saying struct {
	topic   topic
	finding *annotate.Finding
}

// appendSayings appends all that is to be said about a packet: its topic, what it
// does to the close besides, and the remarks.
func appendSayings(dst []saying, e *annotate.Event) []saying {
	t, f := topicOf(e)
	if t != noTopic {
		dst = append(dst, saying{t, f})
	}
	if f != nil || t == topicData {
		if t := closingTopic(e); t != noTopic {
			dst = append(dst, saying{t, f})
		}
	}
	for i := range e.Findings {
		f := &e.Findings[i]
		if t := remarkTopics[f.Kind]; t != noTopic {
			dst = append(dst, saying{t, f})
		}
	}
	return dst
}

// topicOf returns what to say about a packet, and the finding that it is about.
// Findings stand worst first, so the first one that has a topic wins, but for
// what they cannot replace: the steps of a close.
func topicOf(e *annotate.Event) (topic, *annotate.Finding) {
	switch {
	case e.Copy:
		return topicCopy, nil
	case e.Segment.Class == decode.Fragment:
		return topicFragment, nil
	case e.Segment.Class == decode.Broken:
		return topicBroken, nil
	}
	for i := range e.Findings {
		f := &e.Findings[i]
		if t := findingTopics[f.Kind]; t != noTopic {
			return narrowed(t, e, f), f
		}
	}
	if e.Conn == 0 || e.Segment.Class != decode.TCP {
		return noTopic, nil
	}
	return plainTopic(e), nil
}

// narrowed returns the topic that suits the packet where a finding has several.
func narrowed(t topic, e *annotate.Event, f *annotate.Finding) topic {
	switch t {
	case topicICMP:
		return icmpTopic(e)
	case topicHandshake:
		return openingTopic(e)
	case topicSYNAgain:
		if hasFinding(e, annotate.FindingSYNACKLost) {
			return topicSYNACKLost
		}
	case topicSYNACKAgain:
		if hasFinding(e, annotate.FindingACKNotProcessed) {
			return topicACKNotProcessed
		}
	case topicAborted:
		if !e.FromClient {
			return topicAbortedByServer
		}
	case topicReset:
		// RFC 9293 figure 9: it ends what is left of an old connection.
		if e.Client.State != annotate.Closed || e.Server.State != annotate.Closed {
			return topicResetOld
		}
	case topicPAWS:
		if e.Changed { // it was taken in
			return plainTopic(e)
		}
	case topicRetransmission, topicSpurious:
		return resendTopic(t, f)
	}
	return t
}

// openingTopic is what completes a handshake.
func openingTopic(e *annotate.Event) topic {
	switch {
	case e.Client.State != annotate.Established || e.Server.State != annotate.Established:
		return topicOpeningDone // it closes already
	case !e.FromClient || e.Label == annotate.LabelSYNACK:
		// RFC 9293 figure 7: what completes a simultaneous open is no third step.
		return topicCrossingDone
	default:
		return topicHandshake
	}
}

// resendTopic tells data that are sent again apart by what their receiver does with
// them.
func resendTopic(t topic, f *annotate.Finding) topic {
	switch annotate.Resend(f.N) {
	case annotate.ResendFillsGap:
		return topicFillsGap
	case annotate.ResendStale:
		return topicOldDuplicate
	default:
		return t
	}
}

func hasFinding(e *annotate.Event, kind annotate.FindingKind) bool {
	return slices.ContainsFunc(e.Findings, func(f annotate.Finding) bool { return f.Kind == kind })
}

// icmpTopic tells ICMP errors apart by who sends them and why.
func icmpTopic(e *annotate.Event) topic {
	icmp := &e.Segment.ICMP
	switch {
	case icmp.MTU > 0 || icmp.Version == 4 && icmp.Type == decode.ICMPUnreachable && icmp.Code == decode.ICMPFragmentationNeeded: // RFC 1191; routers before it tell no MTU
		return topicTooBig
	case icmp.From == icmp.Dst.Addr:
		return topicICMPFromEnd
	default:
		return topicICMP
	}
}

// plainTopic is what the flags and the states say.
func plainTopic(e *annotate.Event) topic {
	switch e.Label {
	case annotate.LabelSYN:
		return synTopic(e)
	case annotate.LabelSYNACK:
		if e.FromClient {
			return topicCrossingSYNACK
		}
		return topicSYNACK
	case annotate.LabelRST:
		return topicReset
	case annotate.LabelFIN:
		return finTopic(e)
	}
	if e.Segment.Len > 0 {
		return topicData
	}
	if e.Changed {
		return closeTopic(e)
	}
	return ackTopic(e)
}

func synTopic(e *annotate.Event) topic {
	switch {
	case e.Segment.Src == e.Segment.Dst:
		return topicSelfConnect
	case e.Segment.Len > 0:
		return topicSYNData
	default:
		return topicSYN
	}
}

// ackTopic is what a bare acknowledgment says: number 1 is that of no data.
func ackTopic(e *annotate.Event) topic {
	if e.HasRelAck && e.RelAck == 1 {
		return topicACKOfSYN
	}
	return topicACK
}

// ends returns the states of the packet's sender and of its receiver.
func ends(e *annotate.Event) (self, peer annotate.State) {
	if e.FromClient {
		return e.Client.State, e.Server.State
	}
	return e.Server.State, e.Client.State
}

// finTopic tells the FINs apart by the states that both ends are in after it. What
// is missing before a FIN keeps its receiver where it was.
func finTopic(e *annotate.Event) topic {
	self, peer := ends(e)
	switch {
	case !hasClosed(self):
		return noTopic // the receiver does not take it
	case self == annotate.FinWait1 && peer == annotate.CloseWait:
		return topicFirstFIN
	case self == annotate.Closing && peer == annotate.Closing:
		return topicCrossingFIN
	case self == annotate.LastAck && peer == annotate.TimeWait:
		if slices.ContainsFunc(e.Findings, func(f annotate.Finding) bool { return f.ClosesInOneStep() }) {
			return topicCombinedFIN
		}
		return topicSecondFIN
	case waitsForAck(self) && !gotFIN(peer):
		return topicFINBehindGap
	default:
		return topicFINAlone
	}
}

// hasClosed reports whether an end in that state has sent its FIN, or is CLOSED.
func hasClosed(s annotate.State) bool {
	return waitsForAck(s) || s == annotate.FinWait2 || s == annotate.TimeWait || s == annotate.Closed
}

// waitsForAck reports whether an end in that state waits for the acknowledgment of its
// FIN.
func waitsForAck(s annotate.State) bool {
	return s == annotate.FinWait1 || s == annotate.Closing || s == annotate.LastAck
}

// gotFIN reports whether an end in that state has got the FIN of the other one, or is
// CLOSED.
func gotFIN(s annotate.State) bool {
	switch s {
	case annotate.CloseWait, annotate.Closing, annotate.LastAck, annotate.TimeWait, annotate.Closed:
		return true
	default:
		return false
	}
}

// closingTopic is what a packet of which something else is to be said does to the
// close.
func closingTopic(e *annotate.Event) topic {
	self, peer := ends(e)
	switch {
	case !e.Changed || e.Segment.Class != decode.TCP:
		return noTopic
	case slices.ContainsFunc(e.Findings, isFINStep):
		return finTopic(e)
	case hasFinding(e, annotate.FindingClose):
		return closeACKTopic(self, peer)
	case e.Segment.Len > 0 && hasClosed(self) && self != annotate.Closed && gotFIN(peer) && peer != annotate.Closed:
		return topicFINDelivered
	default:
		return noTopic
	}
}

// isFINStep reports whether f is the step of the close that a FIN is: those that
// acknowledgments are do not name an end, but for the last.
func isFINStep(f annotate.Finding) bool {
	return f.Kind == annotate.FindingClose && f.N < f.A && f.By != annotate.Nobody
}

// closeTopic is what an acknowledgment that changed a state did.
func closeTopic(e *annotate.Event) topic {
	self, peer := ends(e)
	if t := closeACKTopic(self, peer); t != noTopic {
		return t
	}
	if peer != annotate.Established || self != annotate.Established {
		return ackTopic(e)
	}
	if e.FromClient && e.HasRelAck && e.RelAck == 1 {
		return topicHandshake
	}
	return topicConfirmed
}

// closeACKTopic is what an acknowledgment did to the close, by the states of its
// sender and its receiver.
func closeACKTopic(self, peer annotate.State) topic {
	switch {
	case peer == annotate.FinWait2 && self == annotate.CloseWait:
		return topicFINAcked
	case peer == annotate.Closed && self == annotate.TimeWait:
		return topicLastACK
	case peer == annotate.TimeWait && (self == annotate.Closing || self == annotate.TimeWait):
		return topicClosingAcked
	default:
		return noTopic
	}
}
