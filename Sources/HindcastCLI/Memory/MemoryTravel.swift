import HindcastEngine
import HindcastHTTP
import HindcastJSON

/// Memories on their way to another project or another house: `hindcast memory export` and `import`.
enum MemoryTravel {
    static let export = Command(
        path: ["memory", "export"], summary: "Print all memories with their history as lines of JSON.",
        details: "hindcast memory export > memories.jsonl", options: [.data, .project]
    ) { call throws(CommandFailure) in
        try await call.reading { api throws(CommandFailure) in
            var cursor: String?
            repeat {
                let answer = try await api.answer(.get, "/memories/export", [("cursor", cursor)])
                call.console.write(String(decoding: answer.body, as: UTF8.self))
                cursor = answer.headers["Link"].flatMap(Self.cursor)
            } while cursor != nil
        }
    }

    static let `import` = Command(
        path: ["memory", "import"], summary: "Store memories that were exported.",
        details: """
            Memories that are there already stay as they are, so that importing twice changes nothing. Within one data
            folder ids are taken by the project that they came from; --copies gives new ones.
            """,
        operands: [.init(name: "file", help: "Lines of JSON; - reads what is piped in.")],
        options: [.data, .project, .key, .init(name: "copies", help: "Give the memories new ids."), .json],
        run: importFile)

    /// Bytes of one request: well below what a server takes.
    static let partBytesMax = 32 << 20

    private static func importFile(_ call: Invocation) async throws(CommandFailure) {
        guard let bytes = call.environment.readFile(call.operands[0]) else {
            throw .failed("The file \(Text.clean(call.operands[0])) cannot be read.")
        }
        let parts = Self.parts(bytes)
        // What one memory says of another would be lost between parts that get new names.
        if call.has("copies"), parts.count > 1 {
            throw .usage("With --copies a file has at most \(Text.bytes(Int64(partBytesMax))).")
        }
        try await call.changing { api throws(CommandFailure) in
            var sums = (added: Int64(0), known: Int64(0))
            for part in parts {
                let answer = try await api.answer(
                    .post, "/memories/import", [("copies", call.has("copies") ? "true" : nil)],
                    body: Array(part))
                let receipt = try? JSONReader.parse(answer.body)
                sums.added += receipt?["added"]?.intValue ?? 0
                sums.known += receipt?["known"]?.intValue ?? 0
            }
            let (added, known) = sums
            if call.isJSON {
                call.printJSON { writer in
                    writer.object { writer in
                        writer.field("added", added)
                        writer.field("known", known)
                    }
                }
            } else {
                call.console.line(
                    "Imported \(added) memories"
                        + (known == 0
                            ? "." : "; \(known) are in this data folder already (--copies gives new ids)."))
            }
        }
    }

    /// Pieces that end at a line's end and are no larger than a request may be.
    static func parts(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while rest.count > partBytesMax {
            let end = rest.prefix(partBytesMax).lastIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex - 1
            parts.append(rest[...end])
            rest = rest[(end + 1)...]
        }
        return parts + [rest]
    }

    /// Of `<…&cursor=x>; rel="next"`.
    private static func cursor(_ link: String) -> String? {
        guard let mark = link.firstRange(of: "cursor=") else { return nil }
        return String(link[mark.upperBound...].prefix { $0 != ">" && $0 != "&" })
    }
}
