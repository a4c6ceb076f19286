public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func delete(
        _ selection: TraceSelection, project: ProjectID
    ) async throws(StoreError) -> DeletionReceipt {
        let receipt = try await write { writer throws(StoreError) in
            try Deletion(writer).hide(selection, project: project.value)
        }
        // One bounded transaction at a time, so that appends get their turn between them.
        while try await write({ writer throws(StoreError) in try Deletion(writer).clearSome() }) {}
        return receipt
    }

    public func collectGarbage(
        progress: @Sendable (Double) -> Void
    ) async throws(StoreError) -> GarbageReceipt {
        var receipt = GarbageReceipt(contentsFreed: 0, bytesFreed: 0)
        let before = folder.bytesOnDisk
        while try await write({ writer throws(StoreError) in try TraceRecords(writer: writer).sweepSome() }) {
        }
        try await write { writer throws(StoreError) in try Garbage(writer).sweepUnreferenced() }
        let whole = try await write { writer throws(StoreError) in try Garbage(writer).deadCount() }
        while true {
            let freed = try await write { writer throws(StoreError) in try Garbage(writer).repackSome() }
            guard let freed else { break }
            receipt.contentsFreed += freed
            progress(min(Double(receipt.contentsFreed) / Double(max(whole, 1)), 0.9))
        }
        while try await write({ writer throws(StoreError) in try Garbage(writer).mergeSome() }) {}
        cache.removeAll()
        try await indexer?.forgetDeleted(receipt.contentsFreed)
        while try await write({ writer throws(StoreError) in try Garbage(writer).vacuumSome() }) {}
        try await write { writer throws(StoreError) in try Garbage(writer).truncateLog() }
        receipt.bytesFreed = max(before - folder.bytesOnDisk, 0)
        progress(1)
        return receipt
    }

    public func check(progress: @Sendable (Double) -> Void) async throws(StoreError) -> [String] {
        // A reader of its own: the check takes long and must not hold up the pool.
        let opening = Opening(folder: folder, options: options)
        let lane = Lane([
            Reader(try opening.openReader(), cache: PackCache(bytesMax: 0), orders: orders, folder: folder)
        ])
        var problems: [String] = []
        for (index, step) in Soundness.Step.allCases.enumerated() {
            problems += try await lane.run { reader throws(StoreError) in
                try reader.connection.snapshot { () throws(StoreError) in try Soundness(reader).run(step) }
            }
            progress(Double(index + 1) / Double(Soundness.Step.allCases.count))
        }
        await lane.close()
        return problems
    }

    /// The search index is left out: it is made anew when the copy is opened.
    public func backup(to path: String, progress: @Sendable (Double) -> Void) async throws(StoreError) {
        let copy = try Backup(
            from: Opening(folder: folder, options: options).openReader(), to: StoreFolder(path: path))
        let lane = Lane([copy])
        do throws(StoreError) {
            while let fraction = try await lane.run({ copy throws(StoreError) in try copy.step() }) {
                progress(fraction)
            }
        } catch {
            await lane.close()
            throw error
        }
        await lane.close()
        progress(1)
    }
}
