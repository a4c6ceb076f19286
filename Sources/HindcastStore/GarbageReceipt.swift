/// What a clean-up gave back.
public struct GarbageReceipt: Sendable, Equatable {
    /// Messages and slices that nothing used any more.
    public var contentsFreed: Int
    /// Bytes of the files.
    public var bytesFreed: Int64

    /// A receipt.
    public init(contentsFreed: Int, bytesFreed: Int64) {
        self.contentsFreed = contentsFreed
        self.bytesFreed = bytesFreed
    }
}
