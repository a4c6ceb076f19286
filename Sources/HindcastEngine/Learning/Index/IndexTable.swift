import HindcastModel
import HindcastStore

/// The vectors of one project in one piece of memory, each with what is needed to choose among them.
struct IndexTable: Sendable {
    /// A memory as the index knows it. Its value is not here: that is read with its text, and so never stale.
    struct Row: Sendable, Equatable {
        var id: RecordID
        var intent: RecordID
        var created: Timestamp
    }

    let model: String
    private(set) var rows: [Row] = []
    private var places: [RecordID: Int] = [:]
    private var norms: [Float] = []
    private var components: [Int8] = []
    /// Components of a vector; 0 until the first one is there.
    private(set) var dimension = 0
    private var width = 0

    init(model: String) { self.model = model }

    var count: Int { rows.count }

    func contains(_ id: RecordID) -> Bool { places[id] != nil }

    /// Adds a row, or replaces the one of its id. A vector of another model or dimension is not taken.
    /// - Returns: whether it is there now.
    @discardableResult
    mutating func insert(_ row: Row, _ vector: MemoryVector) -> Bool {
        guard vector.model == model, !vector.components.isEmpty else { return false }
        if rows.isEmpty {
            dimension = vector.components.count
            width = (dimension + DotProducts.stride - 1) / DotProducts.stride * DotProducts.stride
        }
        guard vector.components.count == dimension else { return false }
        let padding = repeatElement(Int8(0), count: width - dimension)
        if let place = places[row.id] {
            rows[place] = row
            norms[place] = vector.norm
            components.replaceSubrange(place * width..<(place + 1) * width, with: vector.components + padding)
        } else {
            places[row.id] = rows.count
            rows.append(row)
            norms.append(vector.norm)
            components += vector.components
            components += padding
        }
        return true
    }

    /// Changes what is known of a memory beside its vector. False when it is not there.
    mutating func update(_ row: Row) -> Bool {
        guard let place = places[row.id] else { return false }
        rows[place] = row
        return true
    }

    /// The last row takes the place of the one that goes, so that all stay in one piece.
    mutating func remove(_ id: RecordID) {
        guard let place = places.removeValue(forKey: id) else { return }
        let last = rows.count - 1
        if place != last {
            rows[place] = rows[last]
            norms[place] = norms[last]
            places[rows[place].id] = place
            components.replaceSubrange(
                place * width..<(place + 1) * width,
                with: Array(components[last * width..<(last + 1) * width]))
        }
        rows.removeLast()
        norms.removeLast()
        components.removeLast(width)
    }

    func vector(of id: RecordID) -> MemoryVector? {
        places[id].map { place in
            MemoryVector(
                model: model, components: Array(components[place * width..<place * width + dimension]))
        }
    }

    // MARK: Finding

    /// The cosine of each row with a vector, in their order; what `MemoryVector.similarity` says.
    func similarities(to vector: MemoryVector) -> [Float] {
        guard !rows.isEmpty, vector.model == model, vector.components.count == dimension, vector.norm > 0
        else {
            return [Float](repeating: 0, count: rows.count)
        }
        let query = vector.components.map(Int16.init) + repeatElement(0, count: width - dimension)
        var sums = [Int32](repeating: 0, count: rows.count)
        DotProducts.of(components, rows: 0..<rows.count, width: width, with: query, into: &sums)
        var found = [Float](repeating: 0, count: rows.count)
        for place in rows.indices where norms[place] > 0 {
            found[place] = Float(sums[place]) / (norms[place] * vector.norm)
        }
        return found
    }

    /// The most similar rows, most similar first, the newer of equals first.
    func nearest(to vector: MemoryVector, count: Int, similarityMin: Double) -> [RankingCandidate] {
        guard count > 0 else { return [] }
        let similarities = similarities(to: vector)
        var best: [RankingCandidate] = []
        var floor = Float(similarityMin).nextDown
        for place in rows.indices where similarities[place] >= floor {
            let candidate = candidate(place, similarities[place])
            guard candidate.similarity >= similarityMin else { continue }
            best.append(candidate)
            // Sorted only now and then: twice the room costs less than a place for each.
            if best.count >= 2 * count {
                best.sort { $0.isMoreSimilar(than: $1) }
                best.removeLast(best.count - count)
                floor = Float(best[count - 1].similarity)
            }
        }
        return Array(best.sorted { $0.isMoreSimilar(than: $1) }.prefix(count))
    }

    /// All rows of the most similar tasks: of those whose own memory, or where that is gone their most similar one, is
    /// similar enough.
    func nearestTasks(to vector: MemoryVector, count: Int, similarityMin: Double) -> [RankingCandidate] {
        let similarities = similarities(to: vector)
        var heads: [RecordID: RankingCandidate] = [:]
        for place in rows.indices {
            let row = rows[place]
            guard Double(similarities[place]) >= similarityMin,
                row.id == row.intent || !hasHead(row.intent)
            else { continue }
            let candidate = candidate(place, similarities[place])
            if let known = heads[row.intent], known.isMoreSimilar(than: candidate) { continue }
            heads[row.intent] = candidate
        }
        let tasks = heads.values.sorted { $0.isMoreSimilar(than: $1) }.prefix(max(0, count))
        let wanted = Set(tasks.map(\.intent))
        guard !wanted.isEmpty else { return [] }
        // A handful is looked through faster than a hash is made for every row.
        let few = wanted.count <= 16 ? Array(wanted) : nil
        let found = rows.indices.filter { place in
            few?.contains(rows[place].intent) ?? wanted.contains(rows[place].intent)
        }
        .map { candidate($0, similarities[$0]) }
        return Array(found.sorted { $0.isMoreSimilar(than: $1) }.prefix(LearningLimits.taskCandidatesMax))
    }

    /// Whether the memory that stands for a task is here.
    private func hasHead(_ task: RecordID) -> Bool { places[task].map { rows[$0].intent == task } ?? false }

    /// Its value is filled in when its memory is read.
    private func candidate(_ place: Int, _ similarity: Float) -> RankingCandidate {
        let row = rows[place]
        return RankingCandidate(
            id: row.id, intent: row.intent, similarity: Double(similarity), q: 0, created: row.created)
    }
}

extension IndexTable.Row {
    init(_ memory: Memory) { self.init(id: memory.id, intent: memory.intent, created: memory.created) }
    init(_ memory: IndexedMemory) { self.init(id: memory.id, intent: memory.intent, created: memory.created) }
}
