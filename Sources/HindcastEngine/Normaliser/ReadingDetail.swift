/// How much of a span is read.
public enum ReadingDetail: Sendable {
    /// What ingest stores in columns and paths. Values that only a span's own page shows are left out: `input`,
    /// `output`, `tool`, `toolDefinitions`, `finishReasons`, and request parameters among the metadata.
    case columns
    case everything
}
