// Package zone finds the time zone that the C library would use, so that times
// of day are those of tcpdump. Package time reads the names of TZ only
// ("Asia/Shanghai"); POSIX has rules too ("CST-8", "CET-1CEST,M3.5.0,M10.5.0").
// It sets nothing and reads no environment.
package zone

import (
	"encoding/binary"
	"strings"
	"time"
)

// Local is the zone that the value of TZ means, known tells whether TZ is set.
// Without it, and for the path of a file, that is time.Local, which reads TZ itself;
// for the name of a zone, that zone; for a rule, the rule's; for what is none of
// these, UTC. A colon in front counts for nothing.
func Local(tz string, known bool) *time.Location {
	tz = strings.TrimPrefix(tz, ":")
	if !known || tz == "" || tz[0] == '/' {
		return time.Local
	}
	if location, err := time.LoadLocation(tz); err == nil {
		return location
	}
	location, err := time.LoadLocationFromTZData(tz, ruleFile(tz))
	if err != nil {
		return time.UTC
	}
	return location
}

// ruleFile is a time zone file without transitions, whose footer holds the rule
// for all times after them (RFC 9636 sections 3.1 and 3.3).
func ruleFile(rule string) []byte {
	var file []byte
	for range 2 { // the block of 32-bit times, then that of 64-bit times
		file = append(file, "TZif2"...)
		file = append(file, make([]byte, 15)...)
		// isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt
		for _, count := range []uint32{0, 0, 0, 0, 1, 4} {
			file = binary.BigEndian.AppendUint32(file, count)
		}
		file = append(file, make([]byte, 6)...) // the type: UTC, no daylight saving time
		file = append(file, "UTC\x00"...)
	}
	return append(file, "\n"+rule+"\n"...)
}
