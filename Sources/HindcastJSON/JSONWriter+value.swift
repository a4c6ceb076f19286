extension JSONWriter {
    /// Writes a value with all that is in it, as it was read: members in order, numbers as spelled.
    public mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let value): number(value)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// Writes a value in the form that `JSON.canonical()` describes.
    mutating func canonical(_ value: JSON) {
        switch value {
        case .number(let value) where value.text == "-0": int(0)
        case .array(let elements):
            beginArray()
            for element in elements { canonical(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.canonicalMembers() {
                key(member.key)
                canonical(member.value)
            }
            endObject()
        default: self.value(value)
        }
    }
}

extension JSONObject {
    /// The members by the bytes of their keys, of repeated keys only the last.
    fileprivate func canonicalMembers() -> [Member] {
        let sorted = members.enumerated().sorted { left, right in
            if JSONObject.same(left.element.key, right.element.key) { return left.offset < right.offset }
            return left.element.key.utf8.lexicographicallyPrecedes(right.element.key.utf8)
        }
        var kept: [Member] = []
        kept.reserveCapacity(sorted.count)
        for (_, member) in sorted {
            if let last = kept.last, JSONObject.same(last.key, member.key) { kept.removeLast() }
            kept.append(member)
        }
        return kept
    }
}
