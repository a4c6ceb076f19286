import HindcastBytes
import HindcastEngine
import HindcastHTTP
import HindcastInvariant
import HindcastJSON
import HindcastLetta
import HindcastModel
import HindcastOTLP
import HindcastProtobuf
import HindcastReflect
import HindcastStoreSQLite

/// Every fuzz target by name. `Scripts/fuzz` runs each of them for the time it is given.
///
/// A target takes any bytes and must return: it may reject them, it may not trap, hang or grow without bound.
enum FuzzRegistry {
    /// What a target does with one input.
    typealias Target = @Sendable ([UInt8]) -> Void

    static let targets: [(name: String, run: Target)] = [
        ("canary", canary),
        ("query", query),
        ("filter", FilterFuzz.run),
        ("address", AddressFuzz.run),
        ("invariant-push", InvariantFuzz.push),
        ("invariant-file", InvariantFuzz.file),
        ("invariant-query", InvariantFuzz.query),
        ("json", JSONFuzz.run),
        ("protobuf", ProtobufFuzz.run),
        ("compression", CompressionFuzz.run),
        ("otlp", OTLPFuzz.run),
        ("normaliser", NormaliserFuzz.run),
        ("archive", ArchiveFuzz.run),
        ("pack", PackFuzz.run),
        ("words", WordBlockFuzz.run),
        ("letta", LettaFuzz.run),
        ("reflect", ReflectFuzz.run),
        ("wordpiece", ModelFuzz.text),
        ("model-file", ModelFuzz.file),
        ("zip", ZipFuzz.run),
    ]

    /// Crashes on any input that begins with these three bytes. A run in which it survives proves nothing, so the
    /// script fails when it does.
    private static func canary(_ bytes: [UInt8]) {
        precondition(!bytes.starts(with: [0x66, 0x75, 0x7A]), "the canary fell, as it should")
    }

    /// Any text is a query of bounded size or a client's error.
    private static func query(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let query = try? HTTPQuery(parsing: text[...]) else { return }
        precondition(query.pairs.count <= HTTPLimits.queryPairsMax, "more pairs than the limit allows")
        for pair in query.pairs {
            precondition(!pair.value.utf8.contains(0), "a NUL passed the percent decoding")
        }
    }
}
