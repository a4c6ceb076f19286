import HindcastModel
import HindcastProtobuf
import Testing

@testable import HindcastOTLP

@Suite struct TraceDecodingTests {
    private func decode(_ body: [UInt8]) throws -> OTLPBatch {
        try OTLPDecoder.decode(.traces, body, limits: OTLPLimits())
    }

    private func only(_ span: [UInt8]) throws -> SpanDraft {
        let batch = try decode(Wire.request([span]))
        return try #require(batch.spans.first)
    }

    @Test("Every field of a span arrives")
    func everyField() throws {
        let span = Wire.span("chat") { span in
            span.string(3, "vendor=1")
            span.bytes(4, [0, 0, 0, 0, 0, 0, 0, 9])
            span.varint(6, 3)
            span.bytes(9, Wire.keyValue("model", text: "m-1"))
            span.bytes(9, Wire.keyValue("tokens") { $0.int64(3, -5) })
            span.varint(10, 11)
            span.message(11) { event in
                event.fixed64(1, 1_500)
                event.string(2, "token")
                event.bytes(3, Wire.keyValue("first") { $0.bool(2, true) })
            }
            span.varint(12, 12)
            span.message(13) { link in
                link.bytes(1, Wire.traceID.reversed())
                link.bytes(2, Wire.spanID.reversed())
                link.string(3, "linked=1")
                link.bytes(4, Wire.keyValue("why", text: "retry"))
            }
            span.varint(14, 13)
            span.message(15) { status in
                status.string(2, "broken")
                status.varint(3, 2)
            }
            span.fixed32(16, 0x101)
        }
        let request = Wire.request([span], resource: [Wire.keyValue("service.name", text: "agent")]) {
            scope in
            scope.string(1, "library")
            scope.string(2, "2.0")
            scope.bytes(3, Wire.keyValue("kind", text: "auto"))
        }
        let draft = try #require(try decode(request).spans.first)
        #expect(draft.traceID == TraceID(bytes: Wire.traceID))
        #expect(draft.spanID == SpanID(bytes: Wire.spanID))
        #expect(draft.parentID == SpanID(9))
        #expect(
            draft.name == "chat" && draft.otelKind == 3 && draft.traceState == "vendor=1"
                && draft.flags == 0x101)
        #expect(draft.start.nanoseconds == 1_000 && draft.end.nanoseconds == 2_000)
        #expect(
            draft.attributes.members == [
                AttributeEntry(key: "model", value: .string("m-1")),
                AttributeEntry(key: "tokens", value: .int(-5)),
            ])
        #expect(draft.events.map(\.name) == ["token"] && draft.events.map(\.time.nanoseconds) == [1_500])
        #expect(draft.events.first?.attributes.bool("first") == true)
        #expect(draft.links.map(\.traceID) == [TraceID(bytes: Wire.traceID.reversed())])
        #expect(draft.links.map(\.spanID) == [SpanID(bytes: Wire.spanID.reversed())])
        #expect(
            draft.links.first?.traceState == "linked=1"
                && draft.links.first?.attributes.string("why") == "retry")
        #expect(draft.status == .error && draft.statusMessage == "broken")
        #expect(draft.dropped.attributes == 11 && draft.dropped.events == 12 && draft.dropped.links == 13)
        #expect(draft.resource.string("service.name") == "agent")
        #expect(draft.scope.name == "library" && draft.scope.version == "2.0")
        #expect(draft.scope.attributes.string("kind") == "auto")
    }

    @Test(
        "Spans without a usable id are refused one by one; the others are kept and the first fault is named")
    func invalidIDs() throws {
        let zeros = [UInt8](repeating: 0, count: 16)
        let batch = try decode(
            Wire.request([
                Wire.span("good"), Wire.span("short trace", trace: [1, 2]),
                Wire.span("zero trace", trace: zeros),
                Wire.span("no span id", span: []), Wire.span("zero span", span: Array(zeros.prefix(8))),
                Wire.span("also good"),
            ]))
        #expect(batch.spans.map(\.name) == ["good", "also good"])
        #expect(batch.rejectedCount == 4)
        #expect(batch.rejectedReason == "the trace id of the span \"short trace\" has 2 bytes instead of 16")
    }

    @Test("A parent id of zeros means no parent")
    func zeroParent() throws {
        let draft = try only(Wire.span { $0.bytes(4, [UInt8](repeating: 0, count: 8)) })
        #expect(draft.parentID == nil)
    }

    @Test(
        "A span that ends before it starts, or never ended, ends when it starts",
        arguments: [0, 999] as [UInt64])
    func endBeforeStart(end: UInt64) throws {
        let draft = try only(Wire.span(start: 1_000, end: end))
        #expect(draft.start == draft.end && draft.end.nanoseconds == 1_000)
    }

    @Test("A time beyond the year 2262 is clamped, not refused")
    func hugeTime() throws {
        let draft = try only(Wire.span(start: 1, end: .max))
        #expect(draft.end.nanoseconds == .max)
    }

    @Test("A recorded exception makes the span an error, with the exception's message if there is no other")
    func exceptions() throws {
        func span(_ more: @escaping Wire.Fields) throws -> SpanDraft {
            try only(
                Wire.span { span in
                    span.message(11) { event in
                        event.string(2, "exception")
                        event.bytes(3, Wire.keyValue("exception.message", text: "no such file"))
                    }
                    more(&span)
                })
        }
        let bare = try span { _ in }
        #expect(bare.status == .error && bare.statusMessage == "no such file")
        let told = try span { $0.message(15) { $0.string(2, "gave up") } }
        #expect(told.status == .error && told.statusMessage == "gave up")
    }

    @Test("A link to nowhere is left out and counted as dropped")
    func linkToNowhere() throws {
        let draft = try only(Wire.span { $0.message(13) { $0.string(3, "x") } })
        #expect(draft.links.isEmpty && draft.dropped.links == 1)
    }

    @Test("Fields from a future version, and the old instrumentation library groups, are stepped over")
    func unknownFields() throws {
        let span = Wire.span {
            $0.string(99, "new")
            $0.fixed32(100, 1)
            $0.fixed64(101, 1)
            // The number of a known field with another type is unknown too.
            $0.varint(9, 1)
        }
        let request = Wire.bytes { request in
            request.message(1) { group in
                group.message(1_000) { $0.bytes(2, Wire.span("old")) }
                group.message(2) { $0.bytes(2, span) }
                group.string(3, "https://schema")
            }
        }
        #expect(try decode(request).spans.map(\.name) == ["work"])
    }

    @Test("The resource counts wherever it stands in its group, and is shared by all its spans")
    func lateResource() throws {
        let request = Wire.bytes { request in
            request.message(1) { group in
                group.message(2) { scoped in
                    scoped.bytes(2, Wire.span("one"))
                    scoped.bytes(2, Wire.span("two"))
                    scoped.message(1) { $0.string(1, "late scope") }
                }
                group.message(1) { $0.bytes(1, Wire.keyValue("service.name", text: "late")) }
            }
        }
        let spans = try decode(request).spans
        #expect(spans.map { $0.resource.string("service.name") } == ["late", "late"])
        #expect(spans.map(\.scope.name) == ["late scope", "late scope"])
    }

    @Test("Text that is not UTF-8 is repaired, not refused")
    func invalidText() throws {
        let draft = try only(Wire.span("") { $0.bytes(5, [0x61, 0xFF, 0x62]) })
        #expect(draft.name == "a\u{FFFD}b")
    }

    @Test("An empty request is a valid one")
    func empty() throws {
        #expect(try decode([]).spans.isEmpty)
        #expect(try decode(Wire.request([])).spans.isEmpty)
    }

    @Test("A request cut anywhere is refused, or is a shorter request; it never crashes the server")
    func truncated() throws {
        let whole = Wire.request([Wire.span { $0.bytes(9, Wire.keyValue("k", text: "v")) }])
        for length in 1..<whole.count {
            // Both outer lengths cover the rest, so that every cut is noticed.
            #expect(throws: OTLPError.self) { try decode(Array(whole.prefix(length))) }
        }
    }

    @Test("An attribute whose inside is broken refuses the request", arguments: [1, 2, 3])
    func brokenInside(place: Int) throws {
        let broken: [UInt8] = [0x0A, 0x7F]
        let keyValue =
            switch place {
            case 1: broken
            case 2: Wire.keyValue("k") { $0.bytes(5, broken) }
            default: Wire.keyValue("k") { $0.message(6) { $0.message(1) { $0.bytes(2, broken) } } }
            }
        #expect(throws: OTLPError.self) { try decode(Wire.request([Wire.span { $0.bytes(9, keyValue) }])) }
    }

    @Test("Attributes may nest 64 levels and no deeper")
    func nesting() throws {
        func request(_ levels: Int) -> [UInt8] {
            let keyValue = Wire.bytes {
                $0.string(1, "deep")
                $0.bytes(2, Wire.nested(levels: levels))
            }
            return Wire.request([Wire.span { $0.bytes(9, keyValue) }])
        }
        var value = try #require(try decode(request(64)).spans.first?.attributes.value("deep"))
        var levels = 1
        while case .array(let items) = value, let first = items.first {
            value = first
            levels += 1
        }
        #expect(levels == 64 && value == .int(1))
        #expect(throws: OTLPError.self) { try decode(request(65)) }
    }

    @Test("Millions of empty attributes in a small body are refused before they fill the memory")
    func manyItems() throws {
        let span = Wire.span { span in for _ in 0..<2_000 { span.bytes(9, []) } }
        let limits = OTLPLimits(itemsMax: 1_000)
        #expect(throws: OTLPError.self) {
            try OTLPDecoder.decode(.traces, Wire.request([span]), limits: limits)
        }
        #expect(try decode(Wire.request([span])).spans.first?.attributes.count == 2_000)
    }
}
