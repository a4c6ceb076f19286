import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Letta: feedback")
struct FeedbackTests {
    private func patch(_ house: LettaHouse, _ id: String, _ body: String) async throws -> HTTPResponse {
        try await house.ask(.patch, "/v1/steps/\(id)/feedback", body: body)
    }

    @Test("A thumb given here is the one the store holds, with its tags and who gave it")
    func stored() async throws {
        let run = LettaRuns.toolRun()
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/?order=asc")[0]
        let answer = try await patch(
            house, id, #"{"feedback":"negative","tags":["wrong-unit","wrong-unit","b"]}"#)
        #expect(answer.status == .ok)
        #expect(answer.bodyJSON["feedback"] == "negative")
        #expect(answer.bodyJSON["tags"] == ["wrong-unit", "b"])
        let key = SpanKey(trace: run.traceID, span: run.spans[1].spanID)
        let kept = try #require(try await house.store.feedback(of: key, project: house.project.id))
        #expect(kept.value == .negative && kept.tags == ["wrong-unit", "b"])
        #expect(kept.callStart == run.spans[1].start)
        #expect(kept.author == Author(name: "local"))
        #expect(kept.updated == house.time.now)
    }

    @Test("Null and absence take the thumb back; absent tags stay, an empty list removes them")
    func cleared() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let id = try await house.ids("/v1/steps/")[0]
        _ = try await patch(house, id, #"{"feedback":"positive","tags":["a"]}"#)
        let absent = try await patch(house, id, "{}").bodyJSON
        #expect(absent["feedback"] == .null && absent["tags"] == ["a"])
        _ = try await patch(house, id, #"{"feedback":"positive"}"#)
        let null = try await patch(house, id, #"{"feedback":null,"tags":["c"]}"#).bodyJSON
        #expect(null["feedback"] == .null && null["tags"] == ["c"])
        let empty = try await patch(house, id, #"{"feedback":"positive","tags":[]}"#).bodyJSON
        #expect(empty["feedback"] == "positive" && empty["tags"] == [])
    }

    @Test("Lists by feedback hold exactly the steps with that thumb, page by page")
    func lists() async throws {
        let house = try await LettaHouse(LettaRuns.crowd(30))
        let all = try await house.ids("/v1/steps/?limit=100")
        for (index, id) in all.enumerated() where !index.isMultiple(of: 3) {
            let value = index % 3 == 1 ? "positive" : "negative"
            _ = try await patch(house, id, #"{"feedback":"\#(value)","tags":["t\#(index)"]}"#)
        }
        _ = try await patch(house, all[0], #"{"tags":["only"]}"#)
        func walk(_ query: String) async throws -> [String] {
            var found: [String] = []
            while true {
                let cursor = found.last.map { "&after=\($0)" } ?? ""
                let page = try await house.ids("/v1/steps/?limit=4&\(query)\(cursor)")
                if page.isEmpty { return found }
                found += page
            }
        }
        func every(_ remainder: Int) -> [String] {
            all.enumerated().filter { $0.offset % 3 == remainder }.map(\.element)
        }
        #expect(try await walk("feedback=positive") == every(1))
        #expect(try await walk("feedback=negative") == every(2))
        #expect(try await walk("has_feedback=true") == all.filter { !every(0).contains($0) })
        #expect(try await walk("has_feedback=false") == every(0))
        #expect(try await walk("feedback=positive&has_feedback=false") == [])
        #expect(try await walk("tags=only") == [all[0]])
        #expect(try await walk("tags=t4&tags=t5&feedback=negative") == [all[5]])
    }

    @Test(
        "A body that is none of these is refused and nothing is kept",
        arguments: [
            ("", "missing"), ("{", "json_invalid"), ("[]", "model_attributes_type"),
            (#"{"feedback":"good"}"#, "enum"),
            (#"{"feedback":1}"#, "enum"), (#"{"feedback":"positive","tags":"a"}"#, "list_type"),
            (#"{"feedback":"positive","tags":[1]}"#, "string_type"),
        ])
    func refused(_ body: String, _ type: String) async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let id = try await house.ids("/v1/steps/")[0]
        let answer = try await patch(house, id, body)
        #expect(answer.status == .unprocessableContent)
        #expect(
            answer.bodyJSON["detail"]?.stringValue?.hasPrefix("[{'type': '\(type)', 'loc': ('body',") == true)
        #expect(try await house.get("/v1/steps/\(id)")["feedback"] == .null)
    }
}
