// Package mutate makes damaged frames for tests, about a million in a second:
// frames of every link type that is decoded, with TCP behind VLAN tags, IP options,
// extension headers and tunnels, whose structure is then broken where decoders
// are: lengths, offsets, types, option bytes; parts cut out, repeated and nested.
//
// A Source allocates nothing once it is made. The package imports nothing of this
// project, so that the tests of every package can use it.
package mutate
