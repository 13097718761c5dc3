package render

// explanation is what is said about a topic: in full when a connection comes to
// it for the first time, in short from then on. In the texts
//
//	%s %S  the sender ("the client"), at the beginning of a sentence %S
//	%p %P  the receiver
//	%n     the payload, "26 bytes"
//	%y     which bytes these are: "bytes 1 to 26 of its stream"
//	%q %e  the sequence number, and the one after the segment
//	%a %h  the acknowledgment number, and the number before it
//	%i     the initial sequence number
//	%d     the port that the segment goes to, %f the one it comes from
//	%o     what the options of a SYN offer
//	%g     what was agreed on
//	%k %t  the count and the time that the finding tells
//	%r     the reason of a RST
//	%u     what the flag P asks for, where it is set
//	%w     what the finding says
//	%b     the end that the finding names, "client"
//	%m %c  the states of the sender and of the receiver
type explanation struct{ full, short string }

var explanations = [topics]explanation{
	topicSYN: {
		"%S calls connect(): its kernel picks the number that its bytes are counted from (the initial sequence number, %i), sends it in a SYN and waits in SYN_SENT for an answer from port %d.%o",
		"Another SYN of %s: its numbers begin at %i, and it waits in SYN_SENT.",
	},
	topicSYNData: {
		"%S connects and sends its first %n with the SYN, as TCP Fast Open does (sendto() with MSG_FASTOPEN on Linux): a server that takes part in that may take them at once, any other takes only the SYN. Its bytes are counted from %i; it waits in SYN_SENT.%o",
		"Another SYN of %s, with %n: its numbers begin at %i.",
	},
	topicSYNAgain: {
		"No answer that %s could use has come, so its kernel sends the same SYN again and doubles the wait, more or less; connect() still blocks. Either the SYN or its answer was lost, or the other side drops it (a firewall, a full queue).",
		"Still no answer: %s sends the SYN again.",
	},
	topicSYNACKLost: {
		"A SYN-ACK was captured, yet %s sends its SYN again: that answer had not got to it by then. It was lost or dropped behind the place of the capture (a firewall, another way back), or is late. %S still waits in SYN_SENT.",
		"No SYN-ACK has got to %s yet: it sends the SYN again.",
	},
	topicSYNOutOfOrder: {
		"%S sent this before other packets that were captured earlier: the network or the capture changed their order. By what they show %s is in %m and %p in %c; the bytes of %s are counted from %i.",
		"Captured behind what came after it.",
	},
	topicSimultaneousOpen: {
		"Both ends called connect() at the same time and their SYNs crossed: each acknowledges the other's, and one connection comes of it, without a server (RFC 9293 figure 7).",
		"The SYNs crossed; each end acknowledges the other's.",
	},
	topicSelfConnect: {
		"A socket connects to its own address and port, so that its SYN comes back to itself: a simultaneous open with one end (RFC 9293 figure 7). It happens when the kernel picks, for a connect() to a local port on which nobody listens, this very port. Its bytes are counted from %i.",
		"The socket connects to itself again.",
	},
	topicCrossingSYNACK: {
		"No socket listens here: the end that called connect() itself answers the SYN that crossed its own. ack is the other's number plus one, seq is that of its own SYN once more, %i.",
		"%S answers the SYN that crossed its own.",
	},
	topicCrossingDone: {
		"With this each end has an acknowledgment of its SYN: both are ESTABLISHED, and connect() returns at each end that called it.%g",
		"Both ends are ESTABLISHED.%g",
	},
	topicOpeningDone: {
		"The acknowledgment in this segment completes the handshake. From here on relative numbers begin at 1, because each SYN took number 0.%g",
		"The handshake is complete.%g",
	},
	topicSYNACK: {
		"The kernel of %s answers for the socket that listens on port %f: ack is the other's number plus one, because SYN takes one number; its own bytes are counted from %i. It waits in SYN_RCVD. When this arrives, %p is ESTABLISHED and its connect() returns.%o",
		"%S answers the SYN: its own bytes are counted from %i.",
	},
	topicSYNACKAgain: {
		"%S has seen no acknowledgment of its SYN-ACK and sends it again: the ACK was lost, or dropped because the queue of connections that wait for accept() is full.",
		"%S sends its SYN-ACK again.",
	},
	topicACKNotProcessed: {
		"The acknowledgment of the SYN-ACK was captured, yet %s sends its SYN-ACK again: that acknowledgment was lost or late behind the place of the capture, or %s dropped it, because the queue of connections that wait for accept() is full or because it waits for data (TCP_DEFER_ACCEPT on Linux). For %s the handshake is not complete.",
		"For %s the handshake is still not complete.",
	},
	topicWrongSYNACK: {
		"%S answers another SYN than the one that %p waits on: ack is not the number after it. An end in SYN_SENT does not take that but answers with RST, which ends the old attempt and leaves its own alone (RFC 9293 figure 8).",
		"%S answers another SYN once more.",
	},
	topicSecondSYNACK: {
		"A second SYN-ACK, with another initial sequence number: the server began anew, or two hosts answer for one address. %P keeps to the one that it took first.",
		"Another SYN-ACK with a number of its own.",
	},
	topicWrongACK: {
		"%S acknowledges a number that %p has not sent, so this does not complete the handshake: an end in SYN_RCVD answers it with RST and goes on waiting (RFC 9293 section 3.10.7.4).",
		"%S acknowledges again what %p has not sent.",
	},
	topicRefutes: {
		"%S says that the segment it answers belongs to no connection that it knows. What it is trying itself goes on: this RST ends nothing that was captured.",
		"%S refuses another segment that it does not know.",
	},
	topicHandshake: {
		"The third step. Two would not do: the SYN-ACK showed the client that both directions work; only this ACK shows it to the server, and that the SYN was not an old one that turned up late (RFC 9293 section 3.5). Both are ESTABLISHED now, accept() can hand the connection to the server program, and data may flow. From here on relative numbers begin at 1, because each SYN took number 0.%g",
		"The handshake is complete: both ends are ESTABLISHED.%g",
	},
	topicConfirmed: {
		"%S answers as only an ESTABLISHED end does: what was assumed about it is certain now.",
		"%S is ESTABLISHED for certain.",
	},
	topicRefused: {
		"The host is there, but nothing listens on port %f (or a firewall answers in its name): it refuses with RST, and connect() fails at once with \"connection refused\". Both ends are CLOSED.",
		"Refused again: nothing listens on port %f.",
	},
	topicAborted: {
		"%S ends the attempt before the handshake was complete: its host knows no such socket, or connect() was cancelled. Both ends are CLOSED and nothing was delivered.",
		"%S ends this attempt, too.",
	},
	topicAbortedByServer: {
		"%S ends the attempt before the handshake was complete: the socket that listened was closed, its host gave the attempt up, or a firewall answers in its name. Both ends are CLOSED.",
		"%S ends this attempt, too.",
	},

	topicFirstFIN: {
		"%S calls close() or shutdown(), or its program ended: FIN says that it will send nothing more, and takes one sequence number. It waits in FIN_WAIT_1 for the acknowledgment. On the other side read() returns 0 (end of file) once everything before is read; %p stays in CLOSE_WAIT until its program closes, too, and may still send.",
		"%S closes its direction and waits in FIN_WAIT_1; %p is in CLOSE_WAIT until it closes, too.",
	},
	topicFINAcked: {
		"The kernel of %s acknowledges the FIN without waiting for its program. One direction is shut: %p waits in FIN_WAIT_2 for the FIN of the other, and %s stays in CLOSE_WAIT as long as its program keeps the socket open.",
		"%S acknowledges the FIN: %p is in FIN_WAIT_2, %s in CLOSE_WAIT.",
	},
	topicSecondFIN: {
		"%S closes as well: its FIN shuts the second direction. It waits in LAST_ACK for one last acknowledgment and then forgets the connection; %p, which closed first, goes to TIME_WAIT.",
		"%S closes its direction, too, and waits in LAST_ACK.",
	},
	topicCombinedFIN: {
		"%S acknowledges the FIN and closes as well, in one segment: steps 2 and 3 of the close together. It waits in LAST_ACK for one last acknowledgment and then forgets the connection; %p, which closed first, goes to TIME_WAIT.",
		"%S acknowledges the FIN and closes its direction, too.",
	},
	topicCrossingFIN: {
		"Both ends closed at the same time: this FIN was sent before the other one had arrived. Both are in CLOSING until their FINs are acknowledged, and both go through TIME_WAIT (RFC 9293 figure 13).",
		"The FINs crossed: both ends are in CLOSING.",
	},
	topicFINBehindGap: {
		"%S calls close() or shutdown(), or its program ended: FIN says that it will send nothing more, and takes one sequence number. It waits in %m for the acknowledgment. But something in front of the FIN is missing: %p waits for that first, and stays in %c until it has come.",
		"%S closes its direction and is in %m; %p stays in %c until what is missing has come.",
	},
	topicFINAlone: {
		"%S closes its direction: FIN says that it will send nothing more, and takes one sequence number. By what was captured before, %s is in %m now, and %p in %c.",
		"%S closes its direction and is in %m, %p in %c.",
	},
	topicFINDelivered: {
		"With this nothing in front of the FIN of %s is missing any more: %p takes in the FIN, too, and is in %c.",
		"Now %p takes in the FIN, too, and is in %c.",
	},
	topicClosingAcked: {
		"%S acknowledges the FIN that crossed its own: %p goes to TIME_WAIT.",
		"%S acknowledges the other FIN: %p goes to TIME_WAIT.",
	},
	topicLastACK: {
		"The last acknowledgment. %P is CLOSED. %S, which closed first, stays in TIME_WAIT for twice the time that a segment may live (2 MSL; 60 s on Linux): if this ACK is lost it can answer the FIN that comes again, and late segments cannot be taken for those of a new connection on the same ports.",
		"The last acknowledgment: %p is CLOSED, %s stays in TIME_WAIT for 2 MSL.",
	},
	topicFINAgain: {
		"The FIN was not acknowledged in time, so %s sends it again: it was lost, or its acknowledgment was.",
		"%S sends its FIN again.",
	},

	topicStaleFIN: {
		"This FIN neither ends the stream nor repeats the one that did: it is old or forged, and the receiver drops it.",
		"Another FIN that does not fit.",
	},
	topicDataAfterFIN: {
		"%S said by its FIN that it would send nothing more, and sends %n behind it: a broken TCP, or a forged segment. %P does not take what lies behind a FIN (RFC 9293 section 3.10.7.4).",
		"%S sends %n more behind its FIN.",
	},
	topicAssassination: {
		"This RST ends the TIME_WAIT of %p before its time (RFC 1337): the ports are free at once, but late segments are no longer kept from a new connection on them.",
		"Another RST into TIME_WAIT.",
	},

	topicReset: {
		"%S tears the connection down (%r). RST is not acknowledged and nothing is waited for: both ends are CLOSED at once, bytes on their way are lost, and the other program gets \"connection reset by peer\".",
		"%S resets the connection (%r). Both ends are CLOSED.",
	},
	topicResetOld: {
		"%S knows nothing of the connection that this RST answers, and takes the number from the segment it got, so that %p believes it and drops the old connection (RFC 9293 figure 9). The new attempt goes on.",
		"%S resets the old connection again.",
	},
	topicRSTIgnored: {
		"This RST does not carry the number that its receiver waits for, so the receiver does not believe it and both ends stay as they are (RFC 9293 section 3.10.7.4; it makes forged resets hard).",
		"Another RST that the receiver does not believe.",
	},
	topicChallenge: {
		"%S does not act on what it just got but says where it stands: if the other side really has no such connection, it answers with a RST that carries this number, and that one is believed (RFC 5961).",
		"%S says again where it stands (challenge ACK).",
	},
	topicForgedRST: {
		"%S goes on as if it had sent no RST, so that one probably came from somebody else, for example a firewall. The other end has obeyed it nevertheless, unless it goes on, too.",
		"%S goes on after a RST that was probably not its own.",
	},
	topicAfterClose: {
		"The connection is over; this segment is late, or its sender does not know yet. A host without the socket answers with RST.",
		"Another segment after the end.",
	},
	topicSYNInside: {
		"A SYN with a new number inside a connection: %s may have restarted and begun anew, or the SYN is old or forged. %P does not give up its connection for it; its answer tells which.",
		"Another SYN inside the connection.",
	},

	topicData: {
		"%S sends %n that its program wrote: %y, so %p will acknowledge them with ack %e or more. The sender keeps them until then, to send them again if need be.%u",
		"%n of %s, to be acknowledged with ack %e.",
	},
	topicACK: {
		"%S has everything up to %h and expects %a next. An acknowledgment that carries no data takes no sequence number and is not acknowledged itself; win, in units of the window scale, says how many more bytes it has room for.",
		"%S has everything up to %h.",
	},
	topicACKOfSYN: {
		"%S acknowledges the SYN and no data yet: it expects byte %a first. An acknowledgment that carries no data takes no sequence number and is not acknowledged itself.",
		"%S still expects byte %a first.",
	},
	topicMidStream: {
		"The capture begins in the middle of this connection: both ends are taken to have been ESTABLISHED before, and which of them is the client is a guess from the ports.",
		"The beginning of this connection was not captured.",
	},
	topicFastOpen: {
		"TCP Fast Open: the SYN carried data, and the server took them because it knew the client's cookie; that saves a round trip.",
		"The data in the SYN were taken (TCP Fast Open).",
	},

	topicRetransmission: {
		"%S has sent these bytes before and sends them again%t, because it has no acknowledgment of them: they were lost, or the acknowledgment was lost or late. %P drops what it has already.",
		"Sent again by %s%t.",
	},
	topicFastRetransmission: {
		"Repeated acknowledgments told %s that these bytes are missing, so it sends them again at once, without waiting for its timer (fast retransmit, RFC 5681 section 3.2).",
		"Sent again by %s at once, because %p asked for it.",
	},
	topicSpurious: {
		"%S sends bytes again that %p had acknowledged: that acknowledgment was late or lost. It costs bandwidth and nothing else.",
		"Sent again by %s for nothing.",
	},
	topicOldDuplicate: {
		"By its time stamp this was not sent again: it is an old duplicate that the network delivers late. %P acknowledged these bytes long ago and drops it.",
		"Another old duplicate.",
	},
	topicFillsGap: {
		"%S sends bytes again that are missing here, because it has no acknowledgment of them: they were lost before they got to the place of the capture. %P puts them where they belong, in front of what it got since.",
		"%S sends again what is missing.",
	},
	topicPAWS: {
		"The time stamp of this segment is older than one before: %p takes it for an old duplicate, does not take it in, and repeats its acknowledgment (PAWS, RFC 7323 section 5).",
		"An old time stamp again: %p does not take it in.",
	},
	topicGap: {
		"In front of this segment %k of %s are missing: they come later, were lost before they got here, or the capture dropped them. %P cannot hand anything behind the gap to its program until it is filled.",
		"In front of this segment %k of %s are missing.",
	},
	topicAckedUnseen: {
		"%S acknowledges bytes that this capture never saw: they arrived, so it is the capture that lacks them, not the connection.",
		"%S acknowledges more than was captured.",
	},
	topicReordered: {
		"This segment was sent before others that were captured earlier: they overtook it on the way. %P puts them back in order by their sequence numbers.",
		"Overtaken on the way; %p puts it in order.",
	},
	topicDupAck: {
		"%S repeats its acknowledgment because something arrived behind a gap: it still expects %a. Three of these in a row, or SACK blocks that show the gap, make the other side repeat the segment at once, without waiting for its timer.",
		"%S still expects %a.",
	},
	topicZeroWindow: {
		"The buffer of %s is full: its program does not read as fast as data arrive. %P must stop sending until a larger window is announced, and asks for it from time to time.",
		"The buffer of %s is still full.",
	},
	topicZeroWindowProbe: {
		"The other's window is zero, so %s sends a probe that has to be answered: without it both could wait for ever if the announcement of a larger window were lost.",
		"%S asks again whether there is room.",
	},
	topicWindowFull: {
		"With this segment %s has sent all that the window of %p allows: it has to wait for an acknowledgment.",
		"The window of %p is full again.",
	},
	topicWindowUpdate: {
		"The program of %s has read from its buffer: the new window tells %p that it may send more.",
		"%S has room for more.",
	},
	topicKeepAlive: {
		"Nothing was sent for a while, so %s asks whether %p is still there: the number is one too low, which makes the receiver answer although no data come.",
		"%S asks whether %p is still there.",
	},
	topicKeepAliveAck: {
		"%S is still there: it answers the keep-alive with what it expects next.",
		"%S is still there.",
	},
	topicICMPForeign: {
		"An error message that quotes a number which this connection does not use: it is late or forged, and no TCP heeds it (RFC 5927 section 4).",
		"Another error message that does not belong here.",
	},
	topicICMP: {
		"This is not from one of the ends: a router or firewall on the way reports that a segment did not get through (%w). While connecting it makes connect() fail on most systems; later it is only a hint, and TCP keeps trying (RFC 9293 section 3.9.2.2).",
		"Another report from the way (%w).",
	},
	topicICMPFromEnd: {
		"Not TCP but the host that was called reports that the segment was not taken (%w): a firewall on it rejects that way, or its system does not do TCP there. While connecting this makes connect() fail; later it is only a hint.",
		"Another report from the host itself (%w).",
	},
	topicTooBig: {
		"The segment is larger than a link on the way can carry, and a router there says so (%w). The sender learns the size from it, cuts its data into smaller segments and sends them again (path MTU discovery, RFC 1191 and RFC 8201).",
		"Again a segment was too large for a link on the way (%w).",
	},
	topicIllegalFlags: {
		"No TCP sends this combination of flags: it comes from a scanner, a test, or a broken program. It does not move the states.",
		"Another combination of flags that no TCP sends.",
	},

	topicBadChecksum: {
		"The TCP checksum is wrong: a receiver drops the segment without a word, and it is not followed here. On the host that sends it this is usual, because the network card fills the checksum in later (offload).",
		"Another wrong checksum.",
	},
	topicFragment: {
		"A part of an IP packet that was cut on its way: only all parts together hold the segment, so it is shown and counted, but not followed.",
		"Another fragment.",
	},
	topicBroken: {
		"A header is cut or contradicts itself, so there is no segment to follow; a receiver drops it.",
		"Another broken header.",
	},
	topicCopy: {
		"The same packet was captured twice, for example before and behind a bridge; it is counted once.",
		"A second capture of the same packet.",
	},

	topicPortReuse: {
		"An older connection on the same addresses and ports is over, and this is a new one: %w.",
		"A new connection once more: %w.",
	},
	topicReplaces: {
		"An older connection on the same addresses and ports had not ended as far as was captured; this is a new one that takes its place: %w.",
		"A new connection once more: %w.",
	},
	topicSameISN: {
		"It begins with the very number of the older connection on these ports, which no kernel does but by chance: perhaps the packets were replayed.",
		"The number of the older connection again.",
	},
	topicNewAttempt: {
		"The SYN before got no answer that was captured; this one has another number, so that it is not the same one sent again but a new attempt.",
		"Not the SYN before, but a new attempt.",
	},
	topicStraySYN: {
		"%S goes on with the numbers of this connection, so the SYN with another number before was stray or forged.",
		"The SYN before was stray or forged.",
	},
	topicTFOIgnored: {
		"It acknowledges the SYN and not the data in it: %s did not take these, and %p has to send them again after the handshake (TCP Fast Open, RFC 7413).",
		"The data in the SYN were not taken.",
	},
	topicTFODataAgain: {
		"These are the data of the SYN, which %p did not take: its SYN-ACK acknowledged the SYN alone. Sending them again is what that asks for, not a sign of loss.",
		"The data of the SYN once more.",
	},
	topicSYNNotCaptured: {
		"The SYN that it answers was not captured; its number, the one before ack, is known from this.",
		"The SYN was not captured.",
	},
	topicSYNACKNotCaptured: {
		"The SYN-ACK was not captured: that there was one is known from the numbers of this segment.",
		"The SYN-ACK was not captured.",
	},
	topicFINNotCaptured: {
		"The %b has closed although its FIN was not captured: the numbers show that it was sent, and that it arrived.",
		"The FIN of the %b was not captured.",
	},
	topicClockBack: {
		"The time stamps go back here (%w), as they do where the clock was set or files were put together: what is measured across this point is not known.",
		"The time stamps go back again (%w).",
	},
}
