package annotate

// history is Zeek's history of a connection.
type history struct{}
