import HindcastCLI
import HindcastEngine
import HindcastModel
import HindcastStoreSQLite

/// Everything behind the doors: the store and what works on it. Opened from the store upwards, closed the other way.
struct House {
    let store: SQLiteStore
    let time: any TimeSource
    let recorder: Recorder
    let live: LiveHub
    let access: AccessControl
    let administration: Administration
    let reader: TraceReader
    let conversations: Conversations
    let learning: Learning

    /// - Throws: `ModelError` for a model that was chosen and cannot be used, `StoreError` for the folder.
    init(_ options: ServeOptions) throws {
        let time = SystemTime()
        let normaliser = Normaliser()
        let learningParts = try LearningParts(options, time: time)
        let store = try SQLiteStore.open(folder: options.folder)
        let live = LiveHub(store: store)
        let recorder = Recorder(
            store: store, normaliser: normaliser, disk: FolderDiskSpace(folder: options.folder),
            committed: { live.publish($0) })
        let access = AccessControl(
            mode: options.auth, records: store, time: time,
            rateLimit: options.requestsPerSecond.map {
                RateLimit(perSecond: Double($0), burst: Double($0) * 2)
            })
        self.store = store
        self.time = time
        self.live = live
        self.recorder = recorder
        self.access = access
        administration = Administration(
            traces: store, records: store, editor: recorder, time: time, changed: { access.forgetCached() })
        reader = TraceReader(store: store, normaliser: normaliser)
        conversations = Conversations(reader: reader, records: store, sink: recorder, time: time)
        learning = learningParts.learning(over: conversations)
    }

    /// Once every door is closed.
    func close() async {
        await learning.close()
        await recorder.close()
        await access.close()
        await store.close()
    }
}
