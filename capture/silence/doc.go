// Package silence finds out why a live capture shows nothing: the traffic goes
// over another interface, nobody uses the port, or nothing comes at all. It looks
// at what the system tells about sockets and interfaces, which needs no rights,
// and guesses nothing. It looks at no packets.
package silence
