package render

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"tcpshake/annotate"
	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/decode"
)

// object appends a JSON object, member by member in the order of the calls.
// What is not known has no member: there are no nulls.
type object struct{ b []byte }

// open begins an object, as the value of key or, with "", as a value of its own.
func (o *object) open(key string) {
	o.key(key)
	o.b = append(o.b, '{')
}

// close ends the innermost object.
func (o *object) close() { o.b = append(o.b, '}') }

// openArray begins an array as the value of key, closeArray ends it.
func (o *object) openArray(key string) {
	o.key(key)
	o.b = append(o.b, '[')
}

func (o *object) closeArray() { o.b = append(o.b, ']') }

// separate appends the comma that is due before another member or element.
func (o *object) separate() {
	if n := len(o.b); n > 0 && o.b[n-1] != '{' && o.b[n-1] != '[' && o.b[n-1] != '\n' {
		o.b = append(o.b, ',')
	}
}

func (o *object) key(key string) {
	o.separate()
	if key != "" {
		o.b = append(append(append(o.b, '"'), key...), '"', ':')
	}
}

// word adds a string that needs no escaping; text adds any other.
func (o *object) word(key, value string) {
	o.key(key)
	o.b = append(append(append(o.b, '"'), value...), '"')
}

func (o *object) text(key string, value []byte) {
	o.key(key)
	o.b = appendJSONString(o.b, value)
}

func (o *object) uint(key string, value uint64) {
	o.key(key)
	o.b = decimal.Append64(o.b, value)
}

// next, nextWord and nextBool are uint, word and bool for members of every packet, none of which
// is the first of its object: member is the text from the comma to the colon. A
// constant is appended in a few moves, and its parts in many.
func (o *object) next(member string, value uint64) {
	o.b = decimal.Append64(append(o.b, member...), value)
}

func (o *object) nextWord(member, value string) {
	o.b = append(append(append(append(o.b, member...), '"'), value...), '"')
}

func (o *object) nextBool(member string, value bool) {
	if value {
		o.b = append(append(o.b, member...), "true"...)
		return
	}
	o.b = append(append(o.b, member...), "false"...)
}

func (o *object) bool(key string, value bool) {
	o.key(key)
	o.b = strconv.AppendBool(o.b, value)
}

// seconds adds a duration of ns nanoseconds as a decimal fraction of seconds;
// a negative one is not known.
func (o *object) seconds(key string, ns int64) {
	if ns < 0 {
		return
	}
	o.key(key)
	o.b = decimal.Append64(o.b, uint64(ns/nsPerSecond))
	if ns%nsPerSecond == 0 {
		return
	}
	o.b = decimal.Nine(append(o.b, '.'), uint32(ns%nsPerSecond))
	for o.b[len(o.b)-1] == '0' {
		o.b = o.b[:len(o.b)-1]
	}
}

// time adds a time in UTC.
func (o *object) time(key string, clock *utc, ns int64) {
	o.key(key)
	o.b = append(clock.append(append(o.b, '"'), ns), '"')
}

// addr adds an address, unless it is the zero one.
func (o *object) addr(key string, a decode.Addr) {
	if a.Version() == 0 {
		return
	}
	o.key(key)
	o.b = append(o.b, '"')
	if a.Is4() {
		o.b = decimal.AppendQuad(o.b, a.As4())
	} else {
		o.b = a.Netip().AppendTo(o.b)
	}
	o.b = append(o.b, '"')
}

// state adds an end's state and whether it is assumed.
func (o *object) state(key, assumed string, e annotate.EndState) {
	if e.State == annotate.Unknown {
		return
	}
	o.word(key, e.State.String())
	o.bool(assumed, e.Assumed || e.Doubtful)
}

// appendJSONString appends s as a JSON string. Everything that does not print
// is escaped, not only what RFC 8259 section 7 asks for, because the lines may
// be looked at on a terminal.
func appendJSONString(dst, s []byte) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < 0x7f {
			if c == '"' || c == '\\' {
				dst = append(dst, '\\')
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(dst, `\ufffd`...)
		case unicode.IsPrint(r):
			dst = append(dst, s[i:i+n]...)
		case r <= 0xffff:
			dst = appendHex(append(dst, `\u`...), uint32(r), 4)
		default:
			dst = appendSurrogates(dst, r)
		}
		i += n
	}
	return append(dst, '"')
}

// appendSurrogates escapes a code point above U+FFFF as JSON does, by the two
// halves that UTF-16 has for it.
func appendSurrogates(dst []byte, r rune) []byte {
	v := uint32(r) - 0x10000
	dst = appendHex(append(dst, `\u`...), 0xd800+v>>10, 4)
	return appendHex(append(dst, `\u`...), 0xdc00+v&0x3ff, 4)
}
