extension JSONTreeEncoder {
    /// One place of the document under construction.
    final class Node {
        enum Kind { case nothing, value, list, object }

        private(set) var kind = Kind.nothing
        private var scalar = JSONValue.null
        private var names: [String] = []
        private var children: [Node] = []

        var elementCount: Int { children.count }

        func set(_ value: JSONValue) {
            kind = .value
            scalar = value
        }

        func become(_ kind: Kind) { self.kind = kind }

        func appendElement() -> Node {
            let child = Node()
            children.append(child)
            return child
        }

        func appendMember(_ name: String) -> Node {
            names.append(name)
            return appendElement()
        }

        var value: JSONValue {
            switch kind {
            case .nothing: return .object([:])
            case .value: return scalar
            case .list: return .array(children.map(\.value))
            case .object:
                var object = JSONObject()
                for (name, child) in zip(names, children) { object[name] = child.value }
                return .object(object)
            }
        }
    }
}
