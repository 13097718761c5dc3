package capture

// counter makes a 64-bit count from one that wraps round at 2^32, as those of
// libpcap do. It has to see the count more often than that.
type counter struct {
	last  uint32
	total uint64
}

func (c *counter) see(now int) {
	c.total += uint64(uint32(now) - c.last)
	c.last = uint32(now)
}
