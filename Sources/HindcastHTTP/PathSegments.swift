/// Takes a raw path apart.
enum PathSegments {
    /// The percent-decoded segments, empty ones dropped (that collapses duplicate slashes and a trailing one).
    ///
    /// - Throws: a 414 for a path with too many bytes or segments; a 400 for a malformed escape, a NUL, or a
    ///   dot segment: clients resolve those before sending, so one that arrives is a probe.
    static func decode(_ path: String) throws(HTTPError) -> [String] {
        guard path.utf8.count <= HTTPLimits.targetBytesMax else {
            throw HTTPError(.uriTooLong, "the path is longer than \(HTTPLimits.targetBytesMax) bytes")
        }
        guard path.utf8.first == UInt8(ascii: "/") else {
            throw HTTPError(.badRequest, "the path must begin with a slash")
        }
        var segments: [String] = []
        for raw in path.split(separator: "/") {
            guard let segment = PercentCoding.decode(raw) else {
                throw HTTPError(.badRequest, "the path has a malformed percent escape or is not UTF-8")
            }
            guard segment != ".", segment != ".." else {
                throw HTTPError(.badRequest, "the path may not contain . or .. segments")
            }
            guard segments.count < HTTPLimits.pathSegmentsMax else {
                throw HTTPError(
                    .uriTooLong, "the path has more than \(HTTPLimits.pathSegmentsMax) segments")
            }
            segments.append(segment)
        }
        return segments
    }
}
