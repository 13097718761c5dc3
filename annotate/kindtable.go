package annotate

// findingRow is all that is fixed about a kind. In text, %n, %a and %b stand for
// N, A and B, %d for A with a sign, %t and %u for Time and Time2, %w for By, %p for ""
// or "s" after N; a kind whose text depends on more has a function instead.
type findingRow struct {
	name       string
	severity   Severity
	visibility Visibility
	text       string
	write      func(dst []byte, f *Finding) []byte
}

// findingRows is the whole list, in the order of the constants.
var findingRows = [...]findingRow{
	{name: "none"},

	FindingRefused:   {"refused", Error, Always, "", appendRefused},
	FindingAborted:   {"aborted", Error, Always, "", appendReset},
	FindingReset:     {"reset", Error, Always, "", appendReset},
	FindingICMPError: {"icmp-error", Error, Always, "", appendICMP},

	FindingICMPForeign: {"icmp-foreign", Note, Always, "ICMP error does not belong: quotes what was never sent", nil},

	FindingSYNRetransmission:    {"syn-retransmission", Warning, Always, "SYN retransmission #%n (+%t, %u since first)", nil},
	FindingSYNACKRetransmission: {"syn-ack-retransmission", Warning, Always, "SYN-ACK retransmission #%n (+%t, %u since first)", nil},
	FindingFINRetransmission:    {"fin-retransmission", Warning, Always, "FIN retransmission #%n (+%t)", nil},
	FindingSYNACKLost:           {"syn-ack-lost", Warning, Always, "SYN-ACK did not arrive", nil},
	FindingACKNotProcessed:      {"ack-not-processed", Warning, Always, "ACK not processed by %w: lost, or dropped (accept queue full, deferred accept)", nil},
	FindingSYNACKMismatch:       {"syn-ack-mismatch", Warning, Always, "SYN-ACK for another SYN (acks %d, not %b)", nil},
	FindingACKMismatch:          {"ack-mismatch", Warning, Always, "ACK does not match the SYN-ACK (acks %d, not %b)", nil},
	FindingSecondSYNACK:         {"second-syn-ack", Warning, Always, "second SYN-ACK with another ISN", nil},
	FindingRSTIgnored:           {"rst-ignored", Warning, Always, "", appendRSTIgnored},
	FindingSYNIgnored:           {"syn-ignored", Warning, Always, "SYN inside a connection: a new attempt, stray or forged", nil},
	FindingStraySYN:             {"stray-syn", Note, Always, "the SYN before was stray or forged", nil},
	FindingIllegalFlags:         {"illegal-flags", Warning, Always, "", appendIllegalFlags},
	FindingDataAfterFIN:         {"data-after-fin", Warning, Always, "data after FIN (%n byte%p)", nil},
	FindingStaleFIN:             {"stale-fin", Note, Always, "stale FIN", nil},
	FindingChallengeACK:         {"challenge-ack", Note, Always, "", appendChallenge},
	FindingAfterClose:           {"after-close", Note, Always, "after close", nil},
	FindingForgedRST:            {"forged-rst", Warning, Always, "goes on after its RST, so that was probably forged", nil},

	FindingTimeWaitAssassination: {"time-wait-assassination", Note, Always, "RST ends TIME_WAIT early", nil},

	FindingPortReuse:         {"port-reuse", Note, Always, "port reuse (#%n ended %t ago)", nil},
	FindingReplaces:          {"replaces", Warning, Always, "replaces #%n, which was half-open", nil},
	FindingRefutes:           {"refutes", Note, Always, "RST answers a segment of another connection", nil},
	FindingSameISN:           {"same-isn", Note, Always, "same ISN as #%n: replayed capture?", nil},
	FindingNewAttempt:        {"new-attempt", Note, Always, "new attempt (#%n got no answer)", nil},
	FindingRetryAfterRefusal: {"retry-after-refusal", Note, Always, "retry #%n after refusal (+%t)", nil},
	FindingSimultaneousOpen:  {"simultaneous-open", Note, Always, "simultaneous open", nil},
	FindingSYNOutOfOrder:     {"syn-out-of-order", Note, Always, "SYN captured out of order", nil},
	FindingTFOAccepted:       {"tfo-accepted", Info, Always, "TFO data accepted (%n byte%p)", nil},
	FindingTFOIgnored:        {"tfo-ignored", Note, Always, "TFO data not accepted", nil},
	FindingTFODataAgain:      {"tfo-data-again", Info, Always, "data of the SYN sent again", nil},
	FindingStartNotCaptured:  {"start-not-captured", Info, Always, "", appendStart},
	FindingSYNNotCaptured:    {"syn-not-captured", Info, Always, "SYN not captured", nil},
	FindingSYNACKNotCaptured: {"syn-ack-not-captured", Info, Always, "SYN-ACK not captured", nil},
	FindingFINNotCaptured:    {"fin-not-captured", Info, Always, "FIN of %w not captured (inferred)", nil},
	FindingHandshake:         {"handshake", Info, Always, "", appendHandshake},
	FindingClose:             {"close", Info, Always, "", appendClose},
	FindingHalfClosed:        {"half-close", Info, Verbose, "half-closed by %w for %t", nil},
	FindingHalfCloseData:     {"half-close-data", Info, Verbose, "%n byte%p to a half-closed end", nil},
	FindingNegotiated:        {"negotiated", Info, Verbose, "", appendNegotiated},
	FindingCopy:              {"copy", Info, Verbose, "", appendCopy},

	FindingGap:                    {"gap", Warning, Always, "gap: %n byte%p not captured", nil},
	FindingAckedUnseen:            {"acked-unseen", Warning, Always, "acked unseen (%n byte%p not captured)", nil},
	FindingRetransmission:         {"retransmission", Warning, Always, "", appendRetransmission},
	FindingFastRetransmission:     {"fast-retransmission", Warning, Always, "", appendRetransmission},
	FindingSpuriousRetransmission: {"spurious-retransmission", Warning, Always, "", appendRetransmission},
	FindingReordered:              {"reordered", Note, Always, "", appendReordered},
	FindingDupAck:                 {"dup-ack", Note, Always, "", appendDupAck},
	FindingDupAckHarmless:         {"dup-ack-harmless", Info, Verbose, "dup ack, nothing missing", nil},
	FindingZeroWindow:             {"zero-window", Warning, Always, "zero window", nil},
	FindingZeroWindowProbe:        {"zero-window-probe", Note, Always, "", appendProbe},
	FindingZeroWindowProbeAck:     {"zero-window-probe-ack", Info, Verbose, "zero-window probe ack", nil},
	FindingWindowFull:             {"window-full", Warning, Always, "window full", nil},
	FindingWindowUpdate:           {"window-update", Info, Verbose, "", appendWindowUpdate},
	FindingWindowShrunk:           {"window-shrunk", Note, Verbose, "window shrunk by %n byte%p", nil},
	FindingKeepAlive:              {"keep-alive", Note, Verbose, "keep-alive", nil},
	FindingKeepAliveAck:           {"keep-alive-ack", Note, Verbose, "keep-alive ack", nil},

	FindingRTO:           {"rto", Warning, Verbose, "RTO #%n after %t", nil},
	FindingTailLossProbe: {"tail-loss-probe", Note, Verbose, "probably a tail-loss probe (%t after)", nil},
	FindingDSACK:         {"dsack", Note, Verbose, "DSACK: %a-%b was received twice", nil},
	FindingPAWS:          {"paws", Note, Verbose, "old time stamp (by %n): the receiver drops it (PAWS)", nil},
	FindingMTUSuspect:    {"mtu-suspect", Warning, Verbose, "probably too large for the path: %n bytes sent %a times, smaller ones pass", nil},
	FindingOffload:       {"offload", Info, Verbose, "offload: %n bytes in one segment, the MSS is %a", nil},

	FindingCongestionExperienced: {"congestion-experienced", Note, Verbose, "marked by a router: congestion experienced", nil},
	FindingECNEcho:               {"ecn-echo", Note, Verbose, "ECN echo", nil},
	FindingCongestionReduced:     {"congestion-reduced", Note, Verbose, "congestion window reduced", nil},
	FindingMPTCPFallback:         {"mptcp-fallback", Note, Verbose, "fell back from MPTCP", nil},

	FindingAcceptQueue:     {"accept-queue-overflow", Warning, Verbose, "", appendQueue},
	FindingDeafServer:      {"deaf-server", Warning, Verbose, "deaf server: handshake complete, %n segments unanswered; fits a full accept queue or a dead path", nil},
	FindingSYNFlood:        {"syn-flood", Warning, Verbose, "", appendFlood},
	FindingPortScan:        {"port-scan", Warning, Verbose, "port scan: one source tried %n ports", nil},
	FindingDeadPeer:        {"dead-peer", Warning, Verbose, "dead peer: %n timeouts in a row, nothing heard for %t", nil},
	FindingZeroWindowStall: {"zero-window-stall", Warning, Verbose, "stalled: the application of %w has not read for %t", nil},
	FindingTwin:            {"twin", Note, Verbose, "same flow as #%n, before or after address translation", nil},

	FindingBadChecksum: {"bad-checksum", Warning, Always, "", appendBadChecksum},
	FindingClockBack:   {"clock-back", Note, Always, "capture time went back %t", nil},
}
