import HindcastBytes
import HindcastModel
import Testing

@Suite("Lists that were flattened into keys")
struct FlatListTests {
    private static let prefixes = ["llm.input_messages.", "llm.output_messages.", "llm.tools."].map(
        FlatPrefix.init)

    private static func attributes(_ keys: [String]) -> Attributes {
        Attributes(keys.map { AttributeEntry(key: $0, value: .string("value of " + $0)) })
    }

    @Test("All lists are found in one pass, in the order of the prefixes, however their keys are mixed")
    func onePass() {
        let attributes = Self.attributes([
            "llm.tools.0.name", "llm.input_messages.1.role", "session.id", "llm.tools.1.name",
            "llm.input_messages.0.role", "llm.input_messages.x.role", "llm.input_messages.00.role",
        ])
        let found = FlatLists(attributes, Self.prefixes)
        #expect(found.lists.map(\.prefix) == ["llm.input_messages.", "llm.tools."])
        #expect(found["llm.input_messages."]?.groups.map(\.index) == [0, 1])
        let roles = found["llm.input_messages."]?.all().map { $0.string("role") }
        #expect(roles == ["value of llm.input_messages.0.role", "value of llm.input_messages.1.role"])
        #expect(found["llm.output_messages."] == nil)

        var flags = [Bool](repeating: false, count: attributes.count)
        for list in found.lists { list.mark(&flags) }
        #expect(flags == [true, true, false, true, true, false, false])
    }

    @Test("A message has one raw key wherever it stands, and another as soon as anything in it differs")
    func rawKeys() throws {
        func key(_ members: [(String, String)]) throws -> RawKey {
            let attributes = Attributes(members.map { AttributeEntry(key: $0.0, value: .string($0.1)) })
            return try #require(FlatLists(attributes, Self.prefixes).lists.first).keys(domain: 1)[0]
        }
        let input = try key([
            ("llm.input_messages.12.message.role", "user"), ("llm.input_messages.12.message.content", "Hi"),
        ])
        let answer = try key([
            ("llm.output_messages.0.message.role", "user"), ("llm.output_messages.0.message.content", "Hi"),
        ])
        #expect(input == answer)
        let others = [
            [("llm.tools.0.message.role", "user"), ("llm.tools.0.message.content", "Ho")],
            [("llm.tools.0.message.role", "user"), ("llm.tools.0.message.contents", "Hi")],
            [("llm.tools.0.message.content", "Hi"), ("llm.tools.0.message.role", "user")],
            [("llm.tools.0.message.role", "user")],
        ]
        let keys = try Set(others.map(key) + [input])
        #expect(keys.count == others.count + 1)
    }

    @Test("A long key, whose length takes two bytes, names its group as well")
    func longKeys() throws {
        let long = String(repeating: "a", count: 200)
        let keys = try ["Hi", "Ho"].map { text in
            let entry = AttributeEntry(key: "llm.tools.0." + long, value: .string(text))
            let list = try #require(FlatLists(Attributes([entry]), Self.prefixes).lists.first)
            #expect(list.attributes(at: 0).string(long) == text)
            return list.keys(domain: 1)[0]
        }
        #expect(keys[0] != keys[1])
    }
}
