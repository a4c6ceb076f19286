import FoundationEssentials
import HindcastModel
import Testing

@testable import HindcastOTLP

/// The same requests of real instrumentations, recorded in both encodings.
@Suite struct CaptureTests {
    static let folder =
        #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
        + "/HindcastEngineTests/Fixtures/conventions/"

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".pb") }.map { String($0.dropLast(3)) }.sorted()
    }()

    static func signal(_ name: String) -> OTLPSignal {
        name.hasSuffix(".logs") ? .logs : name.hasSuffix(".metrics") ? .metrics : .traces
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: folder + name)))
    }

    @Test("The captures are there")
    func present() { #expect(Self.names.count >= 16) }

    @Test("A recorded request means the same in protobuf and in JSON", arguments: names)
    func bothEncodings(name: String) throws {
        let signal = Self.signal(name)
        let limits = OTLPLimits()
        let binary = try OTLPDecoder.decode(signal, Self.bytes(name + ".pb"), limits: limits)
        let wire = try OTLPTranscoder.transcode(signal, Self.bytes(name + ".json"))
        let textual = try OTLPDecoder.decode(signal, wire, limits: limits)
        #expect(
            String(decoding: OTLPForm.traces(binary.spans), as: UTF8.self)
                == String(decoding: OTLPForm.traces(textual.spans), as: UTF8.self))
        #expect(
            String(decoding: OTLPForm.logs(binary.logs), as: UTF8.self)
                == String(decoding: OTLPForm.logs(textual.logs), as: UTF8.self))
        #expect(binary.rejectedCount == 0 && textual.rejectedCount == 0)
        #expect(binary.spans.isEmpty == (signal != .traces) && binary.logs.isEmpty == (signal != .logs))
    }

    @Test("What was decoded, written as OTLP/JSON, decodes to the same", arguments: names)
    func roundTrip(name: String) throws {
        let signal = Self.signal(name)
        let limits = OTLPLimits()
        let batch = try OTLPDecoder.decode(signal, Self.bytes(name + ".pb"), limits: limits)
        let spans = OTLPForm.traces(batch.spans)
        let again = try OTLPDecoder.decode(.traces, OTLPTranscoder.transcode(.traces, spans), limits: limits)
        #expect(OTLPForm.traces(again.spans) == spans)
        let logs = OTLPForm.logs(batch.logs)
        let logsAgain = try OTLPDecoder.decode(.logs, OTLPTranscoder.transcode(.logs, logs), limits: limits)
        #expect(OTLPForm.logs(logsAgain.logs) == logs)
    }
}
