import HindcastJSON
import HindcastModel
import TestKit
import Testing

@Suite("Addresses")
struct AddressTests {
    @Test(
        "An address is read in every spelling and printed in one",
        arguments: [
            ("", ""), ("<root>", ""), ("messages[0]", "messages[0]"), ("messages.0", "messages[0]"),
            ("messages.0.content", "messages[0].content"),
            ("messages[0].content:L0", "messages[0].content:L0"),
            ("messages.1.content:5-10", "messages[1].content:5-10"),
            (
                "messages[1].tool_calls[0].function.arguments.to:0-4",
                "messages[1].tool_calls[0].function.arguments.to:0-4"
            ),
            ("messages.1.tool_calls.0.function", "messages[1].tool_calls[0].function"),
            ("messages[2].content:bbox-0.1,0.2,0.5,0.6", "messages[2].content:bbox-0.1,0.2,0.5,0.6"),
            ("messages[2].content:bbox-0,0.0,1.0,1", "messages[2].content:bbox-0,0,1,1"),
            ("messages[007]", "messages[7]"), ("a.007", "a.007"), ("m[0].urn:isbn", "m[0].urn:isbn"),
            ("m[0].urn:isbn:L2", "m[0].urn:isbn:L2"), ("messages[0][1]", "messages[0][1]"),
            ("a[x][1]", "a[x][1]"),
        ])
    func spellings(text: String, canonical: String) throws {
        let address = try #require(Address(text))
        #expect(address.description == canonical)
        #expect(Address(canonical) == address)
    }

    @Test(
        "What is no address is none, rather than a guess",
        arguments: [
            ".", "a..b", "a.", ".a", ":L0", "[0]", "a.[0]", String(repeating: "a.", count: 200) + "a",
            String(repeating: "a", count: 5000),
        ])
    func refusals(text: String) {
        #expect(Address(text) == nil)
    }

    @Test(
        "A part that cannot be read as one belongs to the key, which then leads nowhere",
        arguments: [
            "messages[0].content:10-5", "messages[0].content:L", "messages[0].content:L-1",
            "messages[0].content:x",
            "messages[0].content:bbox-1,2,3", "messages[0].content:bbox-a,0,1,1",
            "messages[0].content:bbox--1,0,1,1",
            "messages[0].content:L99999999999999",
        ])
    func oddSelectors(text: String) throws {
        let address = try #require(Address(text))
        #expect(address.selector == nil)
        #expect(address.resolved(in: Self.run) == nil)
    }

    static let run: JSON = [
        "messages": [
            ["role": "user", "content": "héllo\nline two\n"],
            [
                "role": "assistant", "content": nil,
                "tool_calls": [
                    [
                        "id": "c1",
                        "function": [
                            "name": "send", "arguments": ["to": "anna", "a.b": ["c": "deep"], "0": "zero"],
                        ],
                    ],
                    ["id": "c2", "function": ["name": "send", "arguments": "{\"to\": \"bob\"}"]],
                ],
            ],
            ["role": "tool", "content": "local_base64_img: iVBORw0KGgo="],
            [
                "role": "user",
                "content": [
                    ["type": "text", "text": "look 👩‍👩‍👧 here"],
                    ["type": "image_url", "image_url": ["url": "data:image/png;base64,AA=="]],
                ],
            ],
        ]
    ]

    @Test(
        "An address leads to its text",
        arguments: [
            ("messages[0].content", "héllo\nline two\n"), ("messages[0].content:L0", "héllo"),
            ("messages[0].content:L1", "line two"), ("messages[0].content:L2", ""),
            ("messages[0].content:1-3", "él"), ("messages[0].content:0-0", ""),
            ("messages[0].content:14-15", "\n"),
            ("messages[1].tool_calls[0].function.arguments.to:0-4", "anna"),
            ("messages[1].tool_calls[0].function.arguments.a.b.c", "deep"),
            ("messages[1].tool_calls[0].function.arguments[0]", "zero"),
            ("messages[1].tool_calls[1].function.arguments.to", "bob"),
            ("messages[3].content[0].text:5-6", "👩"), ("messages.3.content.0.text:11-15", "here"),
        ])
    func texts(address: String, text: String) throws {
        #expect(try #require(Address(address)).resolved(in: Self.run)?.text == text)
    }

    @Test(
        "Whole messages, parts and boxes of images are found without a text",
        arguments: [
            "", "messages", "messages[1]", "messages[1].content", "messages[2].content:bbox-0,0,1,1",
            "messages[3].content:bbox-0.1,0.1,0.2,0.2", "messages[3].content[1]:bbox-0.1,0.1,0.2,0.2",
        ])
    func places(address: String) throws {
        #expect(try #require(Address(address)).resolved(in: Self.run) != nil)
    }

    @Test(
        "An address that leads nowhere is not brought near",
        arguments: [
            "messages[9]", "messages[0].nope", "messages[0].content:L3", "messages[0].content:0-16",
            "messages[0].content:bbox-0,0,1,1", "messages[2].content:bbox-0.9,0,0.1,1",
            "messages[2].content:bbox-0,0,2,1",
            "messages[1].content:0-1", "messages[0].role.x",
            "messages[1].tool_calls[1].function.arguments.from", "other",
        ])
    func nowhere(address: String) throws {
        #expect(try #require(Address(address)).resolved(in: Self.run) == nil)
    }

    @Test("The longest key wins, but a shorter one that leads on is found too")
    func longestKey() throws {
        let run: JSON = ["a": ["b": ["c": "short"]], "a.b": ["c": "long", "d": 1], "a.b.c.d": "longest"]
        #expect(try #require(Address("a.b.c")).resolved(in: run)?.text == "long")
        #expect(try #require(Address("a.b.c.d")).resolved(in: run)?.text == "longest")
        #expect(try #require(Address("a.b")).resolved(in: ["a": ["b": "x"]])?.text == "x")
    }

    @Test("After an insertion an address follows its message")
    func rebasing() throws {
        let places = [1, 2, 4]
        #expect(
            try #require(Address("messages.0.content:L1")).rebased(to: places).description
                == "messages[1].content:L1")
        #expect(try #require(Address("messages[2]")).rebased(to: places).description == "messages[4]")
        #expect(try #require(Address("messages[7].x")).rebased(to: places).description == "messages[7].x")
        for unmoved in ["", "messages", "other[0]", "messages.x"] {
            let address = try #require(Address(unmoved))
            #expect(address.rebased(to: places) == address)
        }
    }
}

@Suite("Addresses, by chance")
struct AddressPropertyTests {
    @Test(
        "Every place of a random run has an address that prints, reads and leads back to it",
        arguments: 1...60 as ClosedRange<UInt64>)
    func everyPlace(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let run: JSON = ["messages": .array((0..<4).map { _ in Self.value(depth: 4, &random) })]
        try walk(run, Address([]), in: run)
    }

    private func walk(_ value: JSON, _ address: Address, in run: JSON) throws {
        let read = try #require(Address(address.description))
        #expect(read == address)
        #expect(read.resolved(in: run)?.value == value)
        switch value {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                try walk(element, Address(address.path + [.index(index)]), in: run)
            }
        case .object(let object):
            for (key, member) in object { try walk(member, Address(address.path + [.key(key)]), in: run) }
        case .string(let text): try walkText(text, address, in: run)
        default: break
        }
    }

    private func walkText(_ text: String, _ address: Address, in run: JSON) throws {
        let scalars = Array(text.unicodeScalars)
        for start in 0...scalars.count {
            var part = address
            part.selector = .characters(start..<scalars.count)
            let read = try #require(Address(part.description))
            #expect(read.resolved(in: run)?.text.map { Array($0.unicodeScalars) } == Array(scalars[start...]))
        }
        for (number, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let part = Address(address.path, .line(number))
            #expect(part.resolved(in: run)?.text?.unicodeScalars.elementsEqual(line) == true)
        }
    }

    private static let keys = ["role", "content", "tool_calls", "urn:a", "L1", "ключ", "a[b", "é"]
    private static let texts = [
        "", "one", "two\nthree\n", "e\u{301}\u{1F469}\u{200D}\u{1F467}", "\r\n", "a:b.c[0]",
    ]

    private static func value(depth: Int, _ random: inout SeededGenerator) -> JSON {
        switch Int.random(in: depth > 0 ? 0..<6 : 2..<6, using: &random) {
        case 0:
            return .array(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth - 1, &random) })
        case 1, 5:
            var object = JSONObject()
            for key in keys.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)) {
                object[key] = value(depth: depth - 1, &random)
            }
            return .object(object)
        case 2: return .null
        case 3: return 7
        default: return .string(texts[Int.random(in: 0..<texts.count, using: &random)])
        }
    }

    @Test(
        "Damaged addresses never trap, and what is read prints as itself",
        arguments: 1...300 as ClosedRange<UInt64>)
    func damage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Array("messages[1].tool_calls.0.function.arguments.to:bbox-0.1,0.2,1e-05,1".utf8)
        for _ in 0..<50 { AddressFuzz.run(random.damaged(text)) }
        for _ in 0..<50 { AddressFuzz.run(random.bytes(12, from: Array("ma.[]0:L-17bx,é".utf8))) }
    }

    @Test(
        "Inserting in two steps leads where inserting at once does", arguments: 1...100 as ClosedRange<UInt64>
    )
    func rebasing(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let first = Self.insertion(of: 10, &random)
        let second = Self.insertion(of: first.last.map { $0 + 1 } ?? 0, &random)
        for index in 0..<10 {
            let address = Address([.key("messages"), .index(index), .key("content")], .line(index))
            let twice = address.rebased(to: first).rebased(to: second)
            #expect(twice == address.rebased(to: first.map { second[$0] }))
            #expect(twice.messageIndex.map { $0 >= index } == true)
        }
    }

    /// Where each of `count` messages is after some were put between them.
    private static func insertion(of count: Int, _ random: inout SeededGenerator) -> [Int] {
        var place = -1
        return (0..<count).map { _ in
            place += Int.random(in: 1...3, using: &random)
            return place
        }
    }
}
