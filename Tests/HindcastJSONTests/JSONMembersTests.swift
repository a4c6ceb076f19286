import HindcastJSON
import Testing

@Suite("An object that somebody sent, read member by member")
struct JSONMembersTests {
    struct Refusal: JSONMemberFailure, Equatable {
        let sentence: String
        init(member: String, _ rule: String) { sentence = "\(member) \(rule)" }
        init(_ sentence: String) { self.sentence = sentence }
    }

    enum Color: String, CaseIterable { case red, green }

    typealias Members = JSONMembers<Refusal>

    private static let sent: JSON = [
        "text": "a", "blank": " ", "texts": ["a", "b"], "mixed": ["a", 1], "number": 0.5, "whole": 3,
        "flag": true,
        "color": "red", "nothing": .null, "part": ["text": 5, "color": "blue"],
    ]
    private let members = Members(Self.sent.objectValue ?? JSONObject())

    @Test("what fits is taken, and null counts as absent")
    func taken() throws {
        #expect(try members.text("text") == "a")
        #expect(try members.someText("text", bytesMax: 1) == "a")
        #expect(try members.texts("texts", countMax: 2) == ["a", "b"])
        #expect(try members.number("number", in: 0...1) == 0.5)
        #expect(try members.whole("whole", in: 1...3) == 3)
        #expect(try members.flag("flag") == true)
        #expect(try members.choice("color", of: Color.self) == .red)
        #expect(try members.object("part")?.count == 2)
        for name in ["nothing", "unknown"] {
            #expect(try members.text(name) == nil)
            #expect(try members.texts(name, countMax: 1) == nil)
            #expect(try members.number(name, in: 0...1) == nil)
            #expect(try members.whole(name, in: 0...1) == nil)
            #expect(try members.flag(name) == nil)
            #expect(try members.choice(name, of: Color.self) == nil)
            #expect(try members.part(name) == nil)
            #expect(!members.has(name))
        }
        #expect(members.isCleared("nothing") && !members.isCleared("unknown"))
    }

    @Test("what does not fit is refused by name and rule")
    func refused() throws {
        expect("number must be a string") { () throws(Refusal) in _ = try members.text("number") }
        expect("text must have at most 0 bytes") { () throws(Refusal) in
            _ = try members.text("text", bytesMax: 0)
        }
        expect("nothing is required") { () throws(Refusal) in _ = try members.someText("nothing") }
        expect("blank must not be empty") { () throws(Refusal) in _ = try members.someText("blank") }
        expect("text must be a list of strings") { () throws(Refusal) in
            _ = try members.texts("text", countMax: 1)
        }
        expect("texts must have at most 1 items") { () throws(Refusal) in
            _ = try members.texts("texts", countMax: 1)
        }
        expect("mixed[1] must be a string") { () throws(Refusal) in
            _ = try members.texts("mixed", countMax: 2)
        }
        expect("texts[0] must be a string of at most 0 bytes") { () throws(Refusal) in
            _ = try members.texts("texts", countMax: 2, bytesMax: 0)
        }
        expect("number must be a number from 0.75 to 1") { () throws(Refusal) in
            _ = try members.number("number", in: 0.75...1)
        }
        expect("number must be a whole number from 0 to 1") { () throws(Refusal) in
            _ = try members.whole("number", in: 0...1)
        }
        expect("text must be true or false") { () throws(Refusal) in _ = try members.flag("text") }
        expect("text must be one of red, green") { () throws(Refusal) in
            _ = try members.choice("text", of: Color.self)
        }
        expect("text must be an object") { () throws(Refusal) in _ = try members.object("text") }
    }

    @Test("a member of a part is named with its path")
    func path() throws {
        let part = try #require(try members.part("part"))
        expect("part.text must be a string") { () throws(Refusal) in _ = try part.text("text") }
        expect("part.color is not known here; known are text") { () throws(Refusal) in
            _ = try members.part("part", of: ["text"])
        }
        #expect(try members.part("part", of: ["text", "color"]) != nil)
    }

    private func expect(
        _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws(Refusal) -> Void
    ) {
        do throws(Refusal) {
            try body()
            Issue.record("was taken", sourceLocation: sourceLocation)
        } catch {
            #expect(error == Refusal(sentence), sourceLocation: sourceLocation)
        }
    }
}
