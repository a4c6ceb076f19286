import HindcastModel

/// The rule "first non-empty value wins", spelled once. The new value is computed only when it is needed.
extension Optional {
    mutating func fill(_ value: @autoclosure () -> Wrapped?) {
        if self == nil { self = value() }
    }
}

extension Array {
    mutating func fill(_ value: @autoclosure () -> [Element]?) {
        if isEmpty, let found = value() { self = found }
    }
}

extension MessageList {
    mutating func fill(_ value: @autoclosure () -> MessageList?) {
        if isEmpty, let found = value() { self = found }
    }
}
