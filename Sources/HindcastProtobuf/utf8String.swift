/// Text from bytes; what is not UTF-8 is repaired with U+FFFD.
public func utf8String(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
}

/// Text from bytes, nil when they are not UTF-8.
public func validatedString(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
}
