/// English words that say nothing about what a task is. Few on purpose: what is common in a project its own frequencies
/// tell.
enum StopWords {
    static func contains(_ word: ArraySlice<UInt32>) -> Bool { known.contains(FeatureHash.of(word)) }

    private static let known = Set(
        """
        a an and are as at be been but by can could did do does for from had has have how i if in into is it its just me
        my no not now of on or our please should so some than that the their them then there these they this those to us
        use using want was we were what when where which who will with would you your
        """.split { $0 == " " || $0 == "\n" }.map { FeatureHash.of($0.unicodeScalars.map(\.value)[...]) })
}
