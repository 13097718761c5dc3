package render

// column is one column of a table that is printed line by line: nobody knows
// the widest cell beforehand, so a column grows when one does not fit.
type column struct {
	head  string
	width int
	right bool // numbers
}

type table struct{ columns []column }

// append appends a line of cells with two spaces between them; the cell at
// styled is set in st, whose sequences take no room. Nothing follows the last
// cell that has text.
func (t *table) append(dst []byte, cells [][]byte, styled int, st style) []byte {
	last := len(cells) - 1
	for last > 0 && len(cells[last]) == 0 {
		last--
	}
	for i := range cells[:last+1] {
		c := &t.columns[i]
		c.width = max(c.width, len(cells[i]))
		pad := c.width - len(cells[i])
		if i > 0 {
			dst = append(dst, "  "...)
		}
		if c.right {
			dst = appendSpaces(dst, pad)
		}
		if i == styled {
			dst = append(append(append(dst, st.on...), cells[i]...), st.off...)
		} else {
			dst = append(dst, cells[i]...)
		}
		if !c.right && i < last {
			dst = appendSpaces(dst, pad)
		}
	}
	return append(dst, '\n')
}

func appendSpaces(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, ' ')
	}
	return dst
}
