import HindcastBytes
import HindcastJSON
public import HindcastModel

/// Lets a model write the lessons: an OpenAI-compatible service, asked for one JSON object. What the run said leaves
/// the machine.
///
/// Never in the way of learning: when the day's calls are spent, when the service does not answer in time, or when its
/// answer is no lesson, the lesson is made from the template and says so.
public final class JudgeLessons: LessonWriter {
    private let caller: EndpointCaller
    private let budget: JudgeBudget
    private let fallback: any LessonWriter
    private let mark: @Sendable () -> String

    /// - Parameters:
    ///   - callsPerDay: what the operator is ready to pay for.
    ///   - mark: a word that nobody can guess; it fences what the run said.
    public init(
        _ caller: EndpointCaller, callsPerDay: Int, fallback: any LessonWriter = TemplateLessons(),
        mark: @escaping @Sendable () -> String = JudgeLessons.randomMark
    ) {
        self.caller = caller
        budget = JudgeBudget(callsMax: callsPerDay)
        self.fallback = fallback
        self.mark = mark
    }

    /// Sixteen digits that the run cannot have known.
    public static let randomMark: @Sendable () -> String = { Hex.encode(Randomness.bytes(8)) }

    public func lesson(for run: ReviewedRun) async throws(LessonError) -> Lesson {
        if budget.take(at: caller.time.now), let lesson = await judged(run) { return lesson }
        // A server that stops lets the judge write another time, instead of taking the template for good.
        if Task.isCancelled { throw .unavailable("The server is stopping.") }
        return try await fallback.lesson(for: run)
    }

    private func judged(_ run: ReviewedRun) async -> Lesson? {
        let body: JSON = [
            "model": .string(caller.endpoint.model), "temperature": 0,
            "response_format": ["type": "json_object"],
            "messages": .array(JudgePrompt(run, mark: mark()).messages),
        ]
        do throws(EndpointFailure) {
            let answer = try await caller.post("/chat/completions", body.serialized())
            return JudgeAnswer.lesson(in: answer, generator: caller.endpoint.model)
        } catch {
            return nil
        }
    }
}
