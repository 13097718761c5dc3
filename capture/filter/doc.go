// Package filter judges filter expressions: it compiles them without a device,
// finds the place of a mistake, and recognises what people write who mean
// something else. It matches no packets.
package filter
