// Package filter judges filter expressions: it compiles them without a device,
// finds the place of a mistake, recognises what people write who mean something
// else, and tells which ports and addresses they ask for. It matches no packets.
package filter
