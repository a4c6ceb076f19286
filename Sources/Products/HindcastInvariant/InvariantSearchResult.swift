import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// What a search found: indices in groups, and for each trace the places.
struct InvariantSearchResult {
    private let query: InvariantQuery
    private var indices: [Int] = []
    private var others: [Int] = []
    private var groups: [String: (indices: [Int], severity: Double)] = [:]
    private var mappings: [(key: String, value: JSON)] = []

    init(_ query: InvariantQuery) { self.query = query }

    /// Looks at one trace.
    mutating func take(_ trace: InvariantTrace, isAnnotated: Bool, _ annotations: [Annotation]) {
        switch query.form {
        case .findings: group(trace, annotations)
        case .indices(_, let wanted): if wanted.contains(trace.index) { indices.append(trace.index) }
        case .ids(_, let wanted):
            let id = trace.content.trace.id
            let text = RecordID(high: id.high, low: id.low).description
            if wanted.contains(text) || wanted.contains(id.description) { indices.append(trace.index) }
        case .search: search(trace, isAnnotated: isAnnotated)
        }
    }

    private mutating func search(_ trace: InvariantTrace, isAnnotated: Bool) {
        let metadata = trace.metadata
        guard query.filters.allSatisfy({ $0.matches(metadata, isAnnotated: isAnnotated) }) else { return }
        var places: [(key: String, value: JSON)] = []
        if let words = query.words {
            let wanted = words.searchScalars
            for (index, message) in trace.content.messages.enumerated() {
                Self.find(wanted, in: message, at: "messages.\(index)", &places)
            }
            if places.isEmpty { return }
        }
        indices.append(trace.index)
        mappings.append((String(trace.index), .object(JSONObject(places))))
    }

    /// Analysers' findings by the first word of their text, which names the kind.
    private mutating func group(_ trace: InvariantTrace, _ annotations: [Annotation]) {
        let findings = annotations.filter { $0.source == "analyzer" || $0.source == "analyzer-model" }
        guard !findings.isEmpty else {
            others.append(trace.index)
            return
        }
        var places: [(key: String, value: JSON)] = []
        for finding in findings {
            let kind = String(finding.content.prefix { $0 != ":" && $0 != "\n" })
            var group = groups[kind] ?? ([], 0)
            if group.indices.last != trace.index { group.indices.append(trace.index) }
            group.severity = max(group.severity, finding.extras["severity"]?.doubleValue ?? 0)
            groups[kind] = group
            places.append((finding.address, ["content": .string(finding.content), "source": "analyzer"]))
        }
        mappings.append((String(trace.index), .object(JSONObject(places))))
    }

    /// Every occurrence in the texts below `value`; keys are not searched.
    private static func find(
        _ wanted: [Unicode.Scalar], in value: JSON, at path: String,
        _ places: inout [(key: String, value: JSON)]
    ) {
        guard places.count < InvariantLimits.mappingsMax else { return }
        switch value {
        case .string(let text):
            for range in text.searchScalars.ranges(of: wanted)
            where places.count < InvariantLimits.mappingsMax {
                let found = String(
                    String.UnicodeScalarView(
                        text.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count)))
                let key = "\(path):\(range.lowerBound)-\(range.upperBound)"
                places.append((key, ["content": .string(found), "source": "search"]))
            }
        case .array(let items):
            for (index, item) in items.enumerated() {
                find(wanted, in: item, at: "\(path).\(index)", &places)
            }
        case .object(let object):
            for (key, member) in object { find(wanted, in: member, at: "\(path).\(key)", &places) }
        case .null, .bool, .number: break
        }
    }

    var form: JSON {
        var result = JSONObject([
            ("Other Traces", Self.group(others, "Traces without Analyzer results", severity: 0))
        ])
        switch query.form {
        case .findings:
            for (kind, group) in groups.sorted(by: {
                ($1.value.severity, $0.key) < ($0.value.severity, $1.key)
            }) {
                result[kind] = Self.group(group.indices, "Analyzer results", severity: group.severity)
            }
        case .indices(let label, _), .ids(let label, _):
            result[label] = Self.group(indices, "filtered selection")
        case .search: result[query.text] = Self.group(indices, description)
        }
        var form = JSONObject([("result", .object(result)), ("mappings", .object(JSONObject(mappings)))])
        if !query.warnings.isEmpty { form["warnings"] = .array(query.warnings.map { .string($0) }) }
        return .object(form)
    }

    private var description: String {
        switch (query.words == nil, query.filters.isEmpty) {
        case (false, true): "search result"
        case (false, false): "filtered search result"
        case (true, _): "filtered result"
        }
    }

    private static func group(_ indices: [Int], _ description: String, severity: Double? = nil) -> JSON {
        var group = JSONObject([
            ("traces", .array(indices.map(InvariantForm.count))), ("description", .string(description)),
        ])
        if let severity {
            group["severity"] = severity == 0 ? 0 : JSONNumber(severity).map { .number($0) } ?? 0
        }
        return .object(group)
    }
}

extension String {
    /// Scalars in lower case, one for one, so that places count alike in both.
    fileprivate var searchScalars: [Unicode.Scalar] {
        unicodeScalars.map { scalar in
            let lower = scalar.properties.lowercaseMapping.unicodeScalars
            return lower.count == 1 ? lower.first ?? scalar : scalar
        }
    }
}

extension [Unicode.Scalar] {
    /// Where `wanted` stands, none overlapping.
    fileprivate func ranges(of wanted: [Unicode.Scalar]) -> [Range<Int>] {
        guard let first = wanted.first, count >= wanted.count else { return [] }
        var found: [Range<Int>] = []
        var position = 0
        while position + wanted.count <= count {
            if self[position] == first, self[position..<position + wanted.count].elementsEqual(wanted) {
                found.append(position..<position + wanted.count)
                position += wanted.count
            } else {
                position += 1
            }
        }
        return found
    }
}
