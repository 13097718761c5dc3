package lab

// resetting are scenarios of RST, wanted and forged.
func resetting() []Scenario {
	return []Scenario{
		{"rst_client_abort", "The client aborts.", clientAborts},
		{"rst_server_abort", "The server aborts.", serverAborts},
		{"health_check", "The client connects and aborts at once.", healthCheck},
		{"server_greets_client_aborts", "The client aborts after the server's greeting.", greetedAbort},
		{"rst_unread_data", "The server closes with data unread.", unreadData},
		{"rst_in_close_wait", "The client aborts after the server has closed.", resetInCloseWait},
		{"rst_data_after_close", "The client sends data to a server that has closed.", dataAfterClose},
		{"rst_after_synack", "The client's program is gone before the SYN-ACK arrives.", resetAfterSYNACK},
		{"rst_wrong_seq", "A forged RST inside the window is answered by a challenge ACK.", forgedReset},
		{"rst_outside_window", "A forged RST outside the window is ignored.", forgedOutside},
		{"syn_in_established", "A forged SYN inside a connection is answered by a challenge ACK.", forgedSYN},
	}
}

func clientAborts(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	c.Abort()
}

func serverAborts(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	s.Abort()
}

func healthCheck(r *Run) {
	l := r.Listen(5)
	r.Dial(ClientPort).Abort()
	r.Settle()
	l.Accept().Close()
}

func greetedAbort(r *Run) {
	c, s := r.Connection()
	s.Send("welcome")
	c.Receive(7)
	r.Settle()
	c.Abort()
}

func unreadData(r *Run) {
	c, s := r.Connection()
	c.Send("nobody reads this")
	r.Settle()
	s.Close()
}

func resetInCloseWait(r *Run) {
	c, s := r.Connection()
	s.Close()
	c.ReceiveEnd()
	r.Settle()
	c.Abort()
}

func dataAfterClose(r *Run) {
	c, s := r.Connection()
	s.Close()
	c.ReceiveEnd()
	r.Settle()
	c.Send("anybody there?")
}

func resetAfterSYNACK(r *Run) {
	r.Listen(5)
	c := r.Socket(r.Client, ClientPort)
	c.Connect(r.Server, ServerPort)
	r.AwaitSent(r.Client, 1, SYN)
	c.Close()
	r.AwaitSent(r.Client, 1, RST)
}

func forgedReset(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	r.Inject(r.Client, "S > C: RST seq 1000 win 0")
	r.Settle()
	closeBoth(r, c, s)
}

func forgedOutside(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	r.Inject(r.Client, "S > C: RST seq 5000000 win 0")
	r.Settle()
	closeBoth(r, c, s)
}

func forgedSYN(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	r.Inject(r.Server, "C > S: SYN seq 99999 <mss 1460>")
	r.Settle()
	closeBoth(r, c, s)
}
