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
	topicSimultaneousOpen
	topicSelfConnect
	topicCrossingSYNACK
	topicCrossingDone
	topicSYNACK
	topicSYNACKAgain
	topicWrongSYNACK
	topicSecondSYNACK
	topicWrongACK
	topicRefutes
	topicHandshake
	topicConfirmed
	topicRefused
	topicAborted

	topicFirstFIN
	topicFINAcked
	topicSecondFIN
	topicCombinedFIN
	topicCrossingFIN
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
	topics
)

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
			return narrowed(t, e), f
		}
	}
	if e.Conn == 0 || e.Segment.Class != decode.TCP {
		return noTopic, nil
	}
	return plainTopic(e), nil
}

// narrowed returns the topic that suits the packet where a finding has several.
func narrowed(t topic, e *annotate.Event) topic {
	switch {
	case t == topicICMP:
		return icmpTopic(e)
	case t == topicHandshake && (!e.FromClient || e.Label == annotate.LabelSYNACK):
		// RFC 9293 figure 7: what completes a simultaneous open is no third step.
		return topicCrossingDone
	case t == topicReset && (e.Client.State != annotate.Closed || e.Server.State != annotate.Closed):
		// RFC 9293 figure 9: it ends what is left of an old connection.
		return topicResetOld
	default:
		return t
	}
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

// finTopic tells the FINs apart by the state that the sender is in after it.
func finTopic(e *annotate.Event) topic {
	switch self, _ := ends(e); self {
	case annotate.LastAck:
		if slices.ContainsFunc(e.Findings, func(f annotate.Finding) bool { return f.ClosesInOneStep() }) {
			return topicCombinedFIN
		}
		return topicSecondFIN
	case annotate.Closing:
		return topicCrossingFIN
	default:
		return topicFirstFIN
	}
}

// closeTopic is what an acknowledgment that changed a state did.
func closeTopic(e *annotate.Event) topic {
	self, peer := ends(e)
	switch {
	case peer == annotate.FinWait2:
		return topicFINAcked
	case peer == annotate.Closed && self == annotate.TimeWait:
		return topicLastACK
	case peer == annotate.TimeWait:
		return topicClosingAcked
	case peer == annotate.Established && self == annotate.Established:
		if e.FromClient && e.HasRelAck && e.RelAck == 1 {
			return topicHandshake
		}
		return topicConfirmed
	default:
		return ackTopic(e)
	}
}
