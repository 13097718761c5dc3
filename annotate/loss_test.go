package annotate

import "testing"

func TestLoss(t *testing.T) {
	runFindings(t, []namedTale{
		{"in good order", openSACK + `
			C > S: P. 1001+100 ack 5001 win 500 ts 150/900
			+40ms S > C: . 5001 ack 1101 win 500 ts 950/150
			S > C: P. 5001+200 ack 1101 win 500 ts 955/150
			C > S: . 1101 ack 5201 win 500 ts 200/955
			C > S: F. 1101 ack 5201 win 500 ts 201/955
			+40ms S > C: F. 5201 ack 1102 win 500 ts 999/201
			C > S: . 1102 ack 5202 win 500 ts 245/999`},
		{"gap that nothing fills", openSACK + `
			C > S: . 1101+100 ack 5001 win 500       => gap: 100 bytes not captured
			C > S: . 1201+100 ack 5001 win 500
			S > C: . 5001 ack 1301                   => acked unseen (100 bytes not captured)
			C > S: . 1301+100 ack 5001 win 500`},
		{"acknowledged beyond what was captured", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1501                   => acked unseen (400 bytes not captured)
			C > S: . 1501+10 ack 5001 win 500`},
		{"one number beyond is a FIN, or a byte", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1102`},
		{"one direction only: nothing is unseen", `
			C > S: P. 1001+10 ack 5001               => start not captured
			C > S: P. 1011+10 ack 5101
			C > S: P. 1021+10 ack 5301`},
		{"an acknowledgment that no window allows", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 2000001000`},
		{"retransmission fills a gap: it was sent later", openSACK + `
			C > S: . 1101+100 ack 5001 win 500 ts 150/900  => gap: 100 bytes not captured
			+300ms C > S: . 1001+100 ack 5001 win 500 ts 450/900 => retransmission (fills a gap)`},
		{"reordered: it was sent earlier", openSACK + `
			C > S: . 1101+100 ack 5001 win 500 ts 150/900  => gap: 100 bytes not captured
			+5ms C > S: . 1001+100 ack 5001 win 500 ts 149/900 => reordered (5ms late)`},
		{"reordered by the IP identification, in the same tick", openSACK + `
			C > S: . 1101+100 ack 5001 win 500 ts 150/900 id 65535 => gap: 100 bytes not captured
			+5ms C > S: . 1001+100 ack 5001 win 500 ts 150/900 id 65534 => reordered (5ms late)`},
		{"retransmission by the IP identification that wrapped", tellOpen + `
			C > S: . 1101+100 ack 5001 id 65535       => gap: 100 bytes not captured
			+5ms C > S: . 1001+100 ack 5001 id 3      => retransmission (fills a gap)`},
		{"reordered: too soon for an answer to duplicate acknowledgments", openSACK + `
			C > S: . 1101+100 ack 5001 win 500 ts 150/900 id 0     => gap: 100 bytes not captured
			C > S: . 1201+100 ack 5001 win 500 ts 150/900 id 0
			S > C: . 5001 ack 1001 win 65535 ts 941/150 sack 1101-1201 => dup ack #1 for 1-101
			S > C: . 5001 ack 1001 win 65535 ts 941/150 sack 1101-1301      => dup ack #2 for 1-101
			+10ms C > S: . 1001+100 ack 5001 win 500 ts 150/900 id 0 => reordered (13ms late)`},
		{"sent again: late enough for one", openSACK + `
			C > S: . 1101+100 ack 5001 win 500 ts 150/900 id 0     => gap: 100 bytes not captured
			C > S: . 1201+100 ack 5001 win 500 ts 150/900 id 0
			+40ms S > C: . 5001 ack 1001 win 65535 ts 941/150 sack 1101-1201 => dup ack #1 for 1-101
			S > C: . 5001 ack 1001 win 65535 ts 941/150 sack 1101-1301      => dup ack #2 for 1-101
			C > S: . 1001+100 ack 5001 win 500 ts 150/900 id 0 => fast retransmission (fills a gap)`},
		{"sent again: without a handshake nobody knows how soon an answer can come", `
			C > S: P. 1001+100 ack 5001 id 0            => start not captured
			+150ms S > C: P. 5001+100 ack 1101 id 0
			+150ms C > S: P. 1101+100 ack 5101 id 0
			+150ms S > C: . 5201+100 ack 1201 id 0      => gap: 100 bytes not captured
			S > C: . 5301+100 ack 1201 id 0
			C > S: . 1201 ack 5101 id 0                 => dup ack #1 for 101-201
			C > S: . 1201 ack 5101 id 0                 => dup ack #2 for 101-201
			+10ms S > C: . 5101+100 ack 1201 id 0       => fast retransmission (fills a gap)`},
		{"reordered by the time, when nothing else tells", tellOpen + `
			C > S: . 1101+100 ack 5001 id 0           => gap: 100 bytes not captured
			C > S: . 1001+100 ack 5001 id 0           => reordered (1ms late)`},
		{"two of three fill a gap", openSACK + `
			C > S: . 1301+100 ack 5001 win 500 ts 150/900 => gap: 300 bytes not captured
			C > S: . 1001+100 ack 5001 win 500 ts 450/900 => retransmission (fills a gap)
			C > S: . 1201+100 ack 5001 win 500 ts 450/900 => retransmission (fills a gap)
			S > C: . 5001 ack 1401                        => acked unseen (100 bytes not captured)`},
		{"after a RST there is nothing to lose", openSACK + `
			C > S: R. 1001 ack 5001 win 500           => reset by client: probably a health check or port probe
			C > S: . 1501+100 ack 5001 win 500        => after close`},
	})
}

func TestRetransmission(t *testing.T) {
	runFindings(t, []namedTale{
		{"timeouts that double", openSACK + `
			C > S: P. 1001+5 ack 5001 win 500 ts 150/900
			+300ms C > S: P. 1001+5 ack 5001 win 500 ts 450/900  => retransmission (seen before, 300ms after); probably a tail-loss probe (300ms after)
			+600ms C > S: P. 1001+5 ack 5001 win 500 ts 1050/900 => retransmission #2 (seen before, 600ms after); RTO #1 after 600ms
			+1200ms C > S: P. 1001+5 ack 5001 win 500 ts 2250/900 => retransmission #3 (seen before, 1.2s after); RTO #2 after 1.2s; deaf server: handshake complete, 3 segments unanswered; fits a full accept queue or a dead path
			+40ms S > C: . 5001 ack 1006 win 500 ts 3000/2250
			C > S: P. 1006+5 ack 5001 win 500 ts 2300/3000
			+250ms C > S: P. 1006+5 ack 5001 win 500 ts 2550/3000 => retransmission (seen before, 250ms after); probably a tail-loss probe (250ms after)`},
		{"timeouts without SACK, and so without a probe", `
			C > S: S 1000 mss 1460
			+40ms S > C: S. 5000 ack 1001 mss 1460
			C > S: . 1001 ack 5001
			C > S: P. 1001+5 ack 5001
			+300ms C > S: P. 1001+5 ack 5001  => retransmission (seen before, 300ms after); RTO #1 after 300ms`},
		{"too late for a probe", openSACK + `
			C > S: P. 1001+5 ack 5001 win 500
			+400ms C > S: P. 1001+5 ack 5001 win 500 => retransmission (seen before, 400ms after); RTO #1 after 400ms`},
		{"fast, after two duplicates", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			C > S: . 1101+100 ack 5001 win 500
			C > S: . 1201+100 ack 5001 win 500
			+40ms S > C: . 5001 ack 1001 win 65535 sack 1101-1201 => dup ack #1 for 1-101
			S > C: . 5001 ack 1001 win 65535 sack 1101-1301       => dup ack #2 for 1-101
			C > S: . 1001+100 ack 5001 win 500                    => fast retransmission (seen before, 44ms after)`},
		{"not fast long after them", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			C > S: . 1101+100 ack 5001 win 500
			+40ms S > C: . 5001 ack 1001 win 65535 sack 1101-1201 => dup ack #1 for 1-101
			S > C: . 5001 ack 1001 win 65535 sack 1101-1301       => dup ack #2 for 1-101
			+50ms C > S: . 1001+100 ack 5001 win 500              => retransmission (seen before, 92ms after)`},
		{"tail-loss probe: the last of several, before the timeout", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			C > S: . 1101+100 ack 5001 win 500
			+90ms C > S: . 1101+100 ack 5001 win 500 => retransmission (seen before, 90ms after); probably a tail-loss probe (90ms after)`},
		{"tail-loss probe: the only one, before any timeout", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			+90ms C > S: . 1001+100 ack 5001 win 500 => retransmission (seen before, 90ms after); probably a tail-loss probe (90ms after)`},
		{"acknowledged already", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101
			+300ms C > S: . 1001+100 ack 5001 win 500 => spurious retransmission (already acknowledged)`},
		{"an old duplicate comes late", openSACK + `
			C > S: . 1001+100 ack 5001 win 500 ts 150/900
			S > C: . 5001 ack 1101 ts 950/150
			C > S: . 1101+100 ack 5001 win 500 ts 300/950
			C > S: . 1001+100 ack 5001 win 500 ts 150/900 => spurious retransmission (an old duplicate, already acknowledged); old time stamp (by 150): the receiver drops it (PAWS)`},
		{"in smaller pieces, as after a lower MTU", openSACK + `
			C > S: . 1001+1000 ack 5001 win 500
			C > S: . 2001+1000 ack 5001 win 500
			+60ms C > S: . 1001+600 ack 5001 win 500 => retransmission (seen before, 61ms after)
			C > S: . 1601+600 ack 5001 win 500       => retransmission (seen before, 62ms after)
			C > S: . 2201+800 ack 5001 win 500       => retransmission (seen before, 62ms after)`},
		{"with new data behind", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			+300ms C > S: P. 1001+200 ack 5001 win 500 => retransmission (seen before, 300ms after); RTO #1 after 300ms
			C > S: P. 1201+10 ack 5001 win 500`},
		{"a FIN with data is one thing", openSACK + `
			C > S: FP. 1001+10 ack 5001 win 500
			+300ms C > S: FP. 1001+10 ack 5001 win 500 => FIN retransmission #1 (+300ms); RTO #1 after 300ms`},
		{"a short one that nobody answers", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101 win 500
			C > S: . 1101+500 ack 5001 win 500
			+250ms C > S: . 1101+500 ack 5001 win 500 => retransmission (seen before, 250ms after); RTO #1 after 250ms
			+500ms C > S: . 1101+500 ack 5001 win 500 => retransmission #2 (seen before, 500ms after); RTO #2 after 500ms`},
		{"too large for the path", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			+40ms S > C: . 5001 ack 1101
			C > S: . 1101+1400 ack 5001 win 500
			+250ms C > S: . 1101+1400 ack 5001 win 500 => retransmission (seen before, 250ms after); probably a tail-loss probe (250ms after)
			+500ms C > S: . 1101+1400 ack 5001 win 500 => retransmission #2 (seen before, 500ms after); RTO #1 after 500ms; probably too large for the path: 1400 bytes sent 3 times, smaller ones pass
			+900ms C > S: . 1101+1400 ack 5001 win 500 => retransmission #3 (seen before, 900ms after); RTO #2 after 900ms; dead peer: 3 timeouts in a row, nothing heard for 1.65s`},
		{"data of a SYN that the server did not take", `
			C > S: S 1000+10 tfo 8
			S > C: S. 5000 ack 1001                   => TFO data not accepted
			C > S: P. 1001+10 ack 5001                => data of the SYN sent again
			+1s C > S: P. 1001+10 ack 5001            => retransmission (seen before)`},
		{"far beyond what is remembered of the flight", openSACK + manySegments(30) + `
			+300ms C > S: . 3901+100 ack 5001 win 500 => retransmission (seen before)`},
	})
}

// manySegments returns n segments of 100 bytes from 1001 on.
func manySegments(n int) string {
	var text []byte
	for i := range n {
		text = append(text, "C > S: . "...)
		text = appendInt(text, 1001+100*i)
		text = append(text, "+100 ack 5001 win 500\n"...)
	}
	return string(text)
}
