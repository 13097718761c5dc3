package annotate

// The findings; what N, A, B, By and the times hold is said at each.
const (
	_ FindingKind = iota

	// Refused: RST in answer to a SYN. N is a ResetReason, By who refused, A the
	// MPTCP reason.
	FindingRefused
	// Aborted: an acceptable RST before the handshake was complete. N, By, Time and A
	// are those of Reset.
	FindingAborted
	// Reset: an acceptable RST after the handshake. N is a ResetReason, By who
	// sent it, Time the silence before it (for ResetIdle), A the MPTCP reason.
	FindingReset
	// ICMPError: an ICMP error about a segment of this connection. N, A and B hold
	// what icmpFinding packs.
	FindingICMPError
	// ICMPForeign: an ICMP error that quotes a number that was never sent.
	FindingICMPForeign

	// SYNRetransmission: N counts the repetitions, Time is since the last copy,
	// Time2 since the first. Likewise SYN-ACK and FIN.
	FindingSYNRetransmission
	FindingSYNACKRetransmission
	FindingFINRetransmission
	// SYNACKLost: the client repeats its SYN although the SYN-ACK was captured.
	FindingSYNACKLost
	// ACKNotProcessed: the server repeats its SYN-ACK although the client's ACK
	// was captured.
	FindingACKNotProcessed
	// SYNACKMismatch: a SYN-ACK that acknowledges another SYN; A is what it
	// acknowledges, B what it should.
	FindingSYNACKMismatch
	// ACKMismatch: the ACK of the handshake does not acknowledge the SYN-ACK; A
	// is what it acknowledges, B what it should.
	FindingACKMismatch
	// SecondSYNACK: another SYN-ACK with another initial sequence number.
	FindingSecondSYNACK
	// RSTIgnored: N is a RSTFault, A the distance in bytes outside the window.
	FindingRSTIgnored
	// SYNIgnored: a SYN with a new sequence number inside a connection that
	// lives on; what becomes of it is not known yet.
	FindingSYNIgnored
	// StraySYN: the connection went on, so the SYN before was stray or forged.
	FindingStraySYN
	// IllegalFlags: a combination of flags that no endpoint sends; A are the flags.
	FindingIllegalFlags
	// DataAfterFIN: N bytes beyond the sender's own FIN.
	FindingDataAfterFIN
	// StaleFIN: a FIN that neither advances the stream nor repeats one.
	FindingStaleFIN
	// ChallengeACK: N is 1 when it answers a SYN (the connection is half-open), 2
	// when it answers one after the connection that the capture knows had ended.
	FindingChallengeACK
	// AfterClose: a segment after both ends closed.
	FindingAfterClose
	// ForgedRST: By goes on after its own RST, so that was probably not its own.
	FindingForgedRST
	// TimeWaitAssassination: RST ends TIME_WAIT early (RFC 1337).
	FindingTimeWaitAssassination
	// PortReuse: a new connection on the ports of an old one; N is the old one's
	// number, Time how long ago it ended.
	FindingPortReuse
	// Replaces: a new connection took the ports of number N, which had not ended.
	FindingReplaces
	// Refutes: RST that answers a segment which does not belong to the attempt of
	// its sender; it ends nothing that was captured.
	FindingRefutes
	// SameISN: port reuse with the old initial sequence number.
	FindingSameISN
	// NewAttempt: a new SYN after an attempt that was not answered; N is its number.
	FindingNewAttempt
	// RetryAfterRefusal: the refused SYN again; N counts, Time is since the RST.
	FindingRetryAfterRefusal
	// SimultaneousOpen: both sent SYN (RFC 9293 figure 7).
	FindingSimultaneousOpen
	// SYNOutOfOrder: a SYN captured after what answers it.
	FindingSYNOutOfOrder
	// TFOAccepted: N bytes of data in the SYN were acknowledged by the SYN-ACK (RFC
	// 7413). TFOIgnored: none were. TFODataAgain: the data are sent again.
	FindingTFOAccepted
	FindingTFOIgnored
	FindingTFODataAgain
	// The parts that the capture lacks. StartNotCaptured: N connections were dropped from
	// the full table, and this may be one.
	FindingStartNotCaptured
	FindingSYNNotCaptured
	FindingSYNACKNotCaptured
	FindingFINNotCaptured
	// Handshake: Time is connect, Time2 the server's part and Time3 the client's;
	// N counts SYNs, A is 1 when it is not known which SYN was answered.
	FindingHandshake
	// Close: step N of A, by By; Time is how long the close took, at the last step.
	// B is one of closePlain, closeCombined and closeCrossed.
	FindingClose
	// HalfClosed: By closed Time after the other end had.
	FindingHalfClosed
	// HalfCloseData: N bytes sent to an end that has closed its direction.
	FindingHalfCloseData
	// Negotiated: what both SYNs agreed on, packed by negotiatedFinding.
	FindingNegotiated
	// Copy: a second capture of packet N; A is the difference of the TTLs.
	FindingCopy

	// Gap: N bytes before this segment were not captured (yet).
	FindingGap
	// AckedUnseen: the peer acknowledges N bytes that were not captured.
	FindingAckedUnseen
	// Retransmission of data: N is a Resend, Time since the copy before, A how
	// often it was sent again.
	FindingRetransmission
	FindingFastRetransmission
	FindingSpuriousRetransmission
	// Reordered: sent before what was captured before it; Time is how late.
	FindingReordered
	// DupAck: N counts them, A and B bound the range that is missing, if A != B.
	FindingDupAck
	// DupAckHarmless: repeats an ACK although nothing is missing.
	FindingDupAckHarmless
	// ZeroWindow: the sender of this segment can take no more data.
	FindingZeroWindow
	// ZeroWindowProbe: N is its payload length.
	FindingZeroWindowProbe
	FindingZeroWindowProbeAck
	// WindowFull: the segment ends at the edge of the peer's window.
	FindingWindowFull
	// WindowUpdate: N is the window in bytes, scaled when A is 1.
	FindingWindowUpdate
	// WindowShrunk: the right edge went back by N bytes.
	FindingWindowShrunk
	FindingKeepAlive
	FindingKeepAliveAck

	// RTO: retransmission timeout number N after Time.
	FindingRTO
	// TailLossProbe: Time is since the segment was sent (RFC 8985 section 7).
	FindingTailLossProbe
	// DSACK: the receiver got A to B twice (RFC 2883).
	FindingDSACK
	// PAWS: the time stamp is N ticks older than one before (RFC 7323 section 5).
	FindingPAWS
	// MTUSuspect: N bytes were sent A times without an answer, smaller ones pass.
	FindingMTUSuspect
	// Offload: N bytes in one segment, the peer's MSS is A.
	FindingOffload
	// CongestionExperienced: a router marked the packet (RFC 3168 section 5).
	FindingCongestionExperienced
	// ECNEcho: the receiver reports the mark; CongestionReduced: the sender heeds it.
	FindingECNEcho
	FindingCongestionReduced
	// MPTCPFallback: the peer did not answer MP_CAPABLE (RFC 8684 section 3.7).
	FindingMPTCPFallback

	// AcceptQueue: N is a QueueShape, A counts.
	FindingAcceptQueue
	// DeafServer: the handshake is complete, yet N segments in a row got no answer.
	FindingDeafServer
	// SYNFlood: N handshakes left half-open within Time, from A addresses or more.
	FindingSYNFlood
	// PortScan: one source tried N ports.
	FindingPortScan
	// DeadPeer: N retransmission timeouts in a row, nothing heard for Time.
	FindingDeadPeer
	// ZeroWindowStall: the window was zero for Time.
	FindingZeroWindowStall
	// Twin: the same connection as number N, before or after address translation.
	FindingTwin
	// BadChecksum: the TCP checksum is A and should be B (Options.CheckChecksums).
	FindingBadChecksum
	// ClockBack: the clock of the capture was set back by Time before the packet, so
	// what is measured across that is not known.
	FindingClockBack
)
