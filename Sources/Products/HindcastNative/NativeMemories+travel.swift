import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Memories on their way to another project or another house.
extension NativeMemories {
    /// A line of JSON for each memory with its history, newest first. When there are more than `?limit=`, the header
    /// `Link` names where the rest is.
    func export(_ request: NativeRequest) async throws -> HTTPResponse {
        let limit = try request.number(
            "limit", default: NativeLimits.exportMax, in: 1...NativeLimits.exportMax)
        var lines: [UInt8] = []
        var count = 0
        var cursor = request.text("cursor")
        repeat {
            let page = try await learning.export(
                cursor: cursor, limit: min(NativeLimits.exportChunk, limit - count), project: request.project)
            for line in page.items {
                lines += line
                lines.append(UInt8(ascii: "\n"))
            }
            count += page.items.count
            cursor = page.next
        } while cursor != nil && count < limit && lines.count < NativeLimits.exportBytes
        var response = HTTPResponse(
            headers: ["Content-Type": "application/x-ndjson"], body: .bytes(lines))
        if let cursor {
            var rest = "\(NativeRoutes.root)/memories/export?limit=\(limit)&cursor=\(cursor)"
            if let project = request.text("project") { rest += "&project=\(PercentCoding.encode(project))" }
            response.headers["Link"] = "<\(rest)>; rel=\"next\""
        }
        return response
    }

    /// Takes what `export` wrote; nothing is stored unless every line can be. `?copies=true` gives new ids, for
    /// memories of another project of this house.
    func importLines(_ request: NativeRequest) async throws -> HTTPResponse {
        let receipt = try await learning.importLines(
            request.http.body, asCopies: try request.flag("copies"), project: request.project,
            actor: request.grant.actor)
        return .json(reserving: 64) { writer in
            writer.object { writer in
                writer.field("added", receipt.added)
                writer.field("known", receipt.known)
            }
        }
    }
}
