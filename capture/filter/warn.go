package filter

// Warn recognises an expression that libpcap takes but that means something else
// than it seems to: two ports joined by and. It returns "" for all others.
func Warn(expression string) string {
	t := tokens(expression)
	for i := 0; i+4 < len(t); i++ {
		words := [...]string{t[i].text, t[i+2].text, t[i+3].text}
		and := words[1] == "and" || words[1] == "&&"
		first, second := t[i+1].text, t[i+4].text
		if words[0] == "port" && and && words[2] == "port" && first != second && !directed(t, i) {
			return "port " + first + " and port " + second + " takes only packets between these two ports; for either:  port " +
				first + " or port " + second
		}
	}
	return ""
}

// directed says whether src or dst stands before a token.
func directed(t []token, i int) bool {
	return i > 0 && (t[i-1].text == "src" || t[i-1].text == "dst" || t[i-1].text == "not")
}
