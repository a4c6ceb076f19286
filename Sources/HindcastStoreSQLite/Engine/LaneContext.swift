/// What a lane's thread works with. Its files are closed before the lane says that it is closed: whoever opens the
/// folder next must not meet them.
protocol LaneContext: SendableMetatype {
    func dispose()
}

extension Writer: LaneContext {
    func dispose() { connection.close() }
}

extension Reader: LaneContext {
    func dispose() {
        closeSearch()
        connection.close()
    }
}

extension Backup: LaneContext {
    func dispose() { finish() }
}
