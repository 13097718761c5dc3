// Package decode turns the bytes of one captured frame into a Segment.
//
// It walks the link header with VLAN tags, MPLS labels and PPPoE, IPv4 and IPv6
// with their options and extension headers, IP and GRE tunnels, and the TCP
// header with its options; of ICMP errors it reads the TCP segment that they
// quote. It reassembles and decrypts nothing, and looks into no UDP tunnel and
// no 802.11 frame. It keeps no state from one frame to the next, allocates
// nothing but, once for a Segment, room for its layers, asks the operating system
// nothing and knows no text: what a layer is called on the screen is the business
// of package render, what a sequence of segments means that of package annotate.
//
// Every field of a Segment is either valid or documented as absent. A frame
// that is cut short or malformed is not an error: the walk goes as far as the
// bytes go and the Segment says how it ended (Class, and Fault of each Layer).
package decode
