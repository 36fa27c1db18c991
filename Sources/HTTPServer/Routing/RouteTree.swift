/// The routes as a tree by path segment. A fixed segment wins over a `{name}`; a path that fits several patterns is
/// answered by the first of them that has the method.
struct RouteTree: Sendable {
    private struct Node: Sendable {
        var fixed: [String: Int] = [:]
        var parameter: Int?
        var routes: [HTTPMethod: Route] = [:]
    }

    enum Found {
        case route(Route, PathParameters)
        /// The path exists, for other methods.
        case otherMethods(Set<HTTPMethod>)
        case nothing
    }

    // Nodes name one another by index, so that the tree is a value.
    private var nodes = [Node()]

    mutating func insert(_ route: Route, method: HTTPMethod, segments: [RouteSegment]) {
        var index = 0
        for segment in segments {
            index = child(of: index, for: segment)
        }
        precondition(nodes[index].routes[method] == nil, "\(method) \(route.pattern) has two handlers")
        nodes[index].routes[method] = route
    }

    /// Every method that some route has.
    var methods: Set<HTTPMethod> { nodes.reduce(into: []) { $0.formUnion($1.routes.keys) } }

    func find(_ method: HTTPMethod, _ segments: ArraySlice<String>) -> Found {
        var captured: [String] = []
        var others: Set<HTTPMethod> = []
        if let route = search(0, method, segments, &captured, &others) {
            return .route(route, PathParameters(names: route.parameterNames, values: captured))
        }
        return others.isEmpty ? .nothing : .otherMethods(others)
    }

    private func search(
        _ index: Int, _ method: HTTPMethod, _ segments: ArraySlice<String>, _ captured: inout [String],
        _ others: inout Set<HTTPMethod>
    ) -> Route? {
        guard let segment = segments.first else {
            if let route = nodes[index].routes[method] { return route }
            // HEAD is GET without its body (RFC 9110, section 9.3.2).
            if method == .head, let route = nodes[index].routes[.get] { return route }
            others.formUnion(nodes[index].routes.keys)
            return nil
        }
        if let next = nodes[index].fixed[segment],
            let route = search(next, method, segments.dropFirst(), &captured, &others)
        {
            return route
        }
        // An empty segment is no value: `/jobs//events` is not found.
        guard let next = nodes[index].parameter, !segment.isEmpty else { return nil }
        captured.append(segment)
        if let route = search(next, method, segments.dropFirst(), &captured, &others) { return route }
        captured.removeLast()
        return nil
    }

    private mutating func child(of index: Int, for segment: RouteSegment) -> Int {
        switch segment {
        case .fixed(let text):
            if let existing = nodes[index].fixed[text] { return existing }
            nodes[index].fixed[text] = nodes.count
        case .parameter:
            if let existing = nodes[index].parameter { return existing }
            nodes[index].parameter = nodes.count
        }
        nodes.append(Node())
        return nodes.count - 1
    }
}
