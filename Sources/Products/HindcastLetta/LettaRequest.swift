import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// A request of Letta's client, with the project it is about.
struct LettaRequest {
    let http: HTTPRequest
    let grant: Grant
    let project: Project
    let query: LettaQuery

    /// - Throws: a 404 for a project that the caller cannot see; a 500 when the route is mounted without the access
    ///   middleware.
    init(_ http: HTTPRequest, _ services: LettaServices) async throws {
        guard let grant = http.grant else {
            throw LettaError(
                .internalServerError,
                "This route is served without access control; the server is put together wrongly.")
        }
        self.http = http
        self.grant = grant
        query = LettaQuery(http.query)
        let projects = try await services.projects.projects()
        let names = ["X-Project-Id", "X-Project"].compactMap { http.headers[$0] }
        let asked = try names.map { name in
            guard let found = projects.first(where: { $0.name == name }),
                !grant.isBound || found.id == grant.project
            else { throw LettaError.unknown("Project", name) }
            return found
        }
        guard let project = asked.first ?? projects.first(where: { $0.id == grant.project }) else {
            throw LettaError(.notFound, "The project of this key is gone.")
        }
        self.project = project
    }

    /// The id in the path.
    func id(_ kind: ForeignID.Kind) throws(LettaError) -> ForeignID {
        let text = http.parameters["id"] ?? ""
        if let id = ForeignID(text, as: kind) { return id }
        if kind == .run {
            throw LettaError(
                .badRequest,
                "INVALID_ARGUMENT: Invalid run ID format: \(text.prefix(100)). Expected format: 'run-<uuid4>'"
            )
        }
        throw .badID(kind, text)
    }

    /// A cursor's id; one of another form names nothing.
    func cursor(_ name: String, _ kind: ForeignID.Kind, _ noun: String) throws(LettaError) -> ForeignID? {
        guard let text = query.text(name), !text.isEmpty else { return nil }
        guard let id = ForeignID(text, as: kind) else { throw .noCursor(noun, text) }
        return id
    }

    /// The body as a JSON object.
    func object() throws(LettaError) -> JSONObject {
        guard !http.body.isEmpty else {
            throw .invalid("missing", in: .body(nil), "Field required")
        }
        guard let json = try? JSONReader.parse(http.body, limits: LettaLimits.body) else {
            throw .invalid("json_invalid", in: .body(nil), "JSON decode error")
        }
        guard let object = json.objectValue else {
            throw .invalid(
                "model_attributes_type", in: .body(nil),
                "Input should be a valid dictionary or object to extract fields from", input: json.text)
        }
        return object
    }
}

extension HTTPResponse {
    static func letta(reserving capacity: Int = 1024, _ write: (inout JSONWriter) -> Void) -> HTTPResponse {
        var writer = JSONWriter(reserving: capacity)
        write(&writer)
        return .json(writer.bytes)
    }

    /// A bare array, as every list of this dialect is.
    static func letta<Item>(list items: [Item], _ write: (inout JSONWriter, Item) -> Void) -> HTTPResponse {
        letta(reserving: 1024 * items.count) { writer in
            writer.beginArray()
            for item in items { write(&writer, item) }
            writer.endArray()
        }
    }

    /// Answers are data, never pages, and never another's to keep.
    var withLettaHeaders: HTTPResponse {
        var response = self
        response.headers["X-Content-Type-Options"] = "nosniff"
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
        return response
    }
}
