/// Bounds of learning, each with its reason.
public enum LearningLimits {
    // MARK: Reviews

    /// Reviews that are begun together: one transaction and one call of the embedder for all of them. At a thousand a
    /// second a batch is a quarter of a second's worth; those that a stop interrupts are worked on again.
    static let batchReviewsMax = 256
    /// Pause after a batch. Nothing to whoever polls for a review, and at a thousand a second a commit for twenty of
    /// them instead of one for each few.
    static let gatherMilliseconds: Int64 = 20
    /// Runs read and lessons written at one time. Readers of the store are about as many, and judges allow some.
    static let lessonsAtOnceMax = 8
    /// When lessons come slowly, those that are ready are stored after so long instead of waiting for the batch.
    static let storeAfterMilliseconds: Int64 = 250
    /// How often a review is worked on before it counts as failed.
    public static let attemptsMax = 3
    /// How often a review may be begun, by servers that ended meanwhile too: what ends the process each time must not
    /// do so for ever, and a few restarts must not fail it.
    static let beginningsMax = 20
    /// Pauses before the second and the third attempt: enough for an endpoint that restarts, and a client that waits
    /// for its review still learns of the failure within its minute.
    public static let retryMilliseconds: [Int64] = [1000, 5000]
    /// Reviews in such a pause; beyond, reading waits for the first of them.
    static let pausedReviewsMax = 700
    /// Pause after the store refused to be read or written: nothing but time helps there.
    static let storeRetryMilliseconds: Int64 = 1000

    // MARK: Runs

    /// Bytes of a task. Clients send the prompt with the memories it was given.
    public static let taskBytesMax = 1 << 20
    /// Bytes of a comment.
    public static let feedbackBytesMax = 64 << 10
    /// Memories that one run may name; a prompt holds dozens.
    public static let namedMemoriesMax = 1000
    /// Characters of a task that name its run in lists.
    static let nameCharactersMax = 120
    /// Spans of a run of another door that are looked through for memories that it was given.
    static let searchedSpansMax = 500
    /// Errors of a run that a lesson is made of: the last ones decide.
    static let errorsMax = 20

    /// Tools of a run that its memory names, and bytes of a name; an agent has dozens.
    static let toolsMax = 100
    static let toolNameBytesMax = 200

    // MARK: Memories

    /// Memories of one answer; a prompt with more helps no agent.
    public static let answerMax = 200
    /// Candidates that are looked through for metadata, most similar first. Each costs a row of the store.
    static let filteredCandidatesMax = 5000
    /// Rows that are read at one time for that.
    static let filteredChunk = 250
    /// Candidates that the tasks of the policy `memrl` may bring; one task may have any number of memories.
    static let taskCandidatesMax = 2000
    /// Words in a row that must be a memory's own to tell that it was used. Shorter runs are found by chance.
    static let usedWordsMin = 8
    /// Bytes of one lesson, with all its parts.
    public static let lessonBytesMax = 256 << 10
    /// Bytes of one line of an import.
    public static let importLineBytesMax = 4 << 20
    /// Memories of one transaction of an import.
    static let importChunk = 200
    /// Entries of a memory's ledger that travel with it.
    static let exportedChangesMax = 100_000

    // MARK: Vectors

    /// Bytes of a task that become its vector: models read no further, and a task is told at its beginning.
    static let embeddedBytesMax = 16 << 10
    /// Texts of one call of the embedder.
    static let embeddedTextsMax = 256
    /// Rows of an index page.
    static let indexPage = 1000
    /// Projects whose vectors are held in memory.
    static let indexedProjectsMax = 64
    /// Vectors held in memory for all projects together, but for the last one asked: about 250 MB of 512 components.
    static let indexedMemoriesMax = 400_000
    /// Memories from which on a model learns from them: in fewer texts no word is rare.
    static let fittedTextsMin = 8
    /// Texts that a model learns from, the newest; more change nothing in what words are worth.
    static let fittedTextsMax = 20_000
    /// Pause after vectors could not be renewed.
    static let renewalRetryMilliseconds: Int64 = 30_000

    // MARK: Skill

    /// Reviewed memories below which there is no guide.
    public static let skillMemoriesMin = 5
    /// Lessons of each sort in a guide.
    static let skillLessonsMax = 5
    /// Memories that are looked through for the best, the newest.
    static let skillCandidatesMax = 10_000
}
