package annotate

import "testing"

// What is measured of the data of each end.
func TestMeasures(t *testing.T) {
	const opened = `
		C > S: S 1000 ws 2
		S > C: S. 5000 ack 1001 ws 3 win 60000
		C > S: . 1001 ack 5001 win 500`
	for _, c := range []struct {
		name, text         string
		toServer, toClient Traffic
	}{
		{"a request and its answer", opened + `
			C > S: P. 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101 win 400
			S > C: . 5001+1000 ack 1101 win 400
			S > C: . 6001+500 ack 1101 win 420
			C > S: . 1101 ack 6501 win 300
			+18ms S > C: . 6501+500 ack 1101 win 420
			C > S: . 1101 ack 7001 win 510`,
			Traffic{MaxInFlight: 100, MaxSegment: 100, Windows: Windows{true, 300 << 2, 510 << 2}},
			Traffic{MaxInFlight: 1500, MaxSegment: 1000, Windows: Windows{true, 400 << 3, 420 << 3}, Throughput: 100_000}},
		{"no data", opened, Traffic{}, Traffic{}},
		{"a window that closes", opened + `
			C > S: P. 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101 win 0`,
			Traffic{MaxInFlight: 100, MaxSegment: 100},
			Traffic{Windows: Windows{true, 0, 0}}},
		{"what is sent again is no new data, but in flight", opened + `
			C > S: P. 1001+100 ack 5001
			C > S: P. 1101+100 ack 5001
			+1s C > S: P. 1001+200 ack 5001`,
			Traffic{MaxInFlight: 200, MaxSegment: 200, Throughput: 200_000}, Traffic{}},
		{"what fills a gap is new", opened + `
			C > S: P. 1101+100 ack 5001
			+10ms C > S: P. 1001+100 ack 5001`,
			Traffic{MaxInFlight: 200, MaxSegment: 100, Throughput: 20_000}, Traffic{}},
		{"the window scale is not known in midstream", `
			C > S: P. 1001+100 ack 5001
			S > C: . 5001 ack 1101
			C > S: P. 1101+50 ack 5001`,
			Traffic{MaxInFlight: 50, MaxSegment: 100, Throughput: 75_000}, Traffic{}},
		{"one segment has no throughput, whenever it comes", opened + `
			+2000000800ns C > S: P. 1001+100 ack 5001`,
			Traffic{MaxInFlight: 100, MaxSegment: 100}, Traffic{}},
		{"late data that last long have one", opened + `
			+2000000800ns C > S: P. 1001+100 ack 5001
			+1s C > S: P. 1101+100 ack 5001`,
			Traffic{MaxInFlight: 200, MaxSegment: 100, Throughput: 199}, Traffic{}},
		{"neither the window of a SYN-ACK that comes again nor that of a RST is one", opened + `
			C > S: P. 1001+100 ack 5001
			S > C: S. 5000 ack 1001 ws 3 win 60000
			S > C: R. 5001 ack 1101 win 60000`,
			Traffic{MaxInFlight: 100, MaxSegment: 100}, Traffic{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			end := endOf(t, c.text)
			if got := measures(end.ToServer); got != c.toServer {
				t.Errorf("to server\n   got  %+v\n   want %+v", got, c.toServer)
			}
			if got := measures(end.ToClient); got != c.toClient {
				t.Errorf("to client\n   got  %+v\n   want %+v", got, c.toClient)
			}
		})
	}
}

// measures returns what is measured of the data, without what is counted.
func measures(r Traffic) Traffic {
	return Traffic{Windows: r.Windows, Throughput: r.Throughput, MaxInFlight: r.MaxInFlight, MaxSegment: r.MaxSegment}
}

func TestFirstData(t *testing.T) {
	const opened = `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: . 1001 ack 5001`
	for _, c := range []struct {
		name, text string
		by         Party
		firstByte  int64
	}{
		{"the client asks", opened + `
			C > S: P. 1001+10 ack 5001
			+30ms S > C: P. 5001+10 ack 1011`, ClientParty, 31 * ms},
		{"the server greets", opened + `
			+7ms S > C: P. 5001+10 ack 1001
			C > S: P. 1001+10 ack 5011`, ServerParty, 7 * ms},
		{"no answer", opened + `
			C > S: P. 1001+10 ack 5001`, ClientParty, -1},
		{"nobody speaks", opened, Nobody, -1},
		{"the server's first data were not captured", opened + `
			C > S: P. 1001+10 ack 5011
			S > C: P. 5011+10 ack 1011`, Nobody, -1},
		{"the server's first data are captured second", opened + `
			S > C: P. 5011+10 ack 1001
			S > C: P. 5001+10 ack 1001`, ServerParty, -1},
		{"midstream", `
			C > S: P. 1001+10 ack 5001
			S > C: P. 5001+10 ack 1011`, Nobody, -1},
		{"with the SYN", `
			C > S: S 1000+10 tfo 8
			S > C: S. 5000 ack 1011
			C > S: . 1011 ack 5001
			S > C: P. 5001+10 ack 1011`, ClientParty, ms},
		{"the server answers data of the SYN before the handshake is over", `
			C > S: S 1000+10 tfo 8
			S > C: S. 5000 ack 1011
			S > C: P. 5001+10 ack 1011
			C > S: . 1011 ack 5011`, ClientParty, -1},
		{"a keep-alive is no data", opened + `
			C > S: . 1000+1 ack 5001
			S > C: . 5001 ack 1001
			S > C: P. 5001+10 ack 1001`, ServerParty, 3 * ms},
	} {
		t.Run(c.name, func(t *testing.T) {
			end := endOf(t, c.text)
			if end.FirstDataBy != c.by || end.FirstByte != c.firstByte {
				t.Errorf("by %q after %d, want by %q after %d", end.FirstDataBy, end.FirstByte, c.by, c.firstByte)
			}
		})
	}
}

// A packet that was captured twice is counted with the end that sent it.
func TestCopiesOfEachEnd(t *testing.T) {
	end := endOf(t, tellData+`
		C > S: P. 1011+10 ack 5001 id 77
		+100us C > S: P. 1011+10 ack 5001 id 77
		S > C: . 5001 ack 1021 id 9
		+10us S > C: . 5001 ack 1021 id 9
		+10us S > C: . 5001 ack 1021 id 9`)
	if end.ToServer.Copies != 1 || end.ToClient.Copies != 2 {
		t.Errorf("%d and %d copies, want 1 and 2", end.ToServer.Copies, end.ToClient.Copies)
	}
	if end.ToServer.Packets != 4 || end.ToClient.Packets != 3 {
		t.Errorf("%d and %d packets, want 4 and 3", end.ToServer.Packets, end.ToClient.Packets)
	}
}
