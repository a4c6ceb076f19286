/// Field numbers of an archived span, a protobuf message of our own. Numbers are never reused.
enum ArchiveFormat {
    enum Body {
        static let name = 1
        static let otelKind = 2
        static let statusMessage = 3
        static let traceState = 4
        static let flags = 5
        static let dropped = 6
        static let attributes = 7
        static let event = 8
        static let link = 9
        static let resource = 10
        static let scope = 11
        /// How many log records, and for Claude Code spans of its trace, the reading rests on: eight bytes, most
        /// significant first. Of a span and itself read again with more of them, the store keeps the one whose body is
        /// longer or greater: the latter.
        static let joinedLogs = 12
    }

    /// A set of attributes, in order.
    enum Attributes {
        /// A KeyValue as it arrived.
        static let plain = 1
        static let rope = 2
        static let flat = 3
    }

    /// A large string attribute.
    enum Rope {
        static let key = 1
        static let literal = 2
        static let list = 3
        /// Set when the value was a bytes attribute.
        static let isBytes = 4
    }

    /// A list inside a rope, or a flattened list of attributes.
    enum List {
        /// The position of its path among the span's ropes.
        static let path = 1
        static let separator = 2
        static let prefix = 3
        /// The indices of the groups, when they are not 0, 1, 2, ….
        static let indices = 4
    }

    enum Event {
        static let name = 1
        static let time = 2
        static let attributes = 3
    }

    enum Link {
        static let traceID = 1
        static let spanID = 2
        static let traceState = 3
        static let attributes = 4
    }

    enum Scope {
        static let name = 1
        static let version = 2
        static let attributes = 3
    }

    enum Dropped {
        static let attributes = 1
        static let events = 2
        static let links = 3
    }
}
