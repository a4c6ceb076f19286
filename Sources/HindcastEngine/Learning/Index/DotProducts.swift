/// Dot products of one vector with many. The one place where learning touches raw memory: with checked loads the scan
/// of 100,000 vectors takes twice as long, and it is most of the time of a query.
enum DotProducts {
    /// Rows are filled up with zeros to a whole number of these.
    static let stride = 16

    /// The products of `query` with the rows `rows` of `components`, in their order.
    static func of(
        _ components: [Int8], rows: Range<Int>, width: Int, with query: [Int16], into sums: inout [Int32]
    ) {
        precondition(width > 0 && width % stride == 0 && query.count == width && sums.count >= rows.count)
        precondition(rows.lowerBound >= 0 && rows.upperBound * width <= components.count)
        // Safe: all loads lie within the rows and the query, whose sizes were checked above.
        unsafe components.withUnsafeBytes { bytes in
            unsafe query.withUnsafeBytes { wanted in
                guard let first = bytes.baseAddress, let other = wanted.baseAddress else { return }
                for row in rows {
                    sums[row - rows.lowerBound] = unsafe product(first + row * width, other, width: width)
                }
            }
        }
    }

    /// Pairs of 16-bit products summed to 32 bits are one instruction wherever this runs; none can overflow below
    /// 130,000 components.
    @inline(__always)
    private static func product(
        _ row: UnsafeRawPointer, _ query: UnsafeRawPointer, width: Int
    ) -> Int32 {
        var even = SIMD8<Int32>()
        var odd = SIMD8<Int32>()
        var index = 0
        while index < width {
            even &+= unsafe product(row, query, at: index)
            odd &+= unsafe product(row, query, at: index &+ 8)
            index &+= stride
        }
        return (even &+ odd).wrappedSum()
    }

    @inline(__always)
    private static func product(
        _ row: UnsafeRawPointer, _ query: UnsafeRawPointer, at index: Int
    ) -> SIMD8<Int32> {
        let one = unsafe row.loadUnaligned(fromByteOffset: index, as: SIMD8<Int8>.self)
        let other = unsafe query.loadUnaligned(fromByteOffset: index &* 2, as: SIMD8<Int16>.self)
        return SIMD8<Int32>(truncatingIfNeeded: one) &* SIMD8<Int32>(truncatingIfNeeded: other)
    }
}
