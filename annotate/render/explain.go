package render

import (
	"bytes"
	"strconv"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// explainer writes under a packet, in plain words, which call or rule caused it
// and what each end does now.
type explainer struct {
	// told holds the topics that were told in full of each connection. Connections
	// leave it when they end.
	told map[uint64]topicSet
	// width is where lines are broken, 0 for nowhere.
	width int
	style style
	said  []saying
	text  []byte
}

// explainIndent puts the sentence under the packet line, beside its label.
const explainIndent = labelColumns

func newExplainer(pal *palette, width int) *explainer {
	x := &explainer{told: map[uint64]topicSet{}, style: pal.dim}
	if width >= 40 {
		x.width = width - explainIndent
	}
	return x
}

// append appends the lines for e, each ended by a line break.
func (x *explainer) append(dst []byte, e *annotate.Event) []byte {
	x.said = appendSayings(x.said[:0], e)
	x.text = x.text[:0]
	for _, s := range x.said {
		if len(x.text) > 0 {
			x.text = append(x.text, ' ')
		}
		x.text = appendSentence(x.text, x.words(s.topic, e), e, s.finding)
	}
	for rest := x.text; len(rest) > 0; {
		line := rest
		if rest = nil; x.width > 0 {
			line, rest = wrap(line, x.width)
		}
		dst = append(appendSpaces(dst, explainIndent), x.style.on...)
		dst = append(append(append(dst, line...), x.style.off...), '\n')
	}
	return dst
}

// words returns the words for a topic, in full when it is new to the connection.
func (x *explainer) words(t topic, e *annotate.Event) string {
	told := x.told[e.Conn]
	if t == topicSYNACK && told.has(topicSimultaneousOpen) {
		t = topicCrossingSYNACK // nobody listens
	}
	if told.has(t) {
		return explanations[t].short
	}
	if !e.Late { // nobody would forget it
		told.add(t)
		x.told[e.Conn] = told
	}
	return explanations[t].full
}

// forget drops what is known of a connection that has ended.
func (x *explainer) forget(id uint64) { delete(x.told, id) }

// appendSentence appends words with their fields filled in.
func appendSentence(dst []byte, words string, e *annotate.Event, f *annotate.Finding) []byte {
	for i := 0; i < len(words); i++ {
		if words[i] != '%' {
			dst = append(dst, words[i])
			continue
		}
		i++
		dst = appendWord(dst, words[i], e, f)
	}
	return dst
}

func appendWord(dst []byte, field byte, e *annotate.Event, f *annotate.Finding) []byte {
	seq, ack := numbers(e)
	switch field {
	case 's':
		return append(append(dst, "the "...), side(e.FromClient)...)
	case 'S':
		return append(append(dst, "The "...), side(e.FromClient)...)
	case 'p':
		return append(append(dst, "the "...), side(!e.FromClient)...)
	case 'P':
		return append(append(dst, "The "...), side(!e.FromClient)...)
	case 'n':
		return appendBytes(dst, e.Segment.Len)
	case 'y':
		return appendWhichBytes(dst, e, seq)
	case 'q':
		return strconv.AppendUint(dst, uint64(seq), 10)
	case 'e':
		return strconv.AppendUint(dst, uint64(seq.Add(e.Segment.SeqLen())), 10)
	case 'a':
		return strconv.AppendUint(dst, uint64(ack), 10)
	case 'h':
		return strconv.AppendUint(dst, uint64(ack-1), 10)
	case 'i':
		return strconv.AppendUint(dst, uint64(e.Segment.Seq), 10)
	case 'd':
		return strconv.AppendUint(dst, uint64(e.Segment.Dst.Port), 10)
	case 'f':
		return strconv.AppendUint(dst, uint64(e.Segment.Src.Port), 10)
	default:
		return appendClause(dst, field, e, f)
	}
}

// appendClause appends the fields that are more than a word.
func appendClause(dst []byte, field byte, e *annotate.Event, f *annotate.Finding) []byte {
	switch field {
	case 'o':
		return appendOffer(dst, e)
	case 'g':
		return appendAgreed(dst, e.Findings)
	case 'u':
		if e.Segment.Flags.Has(decode.PSH) {
			return append(dst, " The flag P (push) says that they are not to wait for more before the program gets them."...)
		}
	case 'r':
		return append(dst, resetReason(f)...)
	case 'k':
		if f != nil {
			return appendBytes(dst, int(f.N))
		}
	case 't':
		if f != nil && f.Time >= 0 {
			return append(annotate.AppendDuration(append(dst, " "...), f.Time), " later"...)
		}
	case 'w':
		if f != nil {
			return f.AppendText(dst)
		}
	case 'b':
		if f != nil {
			return append(dst, f.By.String()...)
		}
	case 'm':
		self, _ := ends(e)
		return append(dst, self.String()...)
	case 'c':
		_, peer := ends(e)
		return append(dst, peer.String()...)
	}
	return dst
}

// appendAgreed appends what both SYNs agreed on, as a sentence of its own.
func appendAgreed(dst []byte, findings []annotate.Finding) []byte {
	for i := range findings {
		if f := &findings[i]; f.Kind == annotate.FindingNegotiated {
			text, _ := bytes.CutPrefix(f.AppendText(nil), []byte("negotiated "))
			dst = append(append(dst, " In force now, the client's value first: "...), text...)
			return append(dst, '.')
		}
	}
	return dst
}

// resetReason returns the likely reason of a RST.
func resetReason(f *annotate.Finding) string {
	if f != nil && f.Kind == annotate.FindingReset {
		if text := annotate.ResetReason(f.N).Text(); text != "" {
			return text
		}
	}
	return "the segments before it do not show why"
}

// numbers returns the sequence and acknowledgment numbers as far as possible
// relative.
func numbers(e *annotate.Event) (seq, ack decode.Seq) {
	seq, ack = e.Segment.Seq, e.Segment.Ack
	if e.HasRelSeq {
		seq = e.RelSeq
	}
	if e.HasRelAck {
		ack = e.RelAck
	}
	return seq, ack
}

func appendBytes(dst []byte, n int) []byte {
	dst = append(strconv.AppendInt(dst, int64(n), 10), " byte"...)
	if n != 1 {
		dst = append(dst, 's')
	}
	return dst
}

// appendWhichBytes appends the first and the last byte of the payload. Numbers
// that are not relative say nothing about where in the stream that is.
func appendWhichBytes(dst []byte, e *annotate.Event, first decode.Seq) []byte {
	after := " of its stream"
	if e.HasRelSeq {
		dst = append(dst, "bytes "...)
	} else {
		dst, after = append(dst, "the sequence numbers "...), " (where its stream began was not captured)"
	}
	dst = append(strconv.AppendUint(dst, uint64(first), 10), " to "...)
	return append(strconv.AppendUint(dst, uint64(first.Add(e.Segment.Len-1)), 10), after...)
}

// appendOffer appends what the options of a SYN offer, as a sentence of its own.
func appendOffer(dst []byte, e *annotate.Event) []byte {
	o := &e.Segment.Options
	before := " The " + side(e.FromClient) + " offers "
	add := func(has decode.OptionSet, text string) bool {
		if !o.Has(has) {
			return false
		}
		dst = append(append(dst, before...), text...)
		before = ", "
		return true
	}
	if add(decode.OptMSS, "segments of up to ") {
		dst = append(appendBytes(dst, int(o.MSS)), " (MSS)"...)
	}
	if add(decode.OptWScale, "windows counted in units of ") {
		// RFC 7323 section 2.3: a shift above 14 is taken for 14.
		dst = append(appendBytes(dst, 1<<min(o.WScale, 14)), " (window scale)"...)
	}
	add(decode.OptSACKOK, "selective acknowledgments (SACK)")
	add(decode.OptTimestamp, "timestamps")
	add(decode.OptTFO, "Fast Open")
	if add(decode.OptMPTCP, "Multipath TCP"); before == ", " {
		dst = append(dst, '.')
	}
	return dst
}
