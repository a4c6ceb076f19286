public import HindcastModel

/// The order in which log records tell a story: by time, then by the sender's own sequence, then by arrival.
public enum LogOrder {
    /// Records without a time of their own are placed by when they were observed.
    public static func time(_ log: LogDraft) -> Timestamp {
        log.time.nanoseconds == 0 ? log.observed : log.time
    }

    public static func sorted(_ logs: [LogDraft]) -> [LogDraft] {
        let keyed = logs.enumerated().map { index, log in
            (time: time(log), sequence: log.attributes.int("event.sequence") ?? 0, index: index, log: log)
        }
        return keyed.sorted { ($0.time, $0.sequence, $0.index) < ($1.time, $1.sequence, $1.index) }.map(\.log)
    }
}
