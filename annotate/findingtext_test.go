package annotate

import (
	"testing"

	"tcpshake/decode"
)

const (
	us  = int64(1000)
	ms  = 1000 * us
	sec = 1000 * ms
)

func TestFindingText(t *testing.T) {
	icmp4 := icmpFinding(&decode.ICMP{From: decode.AddrFrom4([4]byte{10, 0, 0, 1}), Version: 4, Type: 3, Code: 3}, decode.SYN)
	synAck := icmpFinding(&decode.ICMP{From: decode.AddrFrom4([4]byte{10, 0, 0, 1}), Version: 4, Type: 3, Code: 10}, decode.SYN|decode.ACK)
	frag := icmpFinding(&decode.ICMP{From: decode.AddrFrom4([4]byte{10, 0, 0, 1}), Version: 4, Type: 3, Code: 4, MTU: 1400}, 0)
	icmp6 := icmpFinding(&decode.ICMP{From: decode.AddrFrom16([16]byte{0xfd, 15: 1}), Version: 6, Type: 1, Code: 4}, 0)
	odd := icmpFinding(&decode.ICMP{From: decode.AddrFrom4([4]byte{10, 0, 0, 1}), Version: 4, Type: 12, Code: 1}, 0)
	joined := negotiatedFinding(&Negotiated{Known: true, ClientMSS: 1460, ServerMSS: 1460, MPTCP: true, MPTCPJoin: true})
	full := negotiatedFinding(&Negotiated{ClientMSS: 1460, ServerMSS: 1440, WindowScale: true, ClientShift: 7, ServerShift: 9,
		SACK: true, Timestamps: true, MPTCP: true, ECN: AccECN, TFO: TFOAccepted})
	bare := negotiatedFinding(&Negotiated{ClientMSS: 536})
	for _, c := range []struct {
		f    Finding
		want string
	}{
		{Finding{Kind: FindingRefused, N: uint64(ResetNoListener)}, "refused: no listener on that port, or a firewall rejecting"},
		{Finding{Kind: FindingAborted, N: uint64(ResetNoSocket), By: ClientParty}, "aborted by client: the client has no such socket, probably a cancelled connect, a scan or a spoofed SYN"},
		{Finding{Kind: FindingAborted, By: ServerParty}, "aborted by server"},
		{Finding{Kind: FindingReset}, "reset"},
		{Finding{Kind: FindingReset, N: uint64(ResetIdle), By: ServerParty, Time: 90 * sec}, "reset by server: probably an idle timeout (90s of silence)"},
		{Finding{Kind: FindingReset, N: uint64(ResetMPTCP), By: ServerParty, A: 2}, "reset by server: MPTCP lack of resources"},
		{Finding{Kind: FindingReset, N: uint64(ResetMPTCP), By: ServerParty, A: 200}, "reset by server: MPTCP unknown reason"},
		{icmp4, "ICMP port unreachable from 10.0.0.1 for SYN"},
		{synAck, "ICMP prohibited by a filter from 10.0.0.1 for SYN-ACK"},
		{frag, "ICMP fragmentation needed (MTU 1400) from 10.0.0.1"},
		{icmp6, "ICMP port unreachable from fd00::1"},
		{odd, "ICMP type 12 code 1 from 10.0.0.1"},
		{Finding{Kind: FindingSYNRetransmission, N: 2, Time: 1030 * ms, Time2: 2060 * ms}, "SYN retransmission #2 (+1.03s, 2.06s since first)"},
		{Finding{Kind: FindingSYNACKRetransmission, N: 1, Time: sec, Time2: sec}, "SYN-ACK retransmission #1 (+1s, 1s since first)"},
		{Finding{Kind: FindingFINRetransmission, N: 1, Time: 210 * ms}, "FIN retransmission #1 (+210ms)"},
		{Finding{Kind: FindingSYNACKLost}, "SYN-ACK did not arrive"},
		{Finding{Kind: FindingACKNotProcessed, By: ServerParty}, "ACK not processed by server: lost, or dropped (accept queue full, deferred accept)"},
		{Finding{Kind: FindingSYNACKMismatch, A: 77, B: 1}, "SYN-ACK for another SYN (acks 77, not 1)"},
		{Finding{Kind: FindingACKMismatch, A: 77, B: 1}, "ACK does not match the SYN-ACK (acks 77, not 1)"},
		{Finding{Kind: FindingSecondSYNACK}, "second SYN-ACK with another ISN"},
		{Finding{Kind: FindingRSTIgnored, N: uint64(RSTNotForSYN)}, "RST ignored (does not acknowledge the SYN)"},
		{Finding{Kind: FindingRSTIgnored, N: uint64(RSTInWindow)}, "RST ignored (in the window, not exact: a challenge ACK should follow)"},
		{Finding{Kind: FindingRSTIgnored, N: uint64(RSTOutside), A: 1000}, "RST ignored (outside the window by 1000 bytes)"},
		{Finding{Kind: FindingRSTIgnored, N: uint64(RSTOutside)}, "RST ignored (outside the window)"},
		{Finding{Kind: FindingSYNIgnored}, "SYN inside a connection: a new attempt, stray or forged"},
		{Finding{Kind: FindingStraySYN}, "the SYN before was stray or forged"},
		{Finding{Kind: FindingIllegalFlags, A: uint64(decode.SYN | decode.FIN)}, "illegal flags [FS]"},
		{Finding{Kind: FindingIllegalFlags}, "illegal flags [none]"},
		{Finding{Kind: FindingDataAfterFIN, N: 1}, "data after FIN (1 byte)"},
		{Finding{Kind: FindingStaleFIN}, "stale FIN"},
		{Finding{Kind: FindingChallengeACK}, "challenge ACK"},
		{Finding{Kind: FindingChallengeACK, N: 2, By: ServerParty}, "challenge ACK: server still holds an old connection"},
		{Finding{Kind: FindingChallengeACK, N: 1, By: ServerParty}, "challenge ACK: server still holds the old connection (half-open)"},
		{Finding{Kind: FindingAfterClose}, "after close"},
		{Finding{Kind: FindingTimeWaitAssassination}, "RST ends TIME_WAIT early"},
		{Finding{Kind: FindingPortReuse, N: 3, Time: 12 * sec}, "port reuse (#3 ended 12s ago)"},
		{Finding{Kind: FindingSameISN, N: 3}, "same ISN as #3: replayed capture?"},
		{Finding{Kind: FindingNewAttempt, N: 3}, "new attempt (#3 got no answer)"},
		{Finding{Kind: FindingRetryAfterRefusal, N: 2, Time: 500 * ms}, "retry #2 after refusal (+500ms)"},
		{Finding{Kind: FindingSimultaneousOpen}, "simultaneous open"},
		{Finding{Kind: FindingSYNOutOfOrder}, "SYN captured out of order"},
		{Finding{Kind: FindingTFOAccepted, N: 120}, "TFO data accepted (120 bytes)"},
		{Finding{Kind: FindingForgedRST, By: ServerParty}, "goes on after its RST, so that was probably forged"},
		{Finding{Kind: FindingICMPForeign}, "ICMP error does not belong: quotes what was never sent"},
		{Finding{Kind: FindingTFOIgnored}, "TFO data not accepted"},
		{Finding{Kind: FindingTFODataAgain}, "data of the SYN sent again"},
		{Finding{Kind: FindingStartNotCaptured}, "start not captured"},
		{Finding{Kind: FindingStartNotCaptured, N: 2}, "start not captured, or dropped from the full table"},
		{Finding{Kind: FindingSYNNotCaptured}, "SYN not captured"},
		{Finding{Kind: FindingSYNACKNotCaptured}, "SYN-ACK not captured"},
		{Finding{Kind: FindingFINNotCaptured, By: ServerParty}, "FIN of server not captured (inferred)"},
		{Finding{Kind: FindingHandshake, N: 1, Time: 54 * us, Time2: 48 * us, Time3: 6 * us}, "handshake 54us (server 48us, client 6us)"},
		{Finding{Kind: FindingHandshake, N: 2, Time: 1040 * ms, Time2: 20 * ms, Time3: 20 * ms}, "handshake 1.04s with 1 SYN retry (server 20ms, client 20ms)"},
		{Finding{Kind: FindingHandshake, N: 3, A: 1, Time: 2 * sec}, "handshake 2s with 2 SYN retries (which SYN was answered is not known)"},
		{Finding{Kind: FindingHandshake, N: 1, Time: 54 * us, Time2: -1, Time3: 6 * us}, "handshake 54us"},
		{Finding{Kind: FindingClose, N: 1, A: 4, By: ClientParty, Time: -1}, "close 1/4 by client"},
		{Finding{Kind: FindingClose, N: 2, A: 4, Time: -1}, "close 2/4"},
		{Finding{Kind: FindingClose, N: 4, A: 4, By: ClientParty, Time: 381 * us}, "close 4/4, closed by client in 381us"},
		{Finding{Kind: FindingClose, N: 3, A: 3, Time: -1}, "close 3/3, closed"},
		{Finding{Kind: FindingHalfCloseData, N: 10}, "10 bytes to a half-closed end"},
		{joined, "negotiated mss 1460/1460, no wscale, mptcp join"},
		{full, "negotiated mss 1460/1440, wscale 7/9, sack, timestamps, mptcp, accecn, tfo accepted"},
		{bare, "negotiated mss 536/none, no wscale"},
		{Finding{Kind: FindingCopy, N: 12, A: 0}, "duplicate of 12"},
		{Finding{Kind: FindingCopy, N: 12, A: ^uint64(0)}, "duplicate of 12 (TTL -1)"},
		{Finding{Kind: FindingCopy, N: 12, A: 1}, "duplicate of 12 (TTL +1)"},

		{Finding{Kind: FindingGap, N: 1448}, "gap: 1448 bytes not captured"},
		{Finding{Kind: FindingAckedUnseen, N: 1}, "acked unseen (1 byte not captured)"},
		{Finding{Kind: FindingRetransmission, N: uint64(ResendSeen), Time: 203 * ms}, "retransmission (seen before, 203ms after)"},
		{Finding{Kind: FindingRetransmission, N: uint64(ResendFillsGap), Time: -1}, "retransmission (fills a gap)"},
		{Finding{Kind: FindingRetransmission, Time: -1}, "retransmission"},
		{Finding{Kind: FindingRetransmission, Time: 3 * ms, A: 2}, "retransmission #2 (3ms after)"},
		{Finding{Kind: FindingRetransmission, N: 99, Time: -1}, "retransmission (an old duplicate, already acknowledged)"},
		{Finding{Kind: FindingFastRetransmission, N: uint64(ResendSeen), Time: 20 * ms}, "fast retransmission (seen before, 20ms after)"},
		{Finding{Kind: FindingSpuriousRetransmission, N: uint64(ResendAcked), Time: 20 * ms}, "spurious retransmission (already acknowledged, 20ms after)"},
		{Finding{Kind: FindingReordered, Time: 2 * ms}, "reordered (2ms late)"},
		{Finding{Kind: FindingReordered, Time: -1}, "reordered"},
		{Finding{Kind: FindingDupAck, N: 3, A: 1449, B: 2897}, "dup ack #3 for 1449-2897"},
		{Finding{Kind: FindingDupAck, N: 1}, "dup ack #1"},
		{Finding{Kind: FindingDupAckHarmless}, "dup ack, nothing missing"},
		{Finding{Kind: FindingZeroWindow}, "zero window"},
		{Finding{Kind: FindingZeroWindowProbe}, "zero-window probe (empty)"},
		{Finding{Kind: FindingZeroWindowProbe, N: 1}, "zero-window probe"},
		{Finding{Kind: FindingZeroWindowProbeAck}, "zero-window probe ack"},
		{Finding{Kind: FindingWindowFull}, "window full"},
		{Finding{Kind: FindingWindowUpdate, N: 65536, A: 1}, "window update to 65536"},
		{Finding{Kind: FindingWindowUpdate, N: 501}, "window update to 501 (unscaled)"},
		{Finding{Kind: FindingWindowShrunk, N: 2000}, "window shrunk by 2000 bytes"},
		{Finding{Kind: FindingKeepAlive}, "keep-alive"},
		{Finding{Kind: FindingKeepAliveAck}, "keep-alive ack"},
		{Finding{Kind: FindingRTO, N: 3, Time: 1020 * ms}, "RTO #3 after 1.02s"},
		{Finding{Kind: FindingTailLossProbe, Time: 45 * ms}, "probably a tail-loss probe (45ms after)"},
		{Finding{Kind: FindingDSACK, A: 1449, B: 2897}, "DSACK: 1449-2897 was received twice"},
		{Finding{Kind: FindingPAWS, N: 100}, "old time stamp (by 100): the receiver drops it (PAWS)"},
		{Finding{Kind: FindingMTUSuspect, N: 1460, A: 3}, "probably too large for the path: 1460 bytes sent 3 times, smaller ones pass"},
		{Finding{Kind: FindingClockBack, Time: 3600 * sec}, "capture time went back 1h"},
		{Finding{Kind: FindingOffload, N: 65160, A: 1460}, "offload: 65160 bytes in one segment, the MSS is 1460"},
		{Finding{Kind: FindingCongestionExperienced}, "marked by a router: congestion experienced"},
		{Finding{Kind: FindingECNEcho}, "ECN echo"},
		{Finding{Kind: FindingCongestionReduced}, "congestion window reduced"},
		{Finding{Kind: FindingMPTCPFallback}, "fell back from MPTCP"},
		{Finding{Kind: FindingAcceptQueue, N: uint64(QueueDropsSYN), Time: 3 * sec}, "fits a full accept queue: SYN unanswered where others were answered 3s ago (or the path drops it)"},
		{Finding{Kind: FindingAcceptQueue, N: uint64(QueueDropsACK), A: 2}, "fits a full accept queue: SYN-ACK sent again 2 times although its ACK was captured"},
		{Finding{Kind: FindingDeafServer, N: 3}, "deaf server: handshake complete, 3 segments unanswered; fits a full accept queue or a dead path"},
		{Finding{Kind: FindingSYNFlood, N: 100, A: 1, Time: 900 * ms}, "SYN flood: 100 handshakes left half-open in 900ms, from 1 address"},
		{Finding{Kind: FindingSYNFlood, N: 100, A: 97, Time: 900 * ms}, "SYN flood: 100 handshakes left half-open in 900ms, from at least 97 addresses"},
		{Finding{Kind: FindingHalfClosed, By: ServerParty, Time: 37 * sec}, "half-closed by server for 37s"},
		{Finding{Kind: FindingPortScan, N: 15}, "port scan: one source tried 15 ports"},
		{Finding{Kind: FindingDeadPeer, N: 3, Time: 4 * sec}, "dead peer: 3 timeouts in a row, nothing heard for 4s"},
		{Finding{Kind: FindingZeroWindowStall, Time: 2 * sec, By: ServerParty}, "stalled: the application of server has not read for 2s"},
		{Finding{Kind: FindingTwin, N: 2}, "same flow as #2, before or after address translation"},
	} {
		if got := string(c.f.AppendText(nil)); got != c.want {
			t.Errorf("%v: %q, want %q", c.f.Kind, got, c.want)
		}
	}
}

func TestEveryFindingHasText(t *testing.T) {
	for k := FindingKind(1); int(k) < FindingKinds(); k++ {
		f := Finding{Kind: k}
		text := f.AppendText(nil)
		if len(text) == 0 {
			t.Errorf("%v has no text", k)
		}
		for _, b := range text {
			if b < ' ' || b > '~' {
				t.Errorf("%v: byte %#x in %q", k, b, text)
			}
		}
	}
}

func TestFindingTextAllocatesNothing(t *testing.T) {
	buf := make([]byte, 0, 256)
	for k := FindingKind(1); int(k) < FindingKinds(); k++ {
		f := Finding{Kind: k, N: 3, A: 1, B: 7, Time: 5, Time2: 6, Time3: 7, By: ServerParty}
		if n := testing.AllocsPerRun(10, func() { buf = f.AppendText(buf[:0]) }); n != 0 {
			t.Errorf("%v: %v allocations", k, n)
		}
	}
}
