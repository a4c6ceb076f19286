import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// A request after its path, query and key have been read.
struct InvariantRequest {
    let http: HTTPRequest
    /// Nil for a reader without a key.
    let grant: Grant?

    /// - Throws: a 401 when there is no key; only routes that are open to readers without one come that far.
    func member() throws(InvariantError) -> Grant {
        guard let grant else { throw .noKey }
        return grant
    }

    func parameter(_ name: String) -> String { http.parameters[name] ?? "" }

    func traceID() throws(InvariantError) -> TraceID {
        guard let id = TraceID(parameter("id")) else {
            throw InvariantError(.notFound, "Trace not a valid UUID")
        }
        return id
    }

    func recordID(_ name: String, unknown: InvariantError) throws(InvariantError) -> RecordID {
        guard let id = RecordID(parameter(name)) else { throw unknown }
        return id
    }

    func text(_ name: String) -> String? { http.query[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A whole number of the query, brought into `range`.
    func number(_ name: String, default value: Int, in range: ClosedRange<Int>) throws(InvariantError) -> Int
    {
        guard let text = text(name) else { return value }
        guard let number = Int(text) else {
            throw .invalid(
                query: name, "Input should be a valid integer, unable to parse string as an integer")
        }
        return min(max(number, range.lowerBound), range.upperBound)
    }

    /// `true`, `1`, `yes` or `on`, in any case.
    func flag(_ name: String, default value: Bool) -> Bool {
        text(name).map { ["true", "1", "yes", "on"].contains($0.lowercased()) } ?? value
    }

    /// The body as a JSON object; none at all counts as an empty one.
    func object() throws(InvariantError) -> JSONObject {
        if http.body.isEmpty { return JSONObject() }
        do {
            let json = try JSONReader.parse(http.body, limits: InvariantLimits.body)
            if let object = json.objectValue { return object }
        } catch {
            throw .bad("The body is not valid JSON: \(error)")
        }
        throw .bad("The body must be a JSON object")
    }
}
