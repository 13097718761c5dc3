package craft

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// The kinds of TCP options that the script names (RFC 9293 section 3.2,
// RFC 7323, 2018, 5482, 2385, 7413, 8684).
const (
	kindEOL    = 0
	kindNOP    = 1
	kindMSS    = 2
	kindWScale = 3
	kindSACKOK = 4
	kindSACK   = 5
	kindTS     = 8
	kindMD5    = 19
	kindUTO    = 28
	kindMPTCP  = 30
	kindTFO    = 34
)

// optionContext is what options refer to.
type optionContext struct {
	// base is what the numbers of SACK blocks are relative to.
	base uint32
	// tsVal and tsEcr are what TS alone stands for; tsVal becomes the value sent.
	tsVal, tsEcr uint32
}

// parseOptions returns the bytes of a list like "<mss 1460,nop,wscale 7>".
func parseOptions(list string, ctx *optionContext) ([]byte, error) {
	var b []byte
	list = strings.TrimSuffix(strings.TrimPrefix(list, "<"), ">")
	if list == "" {
		return nil, nil
	}
	for item := range strings.SplitSeq(list, ",") {
		ws := words(strings.Fields(item))
		var err error
		if b, err = appendOption(b, &ws, ctx); err == nil {
			err = noMore(ws, nil)
		}
		if err != nil {
			return nil, fmt.Errorf("option %q: %w", item, err)
		}
	}
	for len(b)%4 != 0 {
		b = append(b, kindEOL)
	}
	if len(b) > 40 {
		return nil, fmt.Errorf("%d bytes of options do not fit into 40", len(b))
	}
	return b, nil
}

func appendOption(b []byte, ws *words, ctx *optionContext) ([]byte, error) {
	switch w := ws.next(); w {
	case "eol":
		return append(b, kindEOL), nil
	case "nop":
		return append(b, kindNOP), nil
	case "sackOK":
		return append(b, kindSACKOK, 2), nil
	case "mss":
		n, err := ws.number(16)
		return appendSized(b, kindMSS, binary.BigEndian.AppendUint16(nil, uint16(n))), err
	case "wscale":
		n, err := ws.number(8)
		return appendSized(b, kindWScale, []byte{byte(n)}), err
	case "uto":
		n, err := ws.number(16)
		return appendSized(b, kindUTO, binary.BigEndian.AppendUint16(nil, uint16(n))), err
	case "sack":
		return appendSACK(b, ws, ctx.base)
	case "TS":
		return appendTS(b, ws, ctx)
	case "tfo":
		return appendTFO(b, ws)
	case "md5":
		v, err := ws.hex()
		return appendSized(b, kindMD5, v), err
	case "mptcp":
		v, err := ws.hex()
		return appendSized(b, kindMPTCP, v), err
	case "opt":
		return appendAny(b, ws)
	case "hex":
		v, err := ws.hex()
		return append(b, v...), err
	default:
		return nil, fmt.Errorf("unknown option")
	}
}

// appendSized appends an option with its length.
func appendSized(b []byte, kind byte, value []byte) []byte {
	b = append(b, kind, byte(2+len(value)))
	return append(b, value...)
}

func appendSACK(b []byte, ws *words, base uint32) ([]byte, error) {
	var blocks []byte
	for len(*ws) > 0 {
		left, right, ok := strings.Cut(ws.next(), ":")
		if !ok {
			return nil, fmt.Errorf("want blocks like 100:200")
		}
		for _, edge := range []string{left, right} {
			n, err := parseSeq(edge)
			if err != nil {
				return nil, err
			}
			blocks = binary.BigEndian.AppendUint32(blocks, n.from(base))
		}
	}
	return appendSized(b, kindSACK, blocks), nil
}

// appendTS reads "val N ecr N", or nothing for the values of the context.
func appendTS(b []byte, ws *words, ctx *optionContext) ([]byte, error) {
	if len(*ws) > 0 {
		if err := ctx.readTS(ws); err != nil {
			return nil, err
		}
	}
	value := binary.BigEndian.AppendUint32(nil, ctx.tsVal)
	return appendSized(b, kindTS, binary.BigEndian.AppendUint32(value, ctx.tsEcr)), nil
}

func (ctx *optionContext) readTS(ws *words) error {
	if w := ws.next(); w != "val" {
		return fmt.Errorf("want TS val N ecr N, got %q", w)
	}
	if err := setNumber(ws, &ctx.tsVal); err != nil {
		return err
	}
	if w := ws.next(); w != "ecr" {
		return fmt.Errorf("want TS val N ecr N, got %q", w)
	}
	return setNumber(ws, &ctx.tsEcr)
}

// appendTFO reads "cookiereq" or "cookie HEX".
func appendTFO(b []byte, ws *words) ([]byte, error) {
	switch w := ws.next(); w {
	case "cookiereq":
		return appendSized(b, kindTFO, nil), nil
	case "cookie":
		v, err := ws.hex()
		return appendSized(b, kindTFO, v), err
	default:
		return nil, fmt.Errorf("want cookiereq or cookie HEX, got %q", w)
	}
}

// appendAny reads "KIND" or "KIND HEX".
func appendAny(b []byte, ws *words) ([]byte, error) {
	kind, err := ws.number(8)
	if err != nil || len(*ws) == 0 {
		return appendSized(b, byte(kind), nil), err
	}
	v, err := ws.hex()
	return appendSized(b, byte(kind), v), err
}
