/// A place in a conversation: `messages[2].content:5-10`. What people and judges say about a run stands at one.
///
/// ```
/// address  = "" / "<root>" / path [ ":" selector ]      "" is the whole run
/// path     = segment *( "." segment / "[" digits "]" )
/// selector = "L" digits                                  a line of the text there, from 0
///          / digits "-" digits                           characters of it, from 0, the end excluded
///          / "bbox-" f "," f "," f "," f                 a box of an image, as fractions of its sides
/// ```
///
/// A character is a Unicode scalar value, as Python counts; a browser must convert. A key with dots in it is not told
/// apart from several keys here; `resolved(in:)` looks for the longest one.
public struct Address: Hashable, Sendable {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// Into an object.
        case key(String)
        /// Into a list; into an object that has these digits for a key, where there is no list.
        case index(Int)
    }

    /// A part of what is at the path.
    public enum Selector: Hashable, Sendable {
        /// A line of a text, from 0; lines end at `\n`.
        case line(Int)
        /// Unicode scalars of a text.
        case characters(Range<Int>)
        /// A rectangle of an image.
        case box(Box)
    }

    /// A rectangle by two corners, as fractions of the image's sides; the first is the upper left.
    public struct Box: Hashable, Sendable {
        /// Left.
        public let x1: Double
        /// Top.
        public let y1: Double
        /// Right.
        public let x2: Double
        /// Bottom.
        public let y2: Double

        /// A rectangle; it need not lie in the image.
        public init(x1: Double, y1: Double, x2: Double, y2: Double) {
            self.x1 = x1
            self.y1 = y1
            self.x2 = x2
            self.y2 = y2
        }
    }

    /// From the run down; empty means the whole run.
    public var path: [Step]
    /// Nil means all of it.
    public var selector: Selector?

    /// A place by its parts.
    public init(_ path: [Step], _ selector: Selector? = nil) {
        self.path = path
        self.selector = selector
    }

    /// The whole run.
    public static let whole = Address([])

    /// The key under which a run has its messages.
    public static let messagesKey = "messages"

    /// A message of the run.
    public static func message(_ index: Int) -> Address { Address([.key(messagesKey), .index(index)]) }

    /// The number of the message it lies in; nil when it lies in none.
    public var messageIndex: Int? {
        guard path.count >= 2, path[0] == .key(Self.messagesKey), case .index(let index) = path[1] else {
            return nil
        }
        return index
    }
}
