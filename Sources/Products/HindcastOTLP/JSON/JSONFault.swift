/// Why bytes are not the JSON they should be; the path is completed on the way out.
struct JSONFault: Error {
    /// From the root: `resourceSpans[0].scopeSpans[2]`.
    var path: String
    let reason: String

    init(_ reason: String) {
        path = ""
        self.reason = reason
    }

    func under(_ step: String) -> JSONFault {
        var fault = self
        let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
        fault.path = step + separator + path
        return fault
    }
}
