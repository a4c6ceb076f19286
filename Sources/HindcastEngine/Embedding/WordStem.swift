/// Cuts the endings of English inflection, so that "parses", "parsed" and "parsing" are one word. A stem is no word and
/// need not be one; it only has to come out the same.
enum WordStem {
    /// What is left must be this long to mean something.
    private static let stemMin = 3

    static func of(_ word: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        var stem = word
        if !dropPlural(&stem) { return stem }
        if drop("ing", from: &stem) || drop("ed", from: &stem) { undouble(&stem) }
        _ = drop("ly", from: &stem)
        if stem.count > stemMin, stem.last == letter("e") { stem.removeLast() }
        if stem.count > stemMin, stem.last == letter("y") { stem[stem.endIndex - 1] = letter("i") }
        return stem
    }

    /// False when nothing more is to be cut.
    private static func dropPlural(_ stem: inout ArraySlice<UInt32>) -> Bool {
        guard stem.count > stemMin, stem.last == letter("s") else { return true }
        let before = stem[stem.endIndex - 2]
        guard before != letter("s"), before != letter("u"), before != letter("i") else { return false }
        stem.removeLast()
        if stem.count > stemMin, ends(stem, "ie") { stem.removeLast() }
        return true
    }

    private static func undouble(_ stem: inout ArraySlice<UInt32>) {
        guard stem.count > stemMin, let last = stem.last, last == stem[stem.endIndex - 2] else { return }
        if last != letter("l"), last != letter("s"), last != letter("z") { stem.removeLast() }
    }

    private static func drop(_ ending: StaticString, from stem: inout ArraySlice<UInt32>) -> Bool {
        guard stem.count - ending.utf8CodeUnitCount >= stemMin, ends(stem, ending) else { return false }
        stem.removeLast(ending.utf8CodeUnitCount)
        return true
    }

    private static func ends(_ stem: ArraySlice<UInt32>, _ ending: StaticString) -> Bool {
        let count = ending.utf8CodeUnitCount
        guard stem.count >= count else { return false }
        let start = stem.endIndex - count
        for place in 0..<count where stem[start + place] != UInt32(unsafe ending.utf8Start[place]) {
            return false
        }
        return true
    }

    private static func letter(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }
}
