/// Route patterns as a tree of segments. A lookup visits each tree node at most once.
struct RouteTrie: Sendable {
    /// What a path leads to.
    enum Match {
        case route(index: Int, parameters: PathParameters)
        case otherMethods([HTTPMethod])
        case none
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var routes: [HTTPMethod: Int] = [:]
        var wildcards: [HTTPMethod: Int] = [:]
    }

    private var nodes = [Node()]
    private var namesByRoute: [[String]] = []

    init(_ routes: [Route]) throws(RouterError) {
        for (index, route) in routes.enumerated() {
            if let earlier = try insert(route, index: index) {
                let first = routes[earlier]
                throw .conflict(
                    method: route.method.name, first: first.pattern, firstProduct: first.product,
                    second: route.pattern, secondProduct: route.product)
            }
        }
    }

    /// Returns the index of a route that already claims this place.
    private mutating func insert(_ route: Route, index: Int) throws(RouterError) -> Int? {
        let malformed = RouterError.malformed(pattern: route.pattern, product: route.product)
        guard route.pattern.hasPrefix("/") else { throw malformed }
        var segments = route.pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        // "/x/" is written as "/x", and "/" has no segment at all.
        if segments.last == "" { segments.removeLast() }
        let isWildcard = segments.last == "*"
        if isWildcard { segments.removeLast() }
        var names: [String] = []
        var at = 0
        for segment in segments {
            guard segment != "", !segment.contains("*") else { throw malformed }
            if segment.hasPrefix("{"), segment.hasSuffix("}"), segment.count > 2 {
                names.append(String(segment.dropFirst().dropLast()))
                at = nodes[at].parameter ?? appendNode { $0[at].parameter = $1 }
            } else {
                guard !segment.contains("{"), !segment.contains("}") else { throw malformed }
                let literal = String(segment)
                at = nodes[at].literals[literal] ?? appendNode { $0[at].literals[literal] = $1 }
            }
        }
        if isWildcard { names.append("*") }
        namesByRoute.append(names)
        if isWildcard { return nodes[at].wildcards.claim(route.method, by: index) }
        return nodes[at].routes.claim(route.method, by: index)
    }

    private mutating func appendNode(link: (inout [Node], Int) -> Void) -> Int {
        nodes.append(Node())
        link(&nodes, nodes.count - 1)
        return nodes.count - 1
    }

    /// Finds the route for decoded segments. A literal wins over a parameter and a parameter over `*`, but a
    /// place that lacks the method gives way to one that has it: `POST /runs/query` does not hide
    /// `GET /runs/{id}` for a run named `query`.
    func match(_ segments: [String], method: HTTPMethod) -> Match {
        var walk = Walk(segments: segments, method: method)
        if let found = visit(0, depth: 0, walk: &walk) {
            let values = walk.captured
            let names = namesByRoute[found]
            return .route(
                index: found,
                parameters: PathParameters(zip(names, values).map { (name: $0, value: $1) }))
        }
        return walk.allowed.isEmpty ? .none : .otherMethods(walk.allowed)
    }

    private struct Walk {
        let segments: [String]
        let method: HTTPMethod
        var captured: [String] = []
        var allowed: [HTTPMethod] = []

        /// The route for the method among those of one place; notes the other methods when there is none.
        mutating func pick(from routes: [HTTPMethod: Int]) -> Int? {
            if let index = routes[method] { return index }
            if method == .head, let index = routes[.get] { return index }
            for other in routes.keys where !allowed.contains(other) { allowed.append(other) }
            return nil
        }
    }

    private func visit(_ index: Int, depth: Int, walk: inout Walk) -> Int? {
        let node = nodes[index]
        if depth == walk.segments.count {
            if let found = walk.pick(from: node.routes) { return found }
        } else {
            let segment = walk.segments[depth]
            if let next = node.literals[segment], let found = visit(next, depth: depth + 1, walk: &walk) {
                return found
            }
            if let next = node.parameter {
                walk.captured.append(segment)
                if let found = visit(next, depth: depth + 1, walk: &walk) { return found }
                walk.captured.removeLast()
            }
        }
        guard !node.wildcards.isEmpty, let found = walk.pick(from: node.wildcards) else { return nil }
        walk.captured.append(walk.segments[depth...].joined(separator: "/"))
        return found
    }
}

extension Dictionary {
    /// Writes `value` unless the key is taken; returns what took it.
    fileprivate mutating func claim(_ key: Key, by value: Value) -> Value? {
        if let taken = self[key] { return taken }
        self[key] = value
        return nil
    }
}
