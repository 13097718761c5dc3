package render

import (
	"tcpshake/annotate"
	"tcpshake/decode"
)

// troubledConnection loses a SYN-ACK and a data segment, repeats others, and
// ends by FINs that cross.
func troubledConnection() []step {
	const ack, psh, fin, syn = decode.ACK, decode.PSH, decode.FIN, decode.SYN
	found := func(list ...annotate.Finding) []annotate.Finding { return list }
	est := is(annotate.Established)
	sent, rcvd := is(annotate.SynSent), is(annotate.SynRcvd)
	return []step{
		{0, true, annotate.LabelSYN, syn, 0, 0, 0, sent, assumed(annotate.SynRcvd), nil},
		{1_003_120, true, annotate.LabelSYN, syn, 0, 0, 0, sent, assumed(annotate.SynRcvd),
			found(annotate.Finding{Kind: annotate.FindingSYNRetransmission, N: 1, Time: 1_003_120_000, Time2: 1_003_120_000})},
		{1_003_400, false, annotate.LabelSYNACK, syn | ack, 0, 1, 0, est, rcvd, nil},
		{3_019_000, true, annotate.LabelSYN, syn, 0, 0, 0, sent, rcvd,
			found(annotate.Finding{Kind: annotate.FindingSYNACKLost}, annotate.Finding{Kind: annotate.FindingSYNRetransmission, N: 2, Time: 2_015_880_000, Time2: 3_019_000_000})},
		{3_019_300, false, annotate.LabelSYNACK, syn | ack, 0, 1, 0, est, rcvd,
			found(annotate.Finding{Kind: annotate.FindingSYNACKRetransmission, N: 1, Time: 2_015_900_000, Time2: 2_015_900_000})},
		{3_019_310, true, annotate.LabelACK, ack, 1, 1, 0, est, est,
			found(annotate.Finding{Kind: annotate.FindingHandshake, Time: 3_019_310_000, Time2: 300_000, Time3: 10_000, N: 3})},
		{3_019_400, true, annotate.LabelPSH, psh | ack, 1, 1, 1448, est, est, nil},
		{3_220_000, true, annotate.LabelPSH, psh | ack, 1, 1, 1448, est, est,
			found(annotate.Finding{Kind: annotate.FindingRetransmission, N: uint64(annotate.ResendSeen), Time: 200_600_000})},
		{3_220_400, false, annotate.LabelACK, ack, 1, 1449, 0, est, est, nil},
		{3_300_000, false, annotate.LabelPSH, psh | ack, 4294967, 1449, 78, est, est,
			found(annotate.Finding{Kind: annotate.FindingGap, N: 4294966})},
		{9_000_000, true, annotate.LabelFIN, fin | ack, 1449, 4295045, 0, is(annotate.FinWait1), is(annotate.CloseWait), nil},
		{9_000_010, false, annotate.LabelFIN, fin | ack, 4295045, 1449, 0, is(annotate.Closing), is(annotate.Closing), nil},
		{9_000_400, true, annotate.LabelACK, ack, 1450, 4295046, 0, is(annotate.Closing), is(annotate.TimeWait), nil},
		{9_000_410, false, annotate.LabelACK, ack, 4295046, 1450, 0, is(annotate.TimeWait), is(annotate.TimeWait),
			found(annotate.Finding{Kind: annotate.FindingClose, N: 4, A: 4, By: annotate.Both, Time: 410_000})},
	}
}

func troubledRecord() *annotate.Connection {
	c := wholeRecord()
	c.By, c.CloseTime = annotate.Both, 410_000
	c.Handshake = annotate.Handshake{Connect: 3_019_310_000, RTTServer: 300_000, RTTClient: 10_000, SYNs: 3, SYNACKs: 2}
	c.Last, c.Duration = storyTime+9_000_410_000, 9_000_410_000
	c.ToServer = annotate.Traffic{Packets: 8, Bytes: 2896, Unique: 1448, Retransmissions: 3, RetransmittedBytes: 1448}
	c.ToClient = annotate.Traffic{Packets: 6, Bytes: 78, Unique: 78, Retransmissions: 1, NotCaptured: 4294966}
	return c
}
