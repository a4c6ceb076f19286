/// The two encodings of OTLP over HTTP. An answer comes in that of its request.
enum OTLPEncoding: Sendable, Equatable {
    case protobuf, json

    /// What a `Content-Type` asks for. Without one it is protobuf: early exporters sent none.
    init(contentType: String?) throws(OTLPError) {
        guard let contentType else {
            self = .protobuf
            return
        }
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        switch type {
        case "application/x-protobuf", "application/protobuf", "": self = .protobuf
        case "application/json": self = .json
        default: throw .unsupportedType(contentType)
        }
    }

    var contentType: String {
        switch self {
        case .protobuf: "application/x-protobuf"
        case .json: "application/json"
        }
    }
}
