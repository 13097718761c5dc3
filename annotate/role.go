package annotate

// setOpener notes which side a SYN or SYN-ACK proves to be the client.
func (c *conn) setOpener(s side) {
	if c.client() != s && c.history.n() > 0 {
		c.history.flip()
	}
	c.setClient(s)
	c.marks |= roleSeen
}

// guessClient guesses who the client is of a connection whose opening was not
// captured, from the ports; sender is the side of the first segment.
func (c *conn) guessClient(sender side, serverPort uint16) side {
	lo, hi := c.key.address(low).Port, c.key.address(high).Port
	switch {
	case lo == hi:
		return sender
	case serverPort != 0 && lo == serverPort:
		return high
	case serverPort != 0 && hi == serverPort:
		return low
	case lo < hi: // systems choose the client's port from a high range (RFC 6335 section 6)
		return high
	default:
		return low
	}
}
