/// Text as Python prints it, since the reference puts a printed list into `detail`.
enum PythonText {
    static func literal(_ text: String) -> String {
        let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var printed = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": printed += "\\\\"
            case "\n": printed += "\\n"
            case "\r": printed += "\\r"
            case "\t": printed += "\\t"
            case _ where Character(scalar) == quote: printed += "\\" + String(quote)
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                printed += "\\x" + (digits.count < 2 ? "0" : "") + digits
            default: printed.unicodeScalars.append(scalar)
            }
        }
        return printed + String(quote)
    }
}
