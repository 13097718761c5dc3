package lab

// reusing are scenarios in which the same ports are used again.
func reusing() []Scenario {
	return []Scenario{
		{"reuse_time_wait", "The client's port is used again while the server is in TIME_WAIT.", reuseTimeWait},
		{"reuse_after_rst", "The client's port is used again after an abort.", reuseAfterReset},
		{"reconnect_half_open", "The client crashed and comes back on the same port; the server still holds the old connection.", reconnectHalfOpen},
	}
}

func reuseTimeWait(r *Run) {
	l := r.Listen(5)
	c := r.Dial(ClientPort)
	s := l.Accept()
	r.Settle()
	closeBoth(r, s, c)
	c = r.Dial(ClientPort)
	s = l.Accept()
	r.Settle()
	talk(r, c, s)
	closeBoth(r, c, s)
}

func reuseAfterReset(r *Run) {
	l := r.Listen(5)
	c := r.Dial(ClientPort)
	s := l.Accept()
	r.Settle()
	c.Abort()
	r.Settle()
	s.Close()
	c = r.Dial(ClientPort)
	s = l.Accept()
	r.Settle()
	talk(r, c, s)
	closeBoth(r, c, s)
}

func reconnectHalfOpen(r *Run) {
	l := r.Listen(5)
	c := r.Dial(ClientPort)
	s := l.Accept()
	r.Settle()
	talk(r, c, s)
	c.Vanish()
	r.Settle()
	c = r.Dial(ClientPort) // challenge ACK, RST, and the SYN again
	again := l.Accept()
	r.Settle()
	talk(r, c, again)
	closeBoth(r, c, again)
	s.Close()
}
