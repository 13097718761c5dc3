package render

import (
	"tcpshake/annotate"
	"tcpshake/decode"
)

// The events of one small connection, made by hand: the printers are tested on
// what an Event says, whoever fills it.

var (
	clientEnd = decode.Endpoint{Addr: decode.AddrFrom4([4]byte{127, 0, 0, 1}), Port: 59994}
	serverEnd = decode.Endpoint{Addr: decode.AddrFrom4([4]byte{127, 0, 0, 1}), Port: 13306}
)

// storyTime is 2023-12-03T13:29:40.148304Z.
const storyTime = 1701610180148304000

// is returns the state of an end that is proved.
func is(s annotate.State) annotate.EndState { return annotate.EndState{State: s} }

// assumed returns the state of an end that has not been heard.
func assumed(s annotate.State) annotate.EndState {
	return annotate.EndState{State: s, Assumed: true, Doubtful: true}
}

// step is one packet of a story.
type step struct {
	us             int64 // after the beginning
	client         bool  // who sends
	label          annotate.Label
	flags          decode.Flags
	seq, ack       decode.Seq // relative
	length         int
	cstate, sstate annotate.EndState
	findings       []annotate.Finding
}

const (
	clientISN decode.Seq = 1224152147
	serverISN decode.Seq = 2879060989
)

// event returns the event of a step; number counts from 1.
func (s *step) event(number int, before *step) *annotate.Event {
	e := &annotate.Event{
		Number: uint64(number), Time: storyTime + s.us*1000,
		Label: s.label, Conn: 1, FromClient: s.client,
		RelSeq: s.seq, HasRelSeq: true, RelAck: s.ack, HasRelAck: s.flags.Has(decode.ACK),
		Client: s.cstate, Server: s.sstate, Findings: s.findings,
		Segment: &decode.Segment{
			Class: decode.TCP, Src: clientEnd, Dst: serverEnd, Flags: s.flags, Window: 65535, Len: s.length,
			Seq: clientISN + s.seq, Ack: serverISN + s.ack,
		},
	}
	if !s.client {
		e.Segment.Src, e.Segment.Dst = serverEnd, clientEnd
		e.Segment.Seq, e.Segment.Ack = serverISN+s.seq, clientISN+s.ack
	}
	if !s.flags.Has(decode.ACK) {
		e.Segment.Ack = 0
	}
	e.Changed = before == nil || before.cstate != s.cstate || before.sstate != s.sstate
	return e
}

// events returns the events of a story.
func events(story []step) []*annotate.Event {
	list := make([]*annotate.Event, len(story))
	for i := range story {
		var before *step
		if i > 0 {
			before = &story[i-1]
		}
		list[i] = story[i].event(i+1, before)
	}
	return list
}

// wholeConnection is a handshake, a question, its answer, and a close.
func wholeConnection() []step {
	const ack, psh, fin, syn = decode.ACK, decode.PSH, decode.FIN, decode.SYN
	est := is(annotate.Established)
	return []step{
		{0, true, annotate.LabelSYN, syn, 0, 0, 0, is(annotate.SynSent), assumed(annotate.SynRcvd), nil},
		{48, false, annotate.LabelSYNACK, syn | ack, 0, 1, 0, est, is(annotate.SynRcvd), nil},
		{54, true, annotate.LabelACK, ack, 1, 1, 0, est, est, nil},
		{1054, true, annotate.LabelPSH, psh | ack, 1, 1, 26, est, est, nil},
		{1090, false, annotate.LabelACK, ack, 1, 27, 0, est, est, nil},
		{2090, false, annotate.LabelPSH, psh | ack, 1, 27, 78, est, est, nil},
		{2110, true, annotate.LabelACK, ack, 27, 79, 0, est, est, nil},
		{5_000_000, true, annotate.LabelFIN, fin | ack, 27, 79, 0, is(annotate.FinWait1), is(annotate.CloseWait), nil},
		{5_000_019, false, annotate.LabelACK, ack, 79, 28, 0, is(annotate.FinWait2), is(annotate.CloseWait), nil},
		{5_000_336, false, annotate.LabelFIN, fin | ack, 79, 28, 0, is(annotate.TimeWait), is(annotate.LastAck), nil},
		{5_000_381, true, annotate.LabelACK, ack, 28, 80, 0, is(annotate.TimeWait), is(annotate.Closed), nil},
	}
}

// wholeRecord is the record of wholeConnection.
func wholeRecord() *annotate.Connection {
	return &annotate.Connection{
		ID: 1, Client: clientEnd, Server: serverEnd, Role: annotate.Seen,
		Verdict: annotate.ClosedBoth, By: annotate.ClientParty,
		Phase: annotate.Phase{Client: annotate.Established, Server: annotate.Established},
		Start: annotate.Captured, ClientState: is(annotate.TimeWait), ServerState: is(annotate.Closed),
		ConnState: "SF", History: "ShADadFf",
		First: storyTime, Last: storyTime + 5_000_381_000, Duration: 5_000_381_000,
		Productive: 5_000_336_000, FirstDataBy: annotate.ClientParty, FirstByte: 2_036_000,
		FirstStates: annotate.Phase{Client: annotate.SynSent, Server: annotate.SynRcvd},
		ClientTimes: annotate.StateTimes{annotate.SynSent: 48_000, annotate.Established: 4_999_952_000, annotate.FinWait1: 19_000, annotate.FinWait2: 317_000},
		ServerTimes: annotate.StateTimes{annotate.SynRcvd: 54_000, annotate.Established: 4_999_946_000, annotate.CloseWait: 336_000, annotate.LastAck: 45_000},
		Handshake:   annotate.Handshake{Connect: 54_000, RTTServer: 48_000, RTTClient: 6_000, SYNs: 1, SYNACKs: 1},
		Negotiated:  annotate.Negotiated{Known: true, ClientMSS: 16344, ServerMSS: 16344, EffectiveMSS: 16332, WindowScale: true, ClientShift: 6, ServerShift: 6, SACK: true, Timestamps: true},
		ToServer:    annotate.Traffic{Packets: 6, Bytes: 26, Unique: 26, FINs: 1, MaxInFlight: 26, MaxSegment: 26, Windows: annotate.Windows{Known: true, Min: 65535, Max: 65535}, RTT: annotate.Distribution{Count: 1, Min: 36_000, Mean: 36_000, Median: 36_000, P95: 36_000, Max: 36_000}},
		ToClient:    annotate.Traffic{Packets: 5, Bytes: 78, Unique: 78, FINs: 1, MaxInFlight: 78, MaxSegment: 78},
		CloseTime:   381_000, LastACK: true,
	}
}

// wholeSummary is the summary of a capture that holds wholeConnection alone.
func wholeSummary() *annotate.Summary {
	s := &annotate.Summary{
		Frames: 11, Segments: 11, Connections: 1,
		Handshakes: annotate.Distribution{Count: 1, Min: 54_000, Mean: 54_000, Median: 54_000, P95: 54_000, Max: 54_000},
	}
	s.Verdicts[annotate.ClosedBoth] = 1
	s.States[annotate.TimeWait], s.States[annotate.Closed] = 1, 1
	return s
}
