import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// A request of Reflect's client, with the project of its path.
struct ReflectRequest {
    let http: HTTPRequest
    let grant: Grant
    let project: Project

    /// - Parameter makesProject: whether one that nobody has named yet is made. Only whoever sits at the machine can:
    ///   a key is bound to its project, and every other one is unknown to it.
    /// - Throws: a 404 for a project that the caller cannot see; a 500 when the route is mounted without the access
    ///   middleware.
    init(_ http: HTTPRequest, _ services: ReflectServices, makesProject: Bool) async throws {
        guard let grant = http.grant else {
            throw ReflectError(
                .internalServerError,
                "This route is served without access control; the server is put together wrongly.")
        }
        self.http = http
        self.grant = grant
        let name = http.parameters["project"] ?? ""
        if let known = try await services.projects.project(named: name) {
            guard !grant.isBound || known.id == grant.project else {
                throw ReflectError.unknown("Project", name)
            }
            project = known
        } else {
            guard makesProject, !grant.isBound else { throw ReflectError.unknown("Project", name) }
            project = try await services.administration.createProject(named: name, actor: grant.actor)
        }
    }

    func parameter(_ name: String) -> String { http.parameters[name] ?? "" }

    /// In the form of a UUID or in hex, as other doors write it.
    func traceID() throws(ReflectError) -> TraceID {
        guard let id = TraceID(parameter("id")) else { throw .unknown("Trace", parameter("id")) }
        return id
    }

    func memoryID() throws(ReflectError) -> RecordID {
        guard let id = RecordID(parameter("id")) else { throw .unknown("Memory", parameter("id")) }
        return id
    }

    // MARK: Query

    func text(_ name: String) -> String? { http.query[name].flatMap { $0.isEmpty ? nil : $0 } }

    func limit() throws(ReflectError) -> Int {
        guard let text = text("limit") else { return ReflectLimits.listMax }
        guard let limit = Int(text), (1...ReflectLimits.listMax).contains(limit) else {
            throw .invalid("limit must be a whole number from 1 to \(ReflectLimits.listMax).")
        }
        return limit
    }

    func flag(_ name: String) throws(ReflectError) -> Bool {
        switch text(name)?.lowercased() {
        case nil, "false", "0": return false
        case "true", "1": return true
        default: throw .invalid("\(name) must be true or false.")
        }
    }

    // MARK: Body

    /// The body as a JSON object.
    func object() throws(ReflectError) -> JSONObject { try Self.object(http) }

    static func object(_ http: HTTPRequest) throws(ReflectError) -> JSONObject {
        do throws(JSONError) {
            if let object = try JSONReader.parse(http.body, limits: ReflectLimits.body).objectValue {
                return object
            }
        } catch {
            throw ReflectError(.badRequest, "The body is not valid JSON: \(error)")
        }
        throw .invalid("The body must be a JSON object.")
    }
}

extension HTTPResponse {
    static func reflect(
        _ status: HTTPStatus = .ok, reserving capacity: Int = 1024, _ write: (inout JSONWriter) -> Void
    ) -> HTTPResponse {
        var writer = JSONWriter(reserving: capacity)
        write(&writer)
        return .json(writer.bytes, status: status)
    }

    /// A bare array, as every list of this dialect is. What comes next is told by a `Link` header.
    static func reflect<Item>(
        list page: Page<Item>, of request: ReflectRequest, _ write: (inout JSONWriter, Item) -> Void
    ) -> HTTPResponse {
        var response = HTTPResponse.reflect(list: page.items, write)
        if let next = page.next {
            var query = request.http.query.pairs.filter { $0.name != "before" }
                .map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
            query.append("before=\(PercentCoding.encode(next))")
            response.headers["Link"] =
                "<\(request.http.path)?\(query.joined(separator: "&"))>; rel=\"next\""
        }
        return response
    }

    static func reflect<Item>(list items: [Item], _ write: (inout JSONWriter, Item) -> Void) -> HTTPResponse {
        reflect(reserving: 512 * items.count) { writer in
            writer.beginArray()
            for item in items { write(&writer, item) }
            writer.endArray()
        }
    }

    /// Answers are data, never pages, and never another's to keep.
    var withReflectHeaders: HTTPResponse {
        var response = self
        response.headers["X-Content-Type-Options"] = "nosniff"
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
        return response
    }
}
