import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Learning: memories that help")
struct LearningQueryTests {
    private func tasks(_ found: [RankedMemory]) -> [String] { found.map(\.memory.task) }

    @Test("The nearest tasks come first, with similarity, value, score and the reason")
    func ranking() async throws {
        let house = try await LearningHouse()
        _ = try await house.memory("sort a list of names", q: 0.2)
        _ = try await house.memory("sort a list of numbers", q: 0.9)
        _ = try await house.memory("paint the fence green")
        let found = try await house.found(MemoryRequest(task: "sort a list of names"))
        #expect(tasks(found) == ["sort a list of numbers", "sort a list of names"])
        #expect(abs(found[1].similarity - 1) < 1e-6)
        #expect(abs(found[1].score - 0.6) < 1e-6)
        #expect(found[1].reason == "similarity 1.00 x 0.50 + value 0.20 x 0.50")
        #expect(abs(found[0].score - (found[0].similarity + 0.9) / 2) < 1e-12)
        var request = MemoryRequest(task: "sort a list of names")
        request.similarityWeight = 1
        #expect(tasks(try await house.found(request)).first == "sort a list of names")
        request.similarityMin = 0.99
        #expect(try await house.found(request).count == 1)
        request.limit = 0
        #expect(try await house.found(request).isEmpty)
    }

    @Test("A project's settings hold where a request does not say otherwise")
    func settings() async throws {
        let house = try await LearningHouse()
        _ = try await house.memory("sort a list of names", q: 0.2)
        _ = try await house.memory("sort a list of numbers", q: 0.9)
        try await house.set { $0.similarityMin = 0.99 }
        #expect(try await house.found(MemoryRequest(task: "sort a list of names")).count == 1)
        await #expect(throws: LearningError.self) { try await house.set { $0.step = 2 } }
        #expect(try await house.learning.settings(house.project).step == 0.3)
    }

    @Test("What outcomes moved is what the next answer ranks by")
    func loop() async throws {
        let house = try await LearningHouse()
        let one = try await house.memory("sort a list")
        house.push.time.advance(milliseconds: 1)
        let two = try await house.memory("sort a list")
        #expect(
            try await house.found(MemoryRequest(task: "sort a list")).map(\.memory.id) == [two.id, one.id])
        let trace = try await house.submit("sort", given: [one.id])
        _ = try await house.review(trace, ReviewDraft(.pass))
        let found = try await house.found(MemoryRequest(task: "sort a list", limit: 2))
        #expect(found.map(\.memory.id) == [one.id, two.id])
        #expect(found[0].memory.q == 0.65)
    }

    @Test("Only memories with the named metadata are given, however far behind the nearest they stand")
    func metadata() async throws {
        let house = try await LearningHouse()
        for number in 0..<60 {
            _ = try await house.memory(
                "sort a list",
                metadata: LearningHouse.object([
                    "team": "a", "run": ["n": JSON(integerLiteral: Int64(number))],
                ]))
        }
        let far = try await house.memory(
            "sort a list of names and numbers", metadata: LearningHouse.object(["team": "b", "level": 1.0]))
        var request = MemoryRequest(task: "sort a list", limit: 5)
        request.metadata = LearningHouse.object(["team": "b", "level": 1])
        #expect(try await house.found(request).map(\.memory.id) == [far.id])
        request.metadata = LearningHouse.object(["run": ["n": 7]])
        #expect(try await house.found(request).count == 1)
        request.metadata = LearningHouse.object(["team": "c"])
        #expect(try await house.found(request).isEmpty)
    }

    @Test("Retired and deleted memories are never given; a restored one is again")
    func retired() async throws {
        let house = try await LearningHouse()
        let one = try await house.memory("sort a list")
        let two = try await house.memory("sort a list")
        let request = MemoryRequest(task: "sort a list")
        #expect(try await house.found(request).count == 2)
        _ = try await house.learning.retire(one.id, project: house.project, actor: "x")
        #expect(try await house.found(request).map(\.memory.id) == [two.id])
        // Retired behind the index's back: the rows decide.
        _ = try await house.store.updateMemory(two.id, project: house.project, vector: nil) {
            $0.retired = Timestamp(nanoseconds: 5)
        }
        #expect(try await house.found(request).isEmpty)
        _ = try await house.learning.restore(one.id, project: house.project, actor: "x")
        #expect(try await house.found(request).map(\.memory.id) == [one.id])
        #expect(try await house.learning.delete(one.id, project: house.project, actor: "x"))
        #expect(try await house.found(request).isEmpty)
        #expect(try await house.learning.delete(one.id, project: house.project, actor: "x") == false)
    }

    @Test("Variety gives the unlike one a place among the alike")
    func variety() async throws {
        let house = try await LearningHouse()
        _ = try await house.memory("sort a long list of names")
        _ = try await house.memory("sort a long list of names")
        _ = try await house.memory("sort a list by age")
        var request = MemoryRequest(task: "sort a long list of names", limit: 2)
        #expect(Set(tasks(try await house.found(request))).count == 1)
        request.scoreWeight = 0.3
        let found = try await house.found(request)
        #expect(Set(tasks(found)).count == 2)
        #expect(found[1].reason.hasSuffix("kept for variety"))
    }

    @Test(
        "By the policy memrl nearly equal tasks are one, failures cost, and values start and stop where it says"
    )
    func memrl() async throws {
        let house = try await LearningHouse()
        try await house.set { settings in
            settings.policy = .memrl
            settings.memrl = MemRLPreset.bigCodeBench.constants()
            settings.memrl.exploration = 0
            settings.memrl.tasksMax = 1
        }
        await house.learning.start()
        for task in ["sort a list", "sort a list", "paint the fence"] {
            _ = try await house.submit(task, ReviewDraft(.pass))
        }
        await house.learning.queue.settled()
        let all = try await house.learning.list(MemoryQuery(), project: house.project).items
        #expect(all.allSatisfy { $0.q == 0 })
        #expect(Set(all.filter { $0.task == "sort a list" }.map(\.intent)).count == 1)
        #expect(Set(all.map(\.intent)).count == 2)
        let found = try await house.found(MemoryRequest(task: "sort a list", limit: 5))
        #expect(tasks(found) == ["sort a list", "sort a list"])
        #expect(found[0].reason.contains("deviations"))
        let trace = try await house.submit("sort", ReviewDraft(.fail), given: [found[0].memory.id])
        await house.learning.queue.settled()
        #expect(try await house.stored(trace).review?.state == .completed)
        #expect(abs(try await house.q(found[0].memory.id) + 0.3) < 1e-12)
        await house.learning.close()
    }

    @Test("An empty project has no answer, and one project's memories are not another's")
    func projects() async throws {
        let house = try await LearningHouse()
        _ = try await house.memory("sort a list")
        let other = try await house.store.ensureProject(named: "other", at: Timestamp(nanoseconds: 0)).id
        let found = try await house.learning.query(MemoryRequest(task: "sort a list"), project: other)
        #expect(found.isEmpty)
    }

    @Test("When no vector can be made, the answer says why")
    func failure() async throws {
        let house = try await LearningHouse()
        house.embedder.calls.refuse("The endpoint is down.")
        await #expect(throws: LearningError.embedding(.unavailable("The endpoint is down."))) {
            _ = try await house.found(MemoryRequest(task: "x"))
        }
    }
}
