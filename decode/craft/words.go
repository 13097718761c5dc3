package craft

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// lines splits a script; a line ends with or without a carriage return.
func lines(src string) []string {
	return strings.Split(strings.ReplaceAll(src, "\r\n", "\n"), "\n")
}

// words are the words of a line that are not yet read. A quoted text and an
// option list in angle brackets are one word each.
type words []string

// split returns the words of a line without its comment.
func split(line string) (words, error) {
	var ws words
	for {
		line = strings.TrimLeft(line, " \t")
		if line == "" || line[0] == '#' {
			return ws, nil
		}
		n, err := wordLen(line)
		if err != nil {
			return nil, err
		}
		ws = append(ws, line[:n])
		line = line[n:]
	}
}

// wordLen returns the length of the first word of line.
func wordLen(line string) (int, error) {
	switch line[0] {
	case '"':
		q, err := strconv.QuotedPrefix(line)
		if err != nil {
			return 0, fmt.Errorf("quoted text does not end: %s", line)
		}
		return len(q), nil
	case '<':
		n := strings.IndexByte(line, '>')
		if n < 0 {
			return 0, fmt.Errorf("option list does not end: %s", line)
		}
		return n + 1, nil
	default:
		if n := strings.IndexAny(line, " \t"); n >= 0 {
			return n, nil
		}
		return len(line), nil
	}
}

// next takes the next word; it is "" at the end of the line.
func (ws *words) next() string {
	if len(*ws) == 0 {
		return ""
	}
	w := (*ws)[0]
	*ws = (*ws)[1:]
	return w
}

// peek returns what next would take.
func (ws words) peek() string { return (&ws).next() }

// number takes a number of at most so many bits, decimal or with 0x.
func (ws *words) number(bits int) (uint64, error) {
	w := ws.next()
	n, err := strconv.ParseUint(w, 0, bits)
	if err != nil {
		return 0, fmt.Errorf("want a number of at most %d bits, got %q", bits, w)
	}
	return n, nil
}

// hex takes bytes in hexadecimal.
func (ws *words) hex() ([]byte, error) {
	w := ws.next()
	b, err := hex.DecodeString(w)
	if err != nil || len(b) == 0 {
		return nil, fmt.Errorf("want bytes in hexadecimal, got %q", w)
	}
	return b, nil
}
