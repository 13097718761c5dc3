package render

import "tcpshake/annotate"

// addConnection adds the members of a connection object.
func addConnection(o *object, c *annotate.Connection, clock *utc) {
	o.uint("flow_id", c.ID)
	o.addr("client_ip", c.Client.Addr)
	o.uint("client_port", uint64(c.Client.Port))
	o.addr("server_ip", c.Server.Addr)
	o.uint("server_port", uint64(c.Server.Port))
	o.word("role", c.Role.String())
	o.word("verdict", c.Verdict.String())
	addParty(o, "by", c.By)
	addPhase(o, "phase", c.Phase)
	o.word("start", c.Start.String())
	o.word("certainty", c.Certainty.String())
	o.bool("ongoing", c.Ongoing)
	o.bool("stalled", c.Stalled)
	o.state("client_state", "client_assumed", c.ClientState)
	o.state("server_state", "server_assumed", c.ServerState)
	if c.ConnState != "" {
		o.word("conn_state", c.ConnState)
	}
	if c.History != "" {
		o.word("history", c.History)
	}
	o.time("first", clock, c.First)
	o.time("last", clock, c.Last)
	o.seconds("duration", c.Duration)
	o.seconds("productive_duration", c.Productive)
	addParty(o, "first_data_by", c.FirstDataBy)
	o.seconds("time_to_first_byte", c.FirstByte)
	addPhase(o, "first_states", c.FirstStates)
	addTimes(o, c)
	addHandshake(o, &c.Handshake)
	if c.Vantage != annotate.UnknownVantage {
		o.word("vantage", c.Vantage.String())
	}
	addNegotiated(o, &c.Negotiated)
	addTraffic(o, "to_server", &c.ToServer)
	addTraffic(o, "to_client", &c.ToClient)
	addClose(o, c)
	if c.Reset != 0 {
		o.word("reset_reason", c.Reset.String())
	}
}

// addParty adds who did something, if it is known.
func addParty(o *object, key string, p annotate.Party) {
	if p != annotate.Nobody {
		o.word(key, p.String())
	}
}

// addPhase adds a pair of states as the notes write them.
func addPhase(o *object, key string, p annotate.Phase) {
	if p == (annotate.Phase{}) {
		return
	}
	o.key(key)
	o.b = append(append(o.b, '"'), p.Client.String()...)
	o.b = append(append(o.b, '/'), p.Server.String()...)
	o.b = append(o.b, '"')
}

// addTimes adds how long each end was in each state.
func addTimes(o *object, c *annotate.Connection) {
	if c.FirstStates == (annotate.Phase{}) {
		return
	}
	o.open("time_in_state")
	for _, end := range [...]struct {
		key   string
		times *annotate.StateTimes
	}{{"client", &c.ClientTimes}, {"server", &c.ServerTimes}} {
		o.open(end.key)
		for state, ns := range end.times {
			if ns > 0 {
				o.seconds(annotate.State(state).String(), ns)
			}
		}
		o.close()
	}
	o.close()
}

func addHandshake(o *object, h *annotate.Handshake) {
	if h.SYNs == 0 && h.SYNACKs == 0 {
		return
	}
	o.open("handshake")
	o.seconds("connect", h.Connect)
	o.seconds("rtt_server", h.RTTServer)
	o.seconds("rtt_client", h.RTTClient)
	o.bool("ambiguous", h.Ambiguous)
	o.uint("syns", uint64(h.SYNs))
	o.uint("synacks", uint64(h.SYNACKs))
	o.close()
}

func addNegotiated(o *object, n *annotate.Negotiated) {
	if !n.Known {
		return
	}
	o.open("negotiated")
	o.open("mss")
	if n.ClientMSS != 0 {
		o.uint("client", uint64(n.ClientMSS))
	}
	if n.ServerMSS != 0 {
		o.uint("server", uint64(n.ServerMSS))
	}
	o.close()
	if n.EffectiveMSS != 0 {
		o.uint("effective_mss", uint64(n.EffectiveMSS))
	}
	if n.WindowScale {
		o.open("wscale")
		o.uint("client", uint64(n.ClientShift))
		o.uint("server", uint64(n.ServerShift))
		o.close()
	}
	o.bool("sack", n.SACK)
	o.bool("timestamps", n.Timestamps)
	o.word("ecn", orNone(n.ECN.String()))
	o.word("tfo", orNone(n.TFO.String()))
	o.bool("mptcp", n.MPTCP)
	if n.MPTCPJoin {
		o.bool("mptcp_join", true)
	}
	o.close()
}

func orNone(word string) string {
	if word == "" {
		return "none"
	}
	return word
}

func addTraffic(o *object, key string, t *annotate.Traffic) {
	o.open(key)
	o.uint("packets", t.Packets)
	o.uint("bytes", t.Bytes)
	o.uint("unique_bytes", t.Unique)
	o.uint("copies", t.Copies)
	o.uint("fins", t.FINs)
	o.uint("rsts", t.RSTs)
	addMeasures(o, t)
	o.uint("retransmissions", t.Retransmissions)
	o.uint("syn_retransmissions", t.SYNRetransmissions)
	o.uint("fin_retransmissions", t.FINRetransmissions)
	o.uint("retransmitted_bytes", t.RetransmittedBytes)
	o.uint("reordered", t.Reordered)
	o.uint("gaps", t.Gaps)
	o.uint("not_captured_bytes", t.NotCaptured)
	o.uint("dup_acks", t.DupAcks)
	o.uint("zero_windows", t.ZeroWindows)
	o.seconds("zero_window_time", t.ZeroWindowTime)
	o.uint("keep_alives", t.KeepAlives)
	addDistribution(o, "rtt", &t.RTT)
	o.close()
}

// addMeasures adds what is measured of the data, as far as there were any.
func addMeasures(o *object, t *annotate.Traffic) {
	for _, m := range [...]struct {
		key   string
		value uint64
	}{{"throughput", t.Throughput}, {"max_in_flight", t.MaxInFlight}, {"max_segment", t.MaxSegment}} {
		if m.value > 0 {
			o.uint(m.key, m.value)
		}
	}
	if t.Windows.Known {
		o.open("window")
		o.uint("min", t.Windows.Min)
		o.uint("max", t.Windows.Max)
		o.close()
	}
}

// addDistribution adds a distribution, if there is anything in it.
func addDistribution(o *object, key string, d *annotate.Distribution) {
	if d.Count == 0 {
		return
	}
	o.open(key)
	o.uint("count", d.Count)
	o.seconds("min", d.Min)
	o.seconds("mean", d.Mean)
	o.seconds("median", d.Median)
	o.seconds("p95", d.P95)
	o.seconds("max", d.Max)
	o.close()
}

// addClose adds who closed and how long that took.
func addClose(o *object, c *annotate.Connection) {
	switch c.Verdict {
	case annotate.ClosedBoth, annotate.HalfClosed, annotate.Reset:
		o.open("close")
		addParty(o, "by", c.By)
		o.seconds("seconds", c.CloseTime)
		if c.Verdict == annotate.ClosedBoth {
			o.bool("last_ack", c.LastACK)
		}
		if c.HalfClosed > 0 {
			o.seconds("half_closed", c.HalfClosed)
		}
		o.close()
	}
}
