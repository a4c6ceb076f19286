import HindcastModel
import HindcastStore

/// Works in the background on reviews that came with their runs.
///
/// The line itself is in the store: what waits there is worked on, whoever put it there and however often the process
/// ended meanwhile. Nothing is kept here but the pauses between two attempts.
actor ReviewQueue {
    private let work: ReviewWork
    private let records: any RecordStore
    private let retryMilliseconds: [Int64]
    private let clock = ContinuousClock()

    private var loop: Task<Void, Never>?
    private var isClosed = false
    private var isWoken = false
    private var sleeper: CheckedContinuation<Void, Never>?
    /// Reviews that failed, and when they are tried again.
    private var paused: [RecordID: ContinuousClock.Instant] = [:]
    /// Who waits until nothing is left to do.
    private var settling: [CheckedContinuation<Void, Never>] = []

    private enum Outcome: Sendable {
        case prepared(ReviewWork.Prepared)
        case failed(Review, LearningError)
        case gone
    }

    init(
        work: ReviewWork, records: any RecordStore,
        retryMilliseconds: [Int64] = LearningLimits.retryMilliseconds
    ) {
        self.work = work
        self.records = records
        self.retryMilliseconds = retryMilliseconds
    }

    func start() {
        guard loop == nil, !isClosed else { return }
        loop = Task { await self.run() }
    }

    /// Tells that something waits.
    func wake() {
        isWoken = true
        sleeper?.resume()
        sleeper = nil
    }

    /// Lets go of lessons that are being written, stores those that are there. The rest stays in the line.
    func close() async {
        isClosed = true
        loop?.cancel()
        wake()
        await loop?.value
        loop = nil
    }

    /// Returns when the line is empty.
    func settled() async {
        await withCheckedContinuation { continuation in
            settling.append(continuation)
            wake()
        }
    }

    // MARK: The loop

    private func run() async {
        while !isClosed {
            do throws(StoreError) {
                isWoken = false
                if try await workOnBatch() {
                    await gather()
                    continue
                }
                if paused.isEmpty { tellSettled() }
                await rest(until: paused.values.min())
            } catch .closed {
                break
            } catch {
                await rest(until: clock.now + .milliseconds(LearningLimits.storeRetryMilliseconds))
            }
        }
        tellSettled()
    }

    /// Lets the next ones come together: one transaction for all of them.
    private func gather() async {
        // A queue that is closed ends this at once.
        try? await clock.sleep(for: .milliseconds(LearningLimits.gatherMilliseconds))
    }

    private func tellSettled() {
        for continuation in settling { continuation.resume() }
        settling = []
    }

    private func rest(until end: ContinuousClock.Instant?) async {
        guard !isWoken, !isClosed else { return }
        let alarm = end.map { end in
            Task {
                // A cancelled alarm wakes nobody.
                guard (try? await clock.sleep(until: end)) != nil else { return }
                self.wake()
            }
        }
        await withCheckedContinuation { sleeper = $0 }
        alarm?.cancel()
    }

    /// False when nothing can be worked on now.
    private func workOnBatch() async throws(StoreError) -> Bool {
        let now = clock.now
        paused = paused.filter { $0.value > now }
        guard paused.count < LearningLimits.pausedReviewsMax else { return false }
        let waiting = try await records.waitingReviews(
            limit: LearningLimits.batchReviewsMax + paused.count)
        let ready = waiting.filter { paused[$0.id] == nil }.prefix(LearningLimits.batchReviewsMax)
        guard !ready.isEmpty else { return false }
        for review in ready where review.attempts >= LearningLimits.beginningsMax {
            let error = "The server ended \(review.attempts) times while the review was worked on."
            try await records.endReview(review.id, as: .failed, error: error)
        }
        try await work(on: try await records.beginReviews(ready.map(\.id)))
        return true
    }

    /// Prepares several at a time. When that is slow, those that are ready are stored meanwhile.
    private func work(on reviews: [Review]) async throws(StoreError) {
        var failures: [(Review, LearningError)] = []
        await withTaskGroup(of: Outcome.self) { group in
            var rest = reviews[...]
            for review in rest.prefix(LearningLimits.lessonsAtOnceMax) { add(review, to: &group) }
            rest = rest.dropFirst(LearningLimits.lessonsAtOnceMax)
            var ready: [ReviewWork.Prepared] = []
            var stored = clock.now
            for await outcome in group {
                if !isClosed, let next = rest.popFirst() { add(next, to: &group) }
                switch outcome {
                case .prepared(let prepared): ready.append(prepared)
                case .failed(let review, let error): failures.append((review, error))
                case .gone: break
                }
                guard clock.now - stored > .milliseconds(LearningLimits.storeAfterMilliseconds) else {
                    continue
                }
                failures += await store(ready)
                ready = []
                stored = clock.now
            }
            failures += await store(ready)
        }
        for (review, error) in failures { try await end(review, error) }
    }

    private func add(_ review: Review, to group: inout TaskGroup<Outcome>) {
        let work = work
        group.addTask {
            do throws(LearningError) {
                return try await work.prepare(review).map { .prepared($0) } ?? .gone
            } catch {
                return .failed(review, error)
            }
        }
    }

    /// Stores all together; if that fails each alone, so that one does not keep back the others.
    private func store(_ ready: [ReviewWork.Prepared]) async -> [(Review, LearningError)] {
        guard !ready.isEmpty else { return [] }
        do throws(LearningError) {
            _ = try await work.store(ready)
            return []
        } catch {
            guard ready.count > 1 else { return [(ready[0].learned.review, error)] }
            var failures: [(Review, LearningError)] = []
            for one in ready { failures += await store([one]) }
            return failures
        }
    }

    /// Puts a review back into the line, or ends it. What a stop interrupted is no failure.
    private func end(_ review: Review, _ error: LearningError) async throws(StoreError) {
        if isClosed { return }
        let isLast = review.attempts >= LearningLimits.attemptsMax
        try await records.endReview(review.id, as: isLast ? .failed : .queued, error: error.sentence)
        guard !isLast else { return }
        let pause =
            retryMilliseconds.isEmpty
            ? 0 : retryMilliseconds[min(review.attempts, retryMilliseconds.count) - 1]
        if pause > 0 { paused[review.id] = clock.now + .milliseconds(pause) }
    }
}
