public import HindcastModel

/// Links that open one run without a key. Whether one has expired is for the caller to tell, who knows the time.
public protocol ShareRecords: Sendable {
    /// Puts a link in the place of the one that the trace may have.
    func setShare(_ share: Share) async throws(StoreError)

    func share(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Share?

    /// Of any project: the token is all that the reader has.
    func share(token: String) async throws(StoreError) -> Share?

    /// False when there is none.
    func deleteShare(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Bool
}
