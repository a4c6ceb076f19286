public struct GarbageReceipt: Sendable, Equatable {
    public var contentsFreed: Int
    public var bytesFreed: Int64

    public init(contentsFreed: Int, bytesFreed: Int64) {
        self.contentsFreed = contentsFreed
        self.bytesFreed = bytesFreed
    }
}
