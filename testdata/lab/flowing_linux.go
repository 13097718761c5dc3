package lab

import (
	"strings"
	"time"
)

// flowing are scenarios of windows and idle connections.
func flowing() []Scenario {
	return []Scenario{
		{"zero_window", "The server reads nothing until its window is closed and has been probed.", zeroWindow},
		{"keepalive", "An idle connection is probed and answers.", keepAlive},
		{"keepalive_dead_peer", "An idle connection is probed in vain: RST after three probes.", keepAliveDead},
		{"idle_close", "A connection is idle for a second before it is closed.", idleClose},
	}
}

func zeroWindow(r *Run) {
	l := r.Listen(5, ReceiveBuffer(2048))
	c := r.Dial(ClientPort)
	s := l.Accept()
	r.Settle()
	data := strings.Repeat("x", 6000)
	c.Send(data)
	r.Silence(700 * time.Millisecond) // two probes at least
	s.Receive(len(data))
	r.Settle()
	closeBoth(r, c, s)
}

func keepAlive(r *Run) {
	c, s := r.Connection(KeepAlive(1, 3))
	r.AwaitSent(r.Client, 3, PureACK) // one of them is the handshake's
	r.Settle()
	closeBoth(r, c, s)
}

func keepAliveDead(r *Run) {
	c, _ := r.Connection(KeepAlive(1, 3))
	r.Drop(r.Server, Forever, Any)
	r.AwaitState(r.Client, ClientPort, "CLOSED")
	c.Close()
}

func idleClose(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	r.Silence(time.Second)
	closeBoth(r, c, s)
}
