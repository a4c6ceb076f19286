/// The transactional half of storage: all that people, judges and clients write, a facet per noun.
///
/// **Transactions.** Calls may come from anywhere; each is one transaction, all or nothing, durable on return.
///
/// **Records of a trace.** Annotations, feedback, conversations, shares, attempts and reviews name a trace by its id.
/// They may be written before the first span of the trace, as the records of a push are, and show only once the trace
/// is there: until then every reading or changing method takes them for unknown. Whatever deletes a trace deletes its
/// records in the same transaction. Records whose trace never came stay out of sight; `TraceStore.collectGarbage`
/// sweeps those that were written before the store was opened, since a push that is still under way was not.
///
/// **Edge cases.** An unknown id is nil, false or left out of the answer, never an error. A foreign project's id is
/// unknown. An id that is stored already is not stored again. Page limits are clamped to `StoreLimits.pageMax`. What
/// would break a bound or a rule of the port is `StoreError.refused`, and nothing of the call is stored.
public protocol RecordStore: AccessRecords, AnnotationRecords, FeedbackRecords, ConversationRecords,
    DatasetRecords, ShareRecords, LearningRecords, MemoryRecords
{}
