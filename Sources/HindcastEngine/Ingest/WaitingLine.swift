/// What waits for the next commit, as a plain value: requests go in at the back and come out in batches.
///
/// There is no timer. While one commit runs, requests gather; when it ends, all that has gathered (up to a bound) is
/// the next one. A lone request is never delayed, and under load batches grow by themselves.
struct WaitingLine<Item> {
    private var items: [(item: Item, bytes: Int, spans: Int)] = []
    private var head = 0
    private(set) var waitingBytes = 0

    private let bytesMax: Int

    init(bytesMax: Int = IngestLimits.waitingBytesMax) {
        self.bytesMax = bytesMax
    }

    var isEmpty: Bool { head == items.count }

    /// False when more than the bound would wait. A single item larger than the bound is taken when nothing waits.
    mutating func append(_ item: Item, bytes: Int, spans: Int) -> Bool {
        guard waitingBytes == 0 || waitingBytes + bytes <= bytesMax else { return false }
        items.append((item, bytes, spans))
        waitingBytes += bytes
        return true
    }

    /// The next batch: at least one item, then as many as fit.
    mutating func takeBatch(
        bytesMax: Int = IngestLimits.batchBytesMax, spansMax: Int = IngestLimits.batchSpansMax
    ) -> [Item] {
        var batch: [Item] = []
        var bytes = 0
        var spans = 0
        while head < items.count {
            let next = items[head]
            if !batch.isEmpty, bytes + next.bytes > bytesMax || spans + next.spans > spansMax { break }
            batch.append(next.item)
            bytes += next.bytes
            spans += next.spans
            head += 1
        }
        waitingBytes -= bytes
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        }
        return batch
    }
}
