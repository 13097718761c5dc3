package lab

// closing are scenarios of the close.
func closing() []Scenario {
	return []Scenario{
		{"normal_client_closes", "The client closes first.", shortTalk},
		{"normal_server_closes", "The server closes first.", serverCloses},
		{"simultaneous_close", "Both sides close before they hear of it.", simultaneousClose},
		{"half_close", "The client closes its side and reads on.", halfClose},
		{"close_wait", "The server does not close after the client has.", closeWait},
		{"fin_lost", "The client's FIN is lost.", finLost},
		{"last_ack_lost", "The last ACK is lost, so that the FIN comes again.", lastACKLost},
		{"fin_wait1_peer_vanished", "The server vanishes; the client's FIN goes unanswered until it gives up.", finUnanswered},
		{"fin_wait2_timeout", "The server sends data after the client's host has given up FIN_WAIT_2.", finWait2Timeout},
	}
}

func serverCloses(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	closeBoth(r, s, c)
}

func simultaneousClose(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	c.Close()
	s.Close()
}

func halfClose(r *Run) {
	c, s := r.Connection()
	c.Send("send all")
	s.Receive(8)
	r.Settle()
	c.CloseWrite()
	s.ReceiveEnd()
	r.Settle()
	for range 3 {
		s.Send("some of it")
		c.Receive(10)
		r.Settle()
	}
	s.Close()
	c.ReceiveEnd()
	r.Settle()
	c.Close()
}

func closeWait(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	c.Close()
	s.ReceiveEnd()
}

func finLost(r *Run) {
	c, s := r.Connection()
	r.Drop(r.Client, 1, FIN)
	c.Close()
	s.ReceiveEnd()
	r.Settle()
	s.Close()
}

func lastACKLost(r *Run) {
	c, s := r.Connection()
	c.Close()
	s.ReceiveEnd()
	r.Settle()
	r.Drop(r.Client, 1, PureACK)
	s.Close()
	r.AwaitSent(r.Server, 2, FIN)
}

func finWait2Timeout(r *Run) {
	r.Set(r.Client, "ipv4/tcp_fin_timeout", "1")
	c, s := r.Connection()
	c.Close()
	s.ReceiveEnd()
	r.AwaitState(r.Client, ClientPort, "CLOSED")
	s.Send("too late")
	r.AwaitState(r.Server, ServerPort, "CLOSED")
}

func finUnanswered(r *Run) {
	r.Set(r.Client, "ipv4/tcp_orphan_retries", "3")
	c, s := r.Connection()
	talk(r, c, s)
	r.Drop(r.Client, Forever, Any)
	c.Close()
	r.AwaitState(r.Client, ClientPort, "CLOSED")
}
