/// Arrival numbers in the order of their messages, written short: `3,0-2,4`.
struct ArrivalRanges {
    let numbers: [Int]

    init(_ numbers: [Int]) { self.numbers = numbers }

    /// Reads the text. Nil when it is none, or names more than `countMax`.
    init?(_ text: String, countMax: Int) {
        var numbers: [Int] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map {
                Int($0)
            }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, 0 <= first, first <= last,
                last - first < countMax - numbers.count
            else { return nil }
            numbers += first...last
        }
        self.numbers = numbers
    }

    var text: String {
        var parts: [String] = []
        var first = 0
        for index in numbers.indices {
            let isLast = index + 1 == numbers.count || numbers[index + 1] != numbers[index] + 1
            guard isLast else { continue }
            parts.append(first == index ? "\(numbers[index])" : "\(numbers[first])-\(numbers[index])")
            first = index + 1
        }
        return parts.joined(separator: ",")
    }
}
