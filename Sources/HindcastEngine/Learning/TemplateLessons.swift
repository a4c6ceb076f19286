import HindcastJSON
public import HindcastModel

/// Writes lessons without a model: what the run tells of itself, put in order.
public struct TemplateLessons: LessonWriter {
    public init() {}

    public func lesson(for run: ReviewedRun) async throws(LessonError) -> Lesson {
        throw .refused("under construction")
    }
}
