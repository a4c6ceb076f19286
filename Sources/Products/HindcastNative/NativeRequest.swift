import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// A native request after its path and query have been read.
struct NativeRequest {
    let http: HTTPRequest
    var grant: Grant

    /// - Throws: a 500 when the route is mounted without the access middleware: better no answer than an open door.
    init(_ http: HTTPRequest) throws(NativeError) {
        guard let grant = http.grant else {
            throw NativeError(
                status: .internalServerError, code: "no_access_layer",
                message: "This route is served without access control; the server is put together wrongly.")
        }
        self.http = http
        self.grant = grant
    }

    var project: ProjectID { grant.project }

    func traceID() throws(NativeError) -> TraceID {
        let text = http.parameters["id"] ?? ""
        guard let id = TraceID(text) else { throw .unknown("trace", text) }
        return id
    }

    func spanID() throws(NativeError) -> SpanID {
        let text = http.parameters["sid"] ?? ""
        guard let id = SpanID(text) else { throw .unknown("span", text) }
        return id
    }

    /// A whole number of the query, brought into `range`.
    func number(_ name: String, default value: Int, in range: ClosedRange<Int>) throws(NativeError) -> Int {
        guard let text = http.query[name], !text.isEmpty else { return value }
        guard let number = Int(text) else {
            throw .badRequest("`\(name)` is a whole number, not \"\(text.prefix(40))\".")
        }
        return min(max(number, range.lowerBound), range.upperBound)
    }

    func time(_ name: String) throws(NativeError) -> Timestamp? {
        guard let text = http.query[name], !text.isEmpty else { return nil }
        guard let time = Timestamp(text) else {
            throw .badRequest("`\(name)` is a time like 2026-01-02T15:04:05Z, not \"\(text.prefix(40))\".")
        }
        return time
    }

    /// False unless the query says true.
    func flag(_ name: String) throws(NativeError) -> Bool {
        switch text(name) {
        case nil, "false": return false
        case "true": return true
        case let text?: throw .badRequest("`\(name)` is true or false, not \"\(text.prefix(40))\".")
        }
    }

    /// An empty parameter is none.
    func text(_ name: String) -> String? {
        http.query[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The body as a JSON object; no body at all is an empty one.
    func optionalObject() throws(NativeError) -> JSONObject {
        http.body.isEmpty ? JSONObject() : try object()
    }

    /// The body as a JSON object.
    func object() throws(NativeError) -> JSONObject {
        do {
            let json = try JSONReader.parse(http.body, limits: NativeLimits.body)
            if let object = json.objectValue { return object }
        } catch {
            throw .badRequest("The body is no JSON: \(error.reason) at byte \(error.offset).")
        }
        throw .badRequest("The body must be a JSON object.")
    }
}

/// Bounds of the native API.
enum NativeLimits {
    /// Bytes of a request body: tags and metadata, typed by people or small programs.
    static let bodyBytesMax = 1 << 20
    static let body = JSONLimits(depthMax: 64, bytesMax: bodyBytesMax)
    /// Rows of a page.
    static let pageMax = 1000
    static let pageDefault = 50
    /// Tags added or removed in one request.
    static let tagsMax = 100
    /// Bytes of one tag.
    static let tagBytesMax = 200
    /// Texts of a list in a body: ids of memories, names of tools.
    static let textsMax = 1000
    /// Memories of one answer of an export; the rest is behind its `Link`.
    static let exportMax = 10_000
    /// Memories that are read at one time for that.
    static let exportChunk = 200
    /// Bytes from which on an export leaves the rest to the next answer, which is held in memory.
    static let exportBytes = 16 << 20
    /// Bytes of an import: several answers of an export. Larger files come in parts; the command line does that.
    static let importBytesMax = 64 << 20
}
