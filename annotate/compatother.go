package annotate

// CompatOther returns the words of tshark that none of the findings says: where
// the packet is called something else here, or nothing.
func (e *Event) CompatOther() Compat {
	other := e.Compat
	if other == 0 {
		return 0
	}
	for i := range e.Findings {
		other &^= e.Findings[i].Kind.compat()
	}
	return other
}

// compat returns tshark's words for what the kind names.
func (k FindingKind) compat() Compat {
	switch k {
	case FindingRetransmission, FindingSYNRetransmission, FindingSYNACKRetransmission, FindingFINRetransmission:
		return CompatRetransmission
	case FindingFastRetransmission:
		return CompatRetransmission | CompatFastRetransmission
	case FindingSpuriousRetransmission:
		return CompatRetransmission | CompatSpuriousRetransmission
	case FindingReordered:
		return CompatOutOfOrder
	case FindingDupAck, FindingDupAckHarmless:
		return CompatDuplicateAck
	case FindingGap:
		return CompatLostSegment
	case FindingAckedUnseen:
		return CompatAckLostSegment
	case FindingKeepAlive:
		return CompatKeepAlive
	case FindingKeepAliveAck:
		return CompatKeepAliveAck
	case FindingZeroWindow:
		return CompatZeroWindow
	case FindingZeroWindowProbe:
		return CompatZeroWindowProbe
	case FindingZeroWindowProbeAck:
		return CompatZeroWindowProbeAck
	case FindingWindowFull:
		return CompatWindowFull
	case FindingWindowUpdate:
		return CompatWindowUpdate
	case FindingPortReuse, FindingReplaces, FindingNewAttempt:
		return CompatReusedPorts
	default:
		return 0
	}
}
