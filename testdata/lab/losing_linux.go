package lab

import (
	"strings"
	"time"
)

// losing are scenarios of loss and reordering.
func losing() []Scenario {
	return []Scenario{
		{"loss_fast_retransmit", "One of ten segments is lost; duplicate ACKs bring it again.", fastRetransmit},
		{"loss_rto_backoff", "A segment is lost three times and sent again by the timer.", backoff},
		{"loss_tail", "The last segment is lost and probed for.", tailLoss},
		{"ack_lost", "The ACK of the data is lost, so that they come twice.", ackLost},
		{"ack_delayed", "The ACK of the data comes so late that they are sent twice.", ackDelayed},
		{"old_duplicate", "The first segment arrives again after the next exchange.", oldDuplicate},
		{"icmp_frag_needed", "A router cannot forward a full segment; the client sends smaller ones.", fragNeeded},
		{"reorder", "One of ten segments arrives late.", reordered},
		{"idle_dropped_by_middlebox", "A middlebox forgets the idle connection and drops all that follows.", forgotten},
		{"dead_peer", "The server vanishes while the client sends; the client gives up.", deadPeer},
	}
}

// burst sends ten segments.
func burst(c, s *Socket) {
	data := strings.Repeat("0123456789abcdef", 10*1448/16+1)[:10*1448]
	c.Send(data)
	s.Receive(len(data))
}

func fastRetransmit(r *Run) {
	c, s := r.Connection()
	r.Drop(r.Client, 1, After(2, Data))
	burst(c, s)
	r.Settle()
	closeBoth(r, c, s)
}

func backoff(r *Run) {
	c, s := r.Connection()
	r.Drop(r.Client, 3, Data)
	c.Send("hello")
	s.Receive(5)
	r.Settle()
	closeBoth(r, c, s)
}

func tailLoss(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	r.Drop(r.Client, 1, After(9, Data))
	burst(c, s)
	r.Settle()
	closeBoth(r, c, s)
}

func ackLost(r *Run) {
	c, s := r.Connection()
	r.Drop(r.Server, 1, PureACK)
	c.Send("hello")
	s.Receive(5)
	r.AwaitSent(r.Client, 2, Data)
	r.Settle()
	closeBoth(r, c, s)
}

func ackDelayed(r *Run) {
	c, s := r.Connection()
	r.Delay(r.Server, 1, PureACK, 400*time.Millisecond)
	c.Send("hello")
	s.Receive(5)
	r.AwaitSent(r.Client, 2, Data)
	r.Settle()
	closeBoth(r, c, s)
}

func oldDuplicate(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	talk(r, c, s)
	r.Replay(r.Client, Data)
	r.Settle()
	closeBoth(r, c, s)
}

func fragNeeded(r *Run) {
	c, s := r.Connection()
	r.Drop(r.Client, 1, Data)
	data := strings.Repeat("x", 1448)
	c.Send(data)
	r.AwaitSent(r.Client, 1, Data)
	r.Inject(r.Client, "C > S: ACK seq 1 len 1448\nR > C: icmp 3/4 mtu 1400")
	s.Receive(len(data))
	r.Settle()
	closeBoth(r, c, s)
}

func forgotten(r *Run) {
	r.Set(r.Client, "ipv4/tcp_retries2", "3")
	r.Set(r.Server, "ipv4/tcp_retries2", "3")
	c, s := r.Connection()
	talk(r, c, s)
	r.Silence(time.Second)
	r.Drop(r.Client, Forever, Any)
	r.Drop(r.Server, Forever, Any)
	c.Send("still there?")
	r.AwaitState(r.Client, ClientPort, "CLOSED")
	s.Send("where are you?")
	r.AwaitState(r.Server, ServerPort, "CLOSED")
}

func reordered(r *Run) {
	c, s := r.Connection()
	r.Delay(r.Client, 1, After(2, Data), 5*time.Millisecond)
	burst(c, s)
	r.Settle()
	closeBoth(r, c, s)
}

func deadPeer(r *Run) {
	r.Set(r.Client, "ipv4/tcp_retries2", "3")
	c, _ := r.Connection()
	r.Drop(r.Client, Forever, Any)
	c.Send("hello")
	r.AwaitState(r.Client, ClientPort, "CLOSED")
	c.Close()
}
