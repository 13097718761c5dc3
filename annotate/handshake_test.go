package annotate

import (
	"strings"
	"testing"
	"time"
)

// texts returns the findings of the last event of a tale in words, those that -v
// adds included.
func (s *tale) texts() string {
	var all []string
	for _, f := range s.events[len(s.events)-1].findings {
		all = append(all, string(f.AppendText(nil)))
	}
	return strings.Join(all, "; ")
}

func TestHandshakeTimes(t *testing.T) {
	const ms = int64(time.Millisecond)
	for _, row := range []struct {
		name, text string
		want       Handshake
		vantage    Vantage
		told       string
	}{
		{"captured near the client", `
			C > S: S 1000
			+40ms S > C: S. 5000 ack 1001
			+50us C > S: . 1001 ack 5001`,
			Handshake{Connect: 40*ms + 50000, RTTServer: 40 * ms, RTTClient: 50000, SYNs: 1, SYNACKs: 1}, NearClient,
			"handshake 40.1ms (server 40ms, client 50us)"},
		{"captured near the server", `
			C > S: S 1000
			+50us S > C: S. 5000 ack 1001
			+40ms C > S: P. 1001+5 ack 5001`,
			Handshake{Connect: 40*ms + 50000, RTTServer: 50000, RTTClient: 40 * ms, SYNs: 1, SYNACKs: 1}, NearServer,
			"handshake 40.1ms (server 50us, client 40ms)"},
		{"on one host", `
			C > S: S 1000
			+48us S > C: S. 5000 ack 1001
			+6us C > S: . 1001 ack 5001`,
			Handshake{Connect: 54000, RTTServer: 48000, RTTClient: 6000, SYNs: 1, SYNACKs: 1}, SameHost,
			"handshake 54us (server 48us, client 6us)"},
		{"in the middle", `
			C > S: S 1000
			+20ms S > C: S. 5000 ack 1001
			+20ms C > S: . 1001 ack 5001`,
			Handshake{Connect: 40 * ms, RTTServer: 20 * ms, RTTClient: 20 * ms, SYNs: 1, SYNACKs: 1}, UnknownVantage,
			"handshake 40ms (server 20ms, client 20ms)"},
		{"two SYNs lost, time stamps tell which was answered", `
			C > S: S 1000 ts 100/0
			+1s C > S: S 1000 ts 1100/0
			+1s C > S: S 1000 ts 2100/0
			+40ms S > C: S. 5000 ack 1001 ts 7/2100
			+1ms C > S: . 1001 ack 5001 ts 2141/7`,
			Handshake{Connect: 2041 * ms, RTTServer: 40 * ms, RTTClient: ms, SYNs: 3, SYNACKs: 1}, NearClient,
			"handshake 2.04s with 2 SYN retries (server 40ms, client 1ms)"},
		{"the first of two SYNs was answered late, or its answer was lost", `
			C > S: S 1000 ts 100/0
			+1s C > S: S 1000 ts 1100/0
			+40ms S > C: S. 5000 ack 1001 ts 7/100
			+1ms C > S: . 1001 ack 5001 ts 1141/7`,
			Handshake{Connect: 1041 * ms, RTTServer: 1040 * ms, RTTClient: ms, Ambiguous: true, SYNs: 2, SYNACKs: 1}, UnknownVantage,
			"handshake 1.04s with 1 SYN retry (which SYN was answered is not known)"},
		{"the first SYN is answered again, and the first answer arrives", `
			C > S: S 1000 ts 100/0
			+1ms S > C: S. 5000 ack 1001 ts 7/100
			+1s C > S: S 1000 ts 1100/0
			+1ms S > C: S. 5000 ack 1001 ts 1009/100
			+1ms C > S: . 1001 ack 5001 ts 1102/7`,
			Handshake{Connect: 1003 * ms, RTTServer: ms, RTTClient: 1002 * ms, SYNs: 2, SYNACKs: 2}, NearServer,
			"handshake 1s with 1 SYN retry (server 1ms, client 1s)"},
		{"two SYNs without time stamps", `
			C > S: S 1000
			+1s C > S: S 1000
			+40ms S > C: S. 5000 ack 1001
			+1ms C > S: . 1001 ack 5001`,
			Handshake{Connect: 1041 * ms, RTTServer: 40 * ms, RTTClient: ms, Ambiguous: true, SYNs: 2, SYNACKs: 1}, UnknownVantage,
			"handshake 1.04s with 1 SYN retry (which SYN was answered is not known)"},
		{"SYN-ACK sent again by its timer", `
			C > S: S 1000
			+2ms S > C: S. 5000 ack 1001
			+1s S > C: S. 5000 ack 1001
			+40ms C > S: . 1001 ack 5001`,
			Handshake{Connect: 1042 * ms, RTTServer: 2 * ms, RTTClient: 40 * ms, SYNs: 1, SYNACKs: 2}, NearServer,
			"handshake 1.04s (server 2ms, client 40ms)"},
		{"both opened", `
			C > S: S 1000
			+1ms S > C: S 5000
			+1ms C > S: S. 1000 ack 5001
			+1ms S > C: S. 5000 ack 1001`,
			Handshake{Connect: 3 * ms, RTTServer: -1, RTTClient: -1, SYNs: 1, SYNACKs: 2}, UnknownVantage,
			"handshake 3ms"},
		{"SYN-ACK not captured", `
			C > S: S 1000
			+41ms C > S: . 1001 ack 5001`,
			Handshake{Connect: 41 * ms, RTTServer: -1, RTTClient: -1, SYNs: 1}, UnknownVantage,
			"SYN-ACK not captured; handshake 41ms"},
		{"SYN not captured", `
			S > C: S. 5000 ack 1001
			+41ms C > S: . 1001 ack 5001`,
			Handshake{Connect: -1, RTTServer: -1, RTTClient: -1, SYNACKs: 1}, UnknownVantage, ""},
		{"the client's ACK not captured", `
			C > S: S 1000
			+1ms S > C: S. 5000 ack 1001
			+80ms S > C: P. 5001+5 ack 1001`,
			Handshake{Connect: -1, RTTServer: ms, RTTClient: -1, SYNs: 1, SYNACKs: 1}, UnknownVantage, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newTale()
			s.run(t, row.text)
			c := s.ends[1]
			if c.Handshake != row.want {
				t.Errorf("got  %+v\nwant %+v", c.Handshake, row.want)
			}
			if c.Vantage != row.vantage {
				t.Errorf("vantage %q, want %q", c.Vantage, row.vantage)
			}
			if got, _, _ := strings.Cut(s.texts(), "; negotiated"); got != row.told {
				t.Errorf("told %q, want %q", got, row.told)
			}
		})
	}
}

func TestControlRetransmissions(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"SYN", `
			C > S: S 1000
			+1s C > S: S 1000
			+1030ms C > S: S 1000`, "SYN retransmission #2 (+1.03s, 2.03s since first)"},
		{"SYN-ACK", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			+1s S > C: S. 5000 ack 1001
			+2s S > C: S. 5000 ack 1001`, "SYN-ACK retransmission #2 (+2s, 3s since first)"},
		{"FIN of the end that closes second", tellClosed + `
			+300ms S > C: F. 5001 ack 1012`, "FIN retransmission #1 (+301ms)"},
		{"SYN after its SYN-ACK", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			+1s C > S: S 1000`, "SYN retransmission #1 (+1s, 1s since first); SYN-ACK did not arrive"},
	} {
		s := newTale()
		s.run(t, row.text)
		if got := s.texts(); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestNegotiated(t *testing.T) {
	for _, row := range []struct {
		name, syn, synAck string
		want              Negotiated
	}{
		{"nothing", "S 1000", "S. 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536}},
		{"all", "S 1000 mss 1460 ws 7 sackok ts 1/0", "S. 5000 ack 1001 mss 1440 ws 9 sackok ts 7/1",
			Negotiated{Known: true, ClientMSS: 1460, ServerMSS: 1440, EffectiveMSS: 1428, WindowScale: true, ClientShift: 7, ServerShift: 9, SACK: true, Timestamps: true}},
		{"the server refuses", "S 1000 mss 1460 ws 7 sackok ts 1/0", "S. 5000 ack 1001 mss 1440",
			Negotiated{Known: true, ClientMSS: 1460, ServerMSS: 1440, EffectiveMSS: 1440}},
		{"the server offers what was not asked for", "S 1000 mss 1460", "S. 5000 ack 1001 mss 1440 ws 9 sackok ts 7/0",
			Negotiated{Known: true, ClientMSS: 1460, ServerMSS: 1440, EffectiveMSS: 1440}},
		{"scale beyond 14", "S 1000 ws 200", "S. 5000 ack 1001 ws 15",
			Negotiated{Known: true, EffectiveMSS: 536, WindowScale: true, ClientShift: 14, ServerShift: 14}},
		{"ECN", "SEW 1000", "S.E 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: ClassicECN}},
		{"ECN refused", "SEW 1000", "S. 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536}},
		{"ECN reflected", "SEW 1000", "S.EW 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: BrokenECN}},
		{"AccECN, the SYN arrived as not-ECT", "SEWN 1000", "S.W 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: AccECN}},
		{"AccECN, the SYN arrived as ECT(1)", "SEWN 1000", "S.EW 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: AccECN}},
		{"AccECN, the SYN arrived as ECT(0)", "SEWN 1000", "S.N 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: AccECN}},
		{"AccECN, the SYN arrived as CE", "SEWN 1000", "S.NW 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: AccECN}},
		{"AccECN, answered by ECN", "SEWN 1000", "S.E 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: ClassicECN}},
		{"AccECN, answered by the nonce", "SEWN 1000", "S.NE 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: ClassicECN}},
		{"AccECN refused", "SEWN 1000", "S. 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536}},
		{"AccECN reflected", "SEWN 1000", "S.EWN 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, ECN: BrokenECN}},
		{"MPTCP", "S 1000 mptcp 0", "S. 5000 ack 1001 mptcp 0", Negotiated{Known: true, EffectiveMSS: 536, MPTCP: true}},
		{"MPTCP, a further subflow", "S 1000 mptcp 1", "S. 5000 ack 1001 mptcp 1", Negotiated{Known: true, EffectiveMSS: 536, MPTCP: true, MPTCPJoin: true}},
		{"MPTCP refused", "S 1000 mptcp 1", "S. 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536}},
		{"TFO cookie requested", "S 1000 tfo 0", "S. 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, TFO: TFORequested}},
		{"TFO cookie given", "S 1000 tfo 0", "S. 5000 ack 1001 tfo 8", Negotiated{Known: true, EffectiveMSS: 536, TFO: TFOGiven}},
		{"TFO data accepted", "S 1000+9 tfo 8", "S. 5000 ack 1010", Negotiated{Known: true, EffectiveMSS: 536, TFO: TFOAccepted}},
		{"TFO data ignored", "S 1000+9 tfo 8", "S. 5000 ack 1001", Negotiated{Known: true, EffectiveMSS: 536, TFO: TFOIgnored}},
	} {
		s := newTale()
		s.run(t, "C > S: "+row.syn+"\nS > C: "+row.synAck+"\n")
		if got := s.ends[1].Negotiated; got != row.want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", row.name, got, row.want)
		}
	}
}

// Without the SYN nothing is said about what was agreed on.
func TestNegotiatedUnknown(t *testing.T) {
	s := newTale()
	s.run(t, `
		S > C: S. 5000 ack 1001 ws 7
		C > S: . 1001 ack 5001`)
	if got := s.ends[1].Negotiated; got.Known || got.WindowScale {
		t.Errorf("%+v", got)
	}
}
