// Package savefile writes capture files: classic pcap or pcapng, one or many in
// turn, named as tcpdump names them. It never overwrites a file unasked and
// never follows a link, and what it leaves behind ends with a whole record, a
// full disk included. It does not read files and does not choose packets.
package savefile
