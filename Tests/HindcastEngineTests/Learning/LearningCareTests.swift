import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Learning: care of memories")
struct LearningCareTests {
    @Test("An edited task is found under its new words, and the ledger stays")
    func edit() async throws {
        let house = try await LearningHouse()
        let memory = try await house.memory("sort a list")
        var edit = MemoryEdit(
            task: "paint the fence", lesson: Lesson(reflection: "Thin coats.", generator: "author"))
        edit.isPinned = true
        edit.metadata = LearningHouse.object(["a": 1])
        let changed = try #require(try await house.learning.edit(memory.id, edit, project: house.project))
        #expect(changed.isPinned)
        #expect(changed.lesson.reflection == "Thin coats.")
        #expect(try await house.found(MemoryRequest(task: "sort a list")).isEmpty)
        #expect(try await house.found(MemoryRequest(task: "paint the fence")).map(\.memory.id) == [memory.id])
        #expect(try await house.history(memory.id).count == 1)
        let unknown = RecordID(high: 1, low: 1)
        #expect(try await house.learning.edit(unknown, edit, project: house.project) == nil)
        await #expect(throws: LearningError.self) {
            _ = try await house.learning.edit(memory.id, MemoryEdit(task: ""), project: house.project)
        }
    }

    @Test("Merged memories are given no more, name their successor and keep their ledgers")
    func merge() async throws {
        let house = try await LearningHouse()
        let kept = try await house.memory("sort a list")
        let merged = try await house.memory("sort a list")
        let lesson = Lesson(reflection: "Both.", generator: Lesson.author)
        let answer = try await house.learning.merge(
            [merged.id], into: kept.id, lesson: lesson, project: house.project, actor: "x")
        #expect(answer?.lesson == lesson)
        let gone = try #require(try await house.learning.memory(merged.id, project: house.project))
        #expect(gone.mergedInto == kept.id)
        #expect(gone.retired != nil)
        #expect(try await house.history(merged.id).count == 1)
        #expect(try await house.found(MemoryRequest(task: "sort a list")).map(\.memory.id) == [kept.id])
        let back = try await house.learning.restore(merged.id, project: house.project, actor: "x")
        #expect(back?.mergedInto == nil)
        #expect(try await house.found(MemoryRequest(task: "sort a list")).count == 2)
    }

    @Test("Two memories that are merged into each other at one time do not both go")
    func mergeBothWays() async throws {
        let house = try await LearningHouse()
        let one = try await house.memory("a").id
        let two = try await house.memory("b").id
        let pairs = [(one, two), (two, one)]
        let merged = await withTaskGroup(of: Bool.self) { group in
            for (id, other) in pairs {
                group.addTask {
                    let answer = try? await house.learning.merge(
                        [id], into: other, lesson: nil, project: house.project, actor: "x")
                    return answer != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(merged == 1)
        #expect(try await house.store.memoryCount(house.project) == 1)
    }

    @Test("A pinned memory is not merged away, nor anything into itself or into a retired one")
    func mergeRefused() async throws {
        let house = try await LearningHouse()
        let one = try await house.memory("a")
        let two = try await house.memory("b")
        func merge(_ id: RecordID, into other: RecordID) async throws -> Memory? {
            try await house.learning.merge([id], into: other, lesson: nil, project: house.project, actor: "x")
        }
        await #expect(throws: LearningError.self) { _ = try await merge(one.id, into: one.id) }
        #expect(try await merge(one.id, into: RecordID(high: 1, low: 1)) == nil)
        var pin = MemoryEdit()
        pin.isPinned = true
        _ = try await house.learning.edit(one.id, pin, project: house.project)
        await #expect(throws: LearningError.self) { _ = try await merge(one.id, into: two.id) }
        _ = try await house.learning.retire(one.id, project: house.project, actor: "x")
        await #expect(throws: LearningError.self) { _ = try await merge(two.id, into: one.id) }
    }

    @Test(
        "A value is put back, an outcome is taken back, and both stand in the ledger and in the audit record")
    func values() async throws {
        let house = try await LearningHouse()
        let memory = try await house.memory("a")
        let trace = try await house.submit("t", given: [memory.id])
        _ = try await house.review(trace, ReviewDraft(.pass))
        let move = try #require(try await house.history(memory.id).first { $0.cause == .review })
        func undo() async throws -> QChange? {
            try await house.learning.undo(
                change: move.id, of: memory.id, project: house.project, author: LearningHouse.author,
                actor: "x")
        }
        #expect(try await undo()?.after == 0.5)
        #expect(try await undo() == nil)
        _ = try await house.learning.reset(
            memory.id, to: 0.9, project: house.project, author: LearningHouse.author, actor: "x")
        #expect(try await house.q(memory.id) == 0.9)
        _ = try await house.learning.reset(
            memory.id, project: house.project, author: LearningHouse.author, actor: "x")
        #expect(try await house.q(memory.id) == 0.5)
        #expect(try await house.history(memory.id).map(\.cause) == [.set, .review, .undo, .set, .set])
        let actions = try await house.store.auditEntries(limit: 10).map(\.action)
        #expect(actions.prefix(3) == ["memory.reset", "memory.reset", "memory.undo"])
    }

    @Test(
        "A guide needs five reviewed memories, holds the best, and has a new version when it says something else"
    )
    func skill() async throws {
        let house = try await LearningHouse()
        for number in 0..<4 { _ = try await house.memory("good task \(number)", q: Double(number) / 10) }
        #expect(try await house.learning.skill(house.project) == nil)
        for number in 4..<8 { _ = try await house.memory("good task \(number)", q: Double(number) / 10) }
        var failed = MemoryDraft(
            task: "bad\ntask", lesson: Lesson(reflection: "# No", generator: "x"), verdict: .fail)
        failed.lesson.keyMistake = "Rushed"
        _ = try await house.learning.add(failed, project: house.project, author: LearningHouse.author)
        let skill = try #require(try await house.learning.skill(house.project))
        #expect(skill.version == 1)
        #expect(skill.content.hasPrefix("---\nname: "))
        #expect(skill.content.contains("### bad task\n\n- Avoid: Rushed"))
        for number in 3..<8 { #expect(skill.content.contains("good task \(number)")) }
        #expect(!skill.content.contains("good task 2"))
        house.push.time.advance(milliseconds: 1000)
        #expect(try await house.learning.skill(house.project) == skill)
        _ = try await house.memory("best task", q: 1)
        #expect(try await house.learning.skill(house.project)?.version == 2)
    }
}

@Suite("Learning: memories travel")
struct LearningTravelTests {
    private func lines(_ house: LearningHouse) async throws -> [UInt8] {
        var all: [UInt8] = []
        var cursor: String?
        repeat {
            let page = try await house.learning.export(cursor: cursor, limit: 2, project: house.project)
            for line in page.items { all += line + [UInt8(ascii: "\n")] }
            cursor = page.next
        } while cursor != nil
        return all
    }

    private func furnished() async throws -> LearningHouse {
        let house = try await LearningHouse()
        house.push.time.advance(milliseconds: 1)
        let one = try await house.memory(
            "sort a list", metadata: LearningHouse.object(["n": 1.50, "ü": nil]))
        let two = try await house.memory("sort a table")
        let three = try await house.memory("paint")
        for verdict in [Verdict.pass, .fail] {
            let trace = try await house.submit("t", given: [one.id])
            _ = try await house.review(trace, ReviewDraft(verdict, step: 0.1))
        }
        let move = try #require(try await house.history(one.id).first { $0.cause == .review })
        _ = try await house.learning.undo(
            change: move.id, of: one.id, project: house.project, author: LearningHouse.author, actor: "x")
        _ = try await house.learning.merge(
            [two.id], into: three.id, lesson: nil, project: house.project, actor: "x")
        return house
    }

    @Test("Memories that are exported and imported elsewhere are the same, with their ledgers")
    func roundTrip() async throws {
        let house = try await furnished()
        let text = try await lines(house)
        let other = try await LearningHouse()
        let first = try await other.learning.importLines(text, project: other.project, actor: "x")
        #expect(first == ImportReceipt(added: 5, known: 0))
        let again = try await other.learning.importLines(text, project: other.project, actor: "x")
        #expect(again == ImportReceipt(added: 0, known: 5))
        #expect(try await lines(other) == text)
        let query = MemoryQuery(includesRetired: true)
        let sent = try await house.learning.list(query, project: house.project).items
        for memory in sent {
            var arrived = try #require(try await other.learning.memory(memory.id, project: other.project))
            arrived.project = memory.project
            #expect(arrived == memory)
            let ledger = try await other.history(memory.id)
            #expect(QChange.folded(ledger, from: ledger.first?.before ?? memory.q) == memory.q)
        }
        #expect(try await other.found(MemoryRequest(task: "sort a list")).count == 1)
    }

    @Test("Copies get new ids and still name each other")
    func copies() async throws {
        let house = try await furnished()
        let text = try await lines(house)
        let receipt = try await house.learning.importLines(
            text, asCopies: true, project: house.project, actor: "x")
        #expect(receipt == ImportReceipt(added: 5, known: 0))
        let all = try await house.learning.list(MemoryQuery(includesRetired: true), project: house.project)
            .items
        #expect(all.count == 10)
        let ids = Set(all.map(\.id))
        let successors = all.compactMap(\.mergedInto)
        #expect(Set(successors).count == 2)
        #expect(successors.allSatisfy(ids.contains))
    }

    @Test(
        "A line that is no memory is named, and then nothing is stored",
        arguments: ["{", "{\"id\":\"x\"}", "[]"])
    func damage(line: String) async throws {
        let house = try await furnished()
        let good = try await lines(house)
        let other = try await LearningHouse()
        do {
            _ = try await other.learning.importLines(
                good + Array("\n\(line)\n".utf8), project: other.project, actor: "x")
            Issue.record("taken")
        } catch {
            #expect(error.sentence.hasPrefix("Line 7 "))
        }
        #expect(try await other.store.memoryCount(other.project) == 0)
    }
}
