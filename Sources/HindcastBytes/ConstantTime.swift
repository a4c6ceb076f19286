import CCrypto

/// Whether `a` and `b` are equal, in a time that depends on their lengths only.
///
/// For secrets: a comparison that stops at the first difference tells an attacker how far they got.
public func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return unsafe a.withUnsafeBytes { left in
        unsafe b.withUnsafeBytes { right in
            unsafe CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
        }
    }
}
