package annotate

import "testing"

func TestResetReason(t *testing.T) {
	runFindings(t, []namedTale{
		{"nobody listens", `
			C > S: S 1000
			S > C: R. 0 ack 1001 win 0     => refused: no listener on that port, or a firewall rejecting`},
		{"the client has no such socket", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: R 1001 win 0            => aborted by client: the client has no such socket, probably a cancelled connect, a scan or a spoofed SYN`},
		{"the client has the socket, and its ACK was not captured", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: R. 1001 ack 5001        => aborted by client: probably the application aborted (SO_LINGER 0, or killed)`},
		{"in answer to what no endpoint sends", `
			C > S: none 1000               => illegal flags [none]
			S > C: R. 0 ack 1000 win 0     => reset by server: no listener on that port, or a firewall rejecting; start not captured`},
		{"the client gives up before the answer", `
			C > S: S 1000
			C > S: R 1001 win 0            => aborted by client: the client gave up`},
		{"alone, in answer to a SYN that was not captured", `
			S > C: R. 0 ack 1001 win 0     => reset by server: no listener on that port, or a firewall rejecting; start not captured`},
		{"alone, of unknown origin", `
			S > C: R. 77 ack 1001 win 0    => reset by server; start not captured`},
		{"wrote to a closed connection", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			S > C: P. 5001+10 ack 1012     => 10 bytes to a half-closed end
			C > S: R 5001 win 0            => RST ignored (in the window, not exact: a challenge ACK should follow)
			C > S: R 1012 win 0            => reset by client: it had closed already, and the peer still sent`},
		{"closed while data were on their way", tellData + `
			C > S: P. 1011+10 ack 5001
			S > C: F. 5001 ack 1011
			S > C: R. 5002 ack 1021        => reset by server: it had closed already, and the peer still sent`},
		{"the state is lost", tellData + `
			S > C: P. 5001+10 ack 1011
			+9s C > S: P. 1011+10 ack 5011
			S > C: R 5011 win 0            => reset by server: probably rebooted, lost its state, or the address moved`},
		{"the accept queue is full", tellOpen + `
			S > C: R 5001 win 0            => reset by server: probably a full accept queue (tcp_abort_on_overflow), or it refuses this client`},
		{"long after the handshake it is not", tellOpen + `
			+1s C > S: P. 1001+10 ack 5001
			S > C: R 5001 win 0            => reset by server: probably rebooted, lost its state, or the address moved`},
		{"nor is it a health check", tellOpen + `
			+9s C > S: R. 1001 ack 5001    => reset by client: probably the application aborted (SO_LINGER 0, or killed)`},
		{"a health check", tellOpen + `
			C > S: R. 1001 ack 5001        => reset by client: probably a health check or port probe`},
		{"data that nobody read", tellData + `
			S > C: R. 5001 ack 1011        => reset by server: probably closed with unread data`},
		{"the application aborts", tellData + `
			C > S: R. 1011 ack 5001        => reset by client: probably the application aborted (SO_LINGER 0, or killed)`},
		{"after a long silence", tellData + `
			+90s S > C: R. 5001 ack 1011   => reset by server: probably an idle timeout (90s of silence)`},
		{"keep-alives without an answer", tellData + `
			+60s C > S: . 1010 ack 5001    => keep-alive
			+60s C > S: . 1010 ack 5001    => keep-alive
			+60s C > S: R. 1011 ack 5001   => reset by client: probably its keep-alive gave up`},
		{"over another number of hops", tellData + `
			S > C: R. 5001 ack 1011 ttl 58 => reset by server: probably sent by a middlebox, not by the peer`},
		{"one hop more or less happens", tellData + `
			S > C: R. 5001 ack 1011 ttl 63 => reset by server: probably closed with unread data`},
		{"sooner than the peer can answer", openSACK + `
			+1s C > S: P. 1001+10 ack 5001 win 500
			+2ms S > C: R. 5001 ack 1011 win 0 => reset by server: probably sent by a middlebox, not by the peer`},
		{"after a round trip", openSACK + `
			+1s C > S: P. 1001+10 ack 5001 win 500
			+40ms S > C: R. 5001 ack 1011 win 0 => reset by server: probably closed with unread data`},
		{"of a connection that only one end remembers", tellData + `
			+5s C > S: S 900000            => SYN inside a connection: a new attempt, stray or forged
			S > C: . 5001 ack 1011         => challenge ACK: server still holds the old connection (half-open)
			C > S: R 1011 win 0            => reset by client: the old connection was half-open`},
		{"MPTCP closes fast", tellData + `
			C > S: R. 1011 ack 5001 mptcp 7 => reset by client: MPTCP fast close, the application aborted all subflows`},
		{"MPTCP says why", tellData + `
			S > C: R. 5001 ack 1011 mptcp 8 => reset by server: MPTCP unspecified error`},
	})
}
