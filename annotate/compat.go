package annotate

// Compat is the set of words that tshark 4.0.17 sets for a packet as
// tcp.analysis.WORD.
type Compat uint16
