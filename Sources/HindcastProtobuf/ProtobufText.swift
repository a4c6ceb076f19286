/// The string in `range` of `bytes`; whatever is not UTF-8 becomes U+FFFD.
///
/// The range must lie within the bytes.
public func utf8String(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
        unsafe String(decoding: buffer, as: UTF8.self)
    }
}

/// The string in `range` of `bytes`, or nil if it is not UTF-8.
///
/// The range must lie within the bytes.
public func validatedString(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
        unsafe String(validating: buffer, as: UTF8.self)
    }
}
