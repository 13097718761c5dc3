package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// jsonLine returns what a printer prints for one event, without the line break.
func jsonLine(t *testing.T, opt Options, e *annotate.Event) string {
	t.Helper()
	var sink bytes.Buffer
	p := newJSON(&sink, &opt)
	if err := p.Event(e); err != nil {
		t.Fatal(err)
	}
	if err := p.Flush(); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(sink.String(), "\n")
}

func TestJSONPacket(t *testing.T) {
	all := events(wholeConnection())
	tests := []struct {
		name string
		ev   *annotate.Event
		want string
	}{
		{"SYN", all[0], `{"type":"packet","schema":1,"number":1,"timestamp":"2023-12-03T13:29:40.148304000Z","flow_id":1,` +
			`"src_ip":"127.0.0.1","src_port":59994,"dest_ip":"127.0.0.1","dest_port":13306,"from":"client","label":"SYN","flags":"S",` +
			`"seq":1224152147,"rel_seq":0,"window":65535,"length":0,` +
			`"client_state":"SYN_SENT","client_assumed":false,"server_state":"SYN_RCVD","server_assumed":true,"findings":[]}`},
		{"data", all[5], `{"type":"packet","schema":1,"number":6,"timestamp":"2023-12-03T13:29:40.150394000Z","flow_id":1,` +
			`"src_ip":"127.0.0.1","src_port":13306,"dest_ip":"127.0.0.1","dest_port":59994,"from":"server","label":"PSH","flags":"P.",` +
			`"seq":2879060990,"ack":1224152174,"rel_seq":1,"rel_ack":27,"window":65535,"length":78,` +
			`"client_state":"ESTABLISHED","client_assumed":false,"server_state":"ESTABLISHED","server_assumed":false,"findings":[]}`},
		{"fragment", &annotate.Event{Number: 9, Label: annotate.LabelFragment, Segment: &decode.Segment{
			Class: decode.Fragment, Src: decode.Endpoint{Addr: clientEnd.Addr}, Dst: decode.Endpoint{Addr: clientEnd.Addr}}},
			`{"type":"packet","schema":1,"number":9,"timestamp":"1970-01-01T00:00:00.000000000Z",` +
				`"src_ip":"127.0.0.1","dest_ip":"127.0.0.1","label":"FRAG","findings":[]}`},
		{"broken before the addresses", &annotate.Event{Number: 9, Label: annotate.LabelBroken, Segment: &decode.Segment{Class: decode.Broken}},
			`{"type":"packet","schema":1,"number":9,"timestamp":"1970-01-01T00:00:00.000000000Z","label":"BAD-HDR","findings":[]}`},
		{"ICMP", &annotate.Event{Number: 2, Label: annotate.LabelICMP, Conn: 1, FromClient: true,
			Client: is(annotate.SynSent), Server: assumed(annotate.SynRcvd), Segment: &decode.Segment{
				Class: decode.ICMPError, ICMP: decode.ICMP{From: serverEnd.Addr, Version: 4, Type: 3, Code: 3, Src: clientEnd, Dst: serverEnd, Seq: clientISN}}},
			`{"type":"packet","schema":1,"number":2,"timestamp":"1970-01-01T00:00:00.000000000Z","flow_id":1,` +
				`"src_ip":"127.0.0.1","src_port":59994,"dest_ip":"127.0.0.1","dest_port":13306,"from":"client","label":"ICMP",` +
				`"icmp":{"from":"127.0.0.1","type":3,"code":3,"seq":1224152147},` +
				`"client_state":"SYN_SENT","client_assumed":false,"server_state":"SYN_RCVD","server_assumed":true,"findings":[]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := jsonLine(t, Options{}, tt.ev); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestJSONCopies(t *testing.T) {
	e := events(wholeConnection())[3]
	e.Copy, e.CopyOf = true, 3
	if got := jsonLine(t, Options{}, e); got != "" {
		t.Errorf("without -v: %s, want nothing", got)
	}
	if got := jsonLine(t, Options{Verbose: 1}, e); !strings.Contains(got, `"duplicate_of":3`) {
		t.Errorf("with -v: %s, want duplicate_of", got)
	}
}

func TestJSONConnectionAndSummary(t *testing.T) {
	var sink bytes.Buffer
	p := newJSON(&sink, &Options{})
	p.Connection(wholeRecord())
	if err := p.Close(&End{Summary: *wholeSummary()}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{"type":"connection","schema":1,"flow_id":1,"client_ip":"127.0.0.1","client_port":59994,"server_ip":"127.0.0.1","server_port":13306,` +
			`"role":"seen","verdict":"closed","by":"client","phase":"ESTABLISHED/ESTABLISHED","start":"captured","certainty":"sure","ongoing":false,"stalled":false,` +
			`"client_state":"TIME_WAIT","client_assumed":false,"server_state":"CLOSED","server_assumed":false,"conn_state":"SF","history":"ShADadFf",` +
			`"first":"2023-12-03T13:29:40.148304000Z","last":"2023-12-03T13:29:45.148685000Z","duration":5.000381,` +
			`"productive_duration":5.000336,"first_data_by":"client","time_to_first_byte":0.002036,"first_states":"SYN_SENT/SYN_RCVD",` +
			`"time_in_state":{"client":{"SYN_SENT":0.000048,"ESTABLISHED":4.999952,"FIN_WAIT_1":0.000019,"FIN_WAIT_2":0.000317},` +
			`"server":{"SYN_RCVD":0.000054,"ESTABLISHED":4.999946,"CLOSE_WAIT":0.000336,"LAST_ACK":0.000045}},` +
			`"handshake":{"connect":0.000054,"rtt_server":0.000048,"rtt_client":0.000006,"ambiguous":false,"syns":1,"synacks":1},` +
			`"negotiated":{"mss":{"client":16344,"server":16344},"effective_mss":16332,"wscale":{"client":6,"server":6},"sack":true,"timestamps":true,"ecn":"none","tfo":"none","mptcp":false},` +
			`"to_server":{"packets":6,"bytes":26,"unique_bytes":26,"copies":0,"fins":1,"rsts":0,"max_in_flight":26,"max_segment":26,"window":{"min":65535,"max":65535},` +
			`"retransmissions":0,"syn_retransmissions":0,"fin_retransmissions":0,"retransmitted_bytes":0,"reordered":0,"gaps":0,"not_captured_bytes":0,"dup_acks":0,"zero_windows":0,"zero_window_time":0,"keep_alives":0,"rtt":{"count":1,"min":0.000036,"mean":0.000036,"median":0.000036,"p95":0.000036,"max":0.000036}},` +
			`"to_client":{"packets":5,"bytes":78,"unique_bytes":78,"copies":0,"fins":1,"rsts":0,"max_in_flight":78,"max_segment":78,` +
			`"retransmissions":0,"syn_retransmissions":0,"fin_retransmissions":0,"retransmitted_bytes":0,"reordered":0,"gaps":0,"not_captured_bytes":0,"dup_acks":0,"zero_windows":0,"zero_window_time":0,"keep_alives":0},` +
			`"close":{"by":"client","seconds":0.000381,"last_ack":true}}`,
		`{"type":"summary","schema":1,"frames":11,"segments":11,"copies":0,"broken":0,"fragments":0,"not_tcp":0,"connections":1,"evicted":0,"mid_stream":0,` +
			`"verdicts":{"closed":1},"states":{"CLOSED":1,"TIME_WAIT":1},"handshake":{"count":1,"min":0.000054,"mean":0.000054,"median":0.000054,"p95":0.000054,"max":0.000054},"findings":{}}`,
	}
	for i, line := range strings.Split(strings.TrimSuffix(sink.String(), "\n"), "\n") {
		if line != want[i] {
			t.Errorf("got  %s\nwant %s", line, want[i])
		}
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}

// TestJSONLosses prints the counters of a live capture, through --only as well.
func TestJSONLosses(t *testing.T) {
	const want = `,"findings":{},"capture":{"kernel_packets":90,"kernel_drops":4,"kernel_ifdrops":2,"ring_drops":1}}`
	s := loadSchema(t)
	for _, only := range []string{"", "rst"} {
		var sink bytes.Buffer
		var opt Options
		if only != "" {
			if err := opt.Only.Set(only); err != nil {
				t.Fatal(err)
			}
		}
		p := newFormat(JSON, &sink, opt, Env{})
		losses := &Losses{Received: 90, Kernel: 4, Interface: 2, Here: 1}
		if err := p.Close(&End{Summary: *wholeSummary(), Losses: losses}); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(sink.String(), "\n"); !strings.HasSuffix(got, want) {
			t.Errorf("only %q: got %s, want ...%s", only, got, want)
		}
		if err := s.check(sink.Bytes()); err != nil {
			t.Error(err)
		}
	}
}

func TestJSONDoesNotAllocate(t *testing.T) {
	p := newJSON(discard{}, &Options{})
	all := events(wholeConnection())
	all[3].Findings = []annotate.Finding{{Kind: annotate.FindingGap, N: 9}, {Kind: annotate.FindingZeroWindow}}
	all[3].Compat = 5
	if n := testing.AllocsPerRun(500, func() {
		for _, e := range all {
			p.Event(e)
		}
	}); n != 0 {
		t.Errorf("%v allocations for a connection, want none", n)
	}
}

func BenchmarkJSONPacket(b *testing.B) {
	p := newJSON(discard{}, &Options{})
	e := events(wholeConnection())[5]
	for b.Loop() {
		p.Event(e)
	}
}
