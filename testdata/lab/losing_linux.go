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
		{"reorder", "One of ten segments arrives late.", reordered},
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
