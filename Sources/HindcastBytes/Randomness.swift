import CCrypto

/// Random bytes fit for keys and secrets.
public enum Randomness {
    /// `count` bytes from the system's cryptographic generator.
    ///
    /// Stops the process when the generator has no entropy: to go on would hand out guessable keys.
    public static func bytes(_ count: Int) -> [UInt8] {
        precondition(count >= 0 && count <= Int(Int32.max), "asked for \(count) random bytes")
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let status = unsafe RAND_bytes(buffer.baseAddress, Int32(count))
            precondition(status == 1 || count == 0, "the system's random generator failed")
            filled = count
        }
    }
}
