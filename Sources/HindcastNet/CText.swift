/// Text at an address that stays the same, for C code that keeps the pointer.
///
/// Unchecked: the memory is written once, before anyone else sees it.
@safe
final class CText: @unchecked Sendable {
    let pointer: UnsafePointer<CChar>

    init(_ bytes: some Collection<UInt8>) {
        let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
        var count = 0
        for byte in bytes {
            unsafe memory[count] = CChar(bitPattern: byte)
            count += 1
        }
        unsafe memory[count] = 0
        unsafe pointer = UnsafePointer(memory)
    }

    deinit {
        unsafe pointer.deallocate()
    }
}
