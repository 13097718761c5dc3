package lab

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

// opening are scenarios of the handshake.
func opening() []Scenario {
	return []Scenario{
		{"refused", "Nobody listens on the port.", refused},
		{"connect_timeout", "The server's host is gone: the client gives up after three SYNs.", connectTimeout},
		{"syn_lost_twice", "The third SYN arrives.", synLostTwice},
		{"synack_lost", "The SYN-ACK is lost: both sides repeat themselves.", synackLost},
		{"handshake_ack_lost", "The handshake's ACK is lost and the client has nothing to say: the server repeats its SYN-ACK.", handshakeACKLost},
		{"handshake_ack_lost_client_data", "The handshake's ACK is lost, but data follow it.", handshakeACKLostData},
		{"simultaneous_open", "Both sides connect to each other's port at the same time.", simultaneousOpen},
		{"defer_accept", "The listener wants data before it takes the connection.", deferAccept},
		{"accept_queue_overflow", "The server accepts nothing: its queue is full after two connections.", acceptQueueOverflow},
		{"accept_queue_overflow_burst", "Four clients connect, the queue holds three: an ACK is dropped and the SYN-ACK repeated.", overflowBurst},
		{"accept_queue_overflow_abort", "The same with tcp_abort_on_overflow: RST instead.", overflowAbort},
		{"syn_cookies", "The server answers with SYN cookies and keeps no state.", synCookies},
		{"icmp_unreachable_syn", "A router answers the SYN: communication administratively prohibited.", icmpUnreachableSYN},
		{"syn_flood", "SYNs from 110 addresses; nobody acknowledges the answers.", synFlood},
		{"syn_scan", "One host tries 20 ports; one of them is open.", synScan},
		{"tfo", "TCP Fast Open: a cookie is asked for, then data travel with the SYN.", fastOpen},
		{"ecn", "Explicit congestion notification is negotiated.", ecn},
		{"mptcp", "Multipath TCP with one path.", multipath},
		{"ipv6_normal", "A whole connection over IPv6.", ipv6Normal},
	}
}

func refused(r *Run) {
	c := r.Socket(r.Client, ClientPort)
	c.Connect(r.Server, ServerPort)
	c.Fails(unix.ECONNREFUSED)
	c.Close()
}

func connectTimeout(r *Run) {
	r.Set(r.Client, "ipv4/tcp_syn_linear_timeouts", "0")
	r.Set(r.Client, "ipv4/tcp_syn_retries", "2")
	r.Drop(r.Client, Forever, Any)
	c := r.Socket(r.Client, ClientPort)
	c.Connect(r.Server, ServerPort)
	c.Fails(unix.ETIMEDOUT)
	c.Close()
}

func synLostTwice(r *Run) {
	r.Drop(r.Client, 2, SYN)
	shortTalk(r)
}

func synackLost(r *Run) {
	r.Drop(r.Server, 1, SYNACK)
	shortTalk(r)
}

func handshakeACKLost(r *Run) {
	r.Drop(r.Client, 1, PureACK)
	l := r.Listen(5)
	c := r.Dial(ClientPort)
	s := l.Accept()
	r.Settle()
	closeBoth(r, c, s)
}

func handshakeACKLostData(r *Run) {
	r.Drop(r.Client, 1, PureACK)
	l := r.Listen(5)
	c := r.Dial(ClientPort)
	r.Settle()
	c.Send("hello")
	s := l.Accept()
	s.Receive(5)
	r.Settle()
	closeBoth(r, c, s)
}

func simultaneousOpen(r *Run) {
	c, s := r.Socket(r.Client, ClientPort), r.Socket(r.Server, ServerPort)
	c.Connect(r.Server, ServerPort)
	s.Connect(r.Client, ClientPort)
	c.Connected()
	s.Connected()
	r.Settle()
	c.Send("hello")
	s.Receive(5)
	r.Settle()
	closeBoth(r, c, s)
}

func deferAccept(r *Run) {
	l := r.Listen(5, DeferAccept(10))
	c := r.Dial(ClientPort)
	r.Settle()
	c.Send("hello")
	s := l.Accept()
	s.Receive(5)
	r.Settle()
	closeBoth(r, c, s)
}

func acceptQueueOverflow(r *Run) {
	l := r.Listen(1)
	var clients []*Socket
	for i := range uint16(3) {
		c := r.Socket(r.Client, ClientPort+i)
		c.Connect(r.Server, ServerPort)
		clients = append(clients, c)
		r.Settle()
	}
	// The third one knocks in vain until there is room.
	r.AwaitSent(r.Client, 3+3, SYN)
	for range 2 {
		l.Accept().Close()
	}
	clients[2].Connected()
	r.Settle()
	for _, c := range clients {
		c.Close()
		r.Settle()
	}
}

// overflow lets two connections wait and begins two more at once. The queue
// holds three, one more than the backlog: both SYNs are answered while there is
// room, and the ACK that comes second finds none.
func overflow(r *Run) (l *Socket, clients []*Socket) {
	l = r.Listen(2)
	for i := range uint16(4) {
		c := r.Socket(r.Client, ClientPort+i)
		c.Connect(r.Server, ServerPort)
		clients = append(clients, c)
		if i < 2 {
			r.Settle()
		}
	}
	return l, clients
}

func overflowBurst(r *Run) {
	l, clients := overflow(r)
	r.AwaitSent(r.Server, 4+1, SYNACK)
	for range clients {
		l.Accept()
	}
	r.Settle()
	for _, c := range clients {
		c.Close()
		r.Settle()
	}
}

func overflowAbort(r *Run) {
	r.Set(r.Server, "ipv4/tcp_abort_on_overflow", "1")
	overflow(r)
	r.AwaitSent(r.Server, 1, RST)
}

func synFlood(r *Run) {
	r.Listen(256)
	var script strings.Builder
	for i := range 110 {
		fmt.Fprintf(&script, "end F 10.8.1.%d:%d iss %d mac %s\nF > S: SYN win 1024\n", i+11, 2000+i*7, i*1_000_003, r.Client.mac)
	}
	r.Inject(r.Server, script.String())
}

func synScan(r *Run) {
	r.Listen(5)
	var script strings.Builder
	for port := ServerPort - 10; port < ServerPort+10; port++ {
		fmt.Fprintf(&script, "end P %v:%d\nC > P: SYN win 1024\n", r.Server.addr4, port)
	}
	r.Inject(r.Server, script.String())
}

func synCookies(r *Run) {
	r.Set(r.Server, "ipv4/tcp_syncookies", "2")
	shortTalk(r)
}

func icmpUnreachableSYN(r *Run) {
	r.Drop(r.Client, Forever, Any)
	c := r.Socket(r.Client, ClientPort)
	c.Connect(r.Server, ServerPort)
	r.AwaitSent(r.Client, 1, SYN)
	r.Settle()
	r.Inject(r.Client, "C > S: SYN\nR > C: icmp 3/13")
	c.Fails(unix.EHOSTUNREACH)
	c.Close()
}

func fastOpen(r *Run) {
	r.Set(r.Client, "ipv4/tcp_fastopen", "1")
	r.Set(r.Server, "ipv4/tcp_fastopen", "2")
	l := r.Listen(5, AcceptData())
	for i := range uint16(2) {
		// The first connection only gets the cookie.
		c := r.Socket(r.Client, ClientPort+i, SendWithSYN())
		c.Connect(r.Server, ServerPort)
		if i == 0 {
			c.Connected()
		}
		c.Send("hello")
		s := l.Accept()
		s.Receive(5)
		s.Send("welcome")
		c.Receive(7)
		r.Settle()
		closeBoth(r, c, s)
	}
}

func ecn(r *Run) {
	r.Set(r.Client, "ipv4/tcp_ecn", "1")
	r.Set(r.Server, "ipv4/tcp_ecn", "1")
	shortTalk(r)
}

func multipath(r *Run) {
	l := r.MultipathSocket(r.Server, ServerPort)
	l.listen(5)
	c := r.MultipathSocket(r.Client, ClientPort)
	c.Connect(r.Server, ServerPort)
	c.Connected()
	s := l.Accept()
	r.Settle()
	talk(r, c, s)
	closeBoth(r, c, s)
}

func ipv6Normal(r *Run) {
	r.v6 = true
	shortTalk(r)
}

// shortTalk opens a connection, says hello in both directions, and closes it.
func shortTalk(r *Run) {
	c, s := r.Connection()
	talk(r, c, s)
	closeBoth(r, c, s)
}

// talk sends a few bytes in both directions.
func talk(r *Run, c, s *Socket) {
	c.Send("hello")
	s.Receive(5)
	r.Settle()
	s.Send("welcome")
	c.Receive(7)
	r.Settle()
}

// closeBoth closes first one side and, when all has settled, the other.
func closeBoth(r *Run, first, second *Socket) {
	first.Close()
	r.Settle()
	second.Close()
	r.Settle()
}
