import HindcastJSON
import HindcastModel

/// Puts new messages among those of a conversation, by time.
///
/// An existing message goes first only if its time is strictly earlier; one without a time of its own counts as old as
/// the conversation. Existing messages never change places among themselves.
struct ConversationMerge {
    /// Existing and new ones in their order.
    private(set) var messages: [ConversationDraft.Arrival] = []
    /// Existing ones before the first new one.
    private(set) var unchangedCount = 0

    /// - Parameter fresh: each with its time; sorted here, those of one time in the order given.
    init(
        _ existing: [ConversationDraft.Arrival], created: Timestamp,
        adding fresh: [(time: Timestamp, message: JSON)]
    ) {
        let sorted = fresh.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        var next = 0
        messages.reserveCapacity(existing.count + fresh.count)
        for arrival in existing {
            let time = arrival.message["timestamp"]?.stringValue.flatMap { Timestamp($0) } ?? created
            while next < sorted.count, sorted[next].element.time <= time {
                take(sorted[next], after: existing.count)
                next += 1
            }
            messages.append(arrival)
        }
        for item in sorted[next...] { take(item, after: existing.count) }
        unchangedCount = messages.firstIndex { $0.number >= existing.count } ?? messages.count
    }

    private mutating func take(
        _ item: (offset: Int, element: (time: Timestamp, message: JSON)), after count: Int
    ) {
        messages.append(ConversationDraft.Arrival(number: count + item.offset, message: item.element.message))
    }
}
