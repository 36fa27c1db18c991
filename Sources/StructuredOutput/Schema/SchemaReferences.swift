/// The references between definitions.
struct SchemaReferences {
    let definitions: [String: SchemaNode]

    /// - Throws: for a name that is not defined, and for a circle in which no step goes into the value: it would ask the same
    ///   of the same value without end.
    func check(_ root: SchemaNode) throws(SchemaError) {
        try checkNames(root, "")
        var checked: Set<String> = []
        for (name, node) in definitions.sorted(by: { $0.key < $1.key }) {
            let place = JSONPointer().member("$defs").member(name).text
            try checkNames(node, place)
            var path = [name]
            try checkCircles(node, &path, &checked, place)
            checked.insert(name)
        }
    }

    private func checkNames(_ node: SchemaNode, _ place: String) throws(SchemaError) {
        if let name = node.reference, definitions[name] == nil {
            throw SchemaError(pointer: place, message: "refers to $defs/\(name), which is not there")
        }
        let below = node.properties.map(\.node) + (node.additional ?? []) + node.items + node.anyOf + node.oneOf
        for other in below { try checkNames(other, place) }
    }

    /// - Parameter checked: definitions from which no circle starts: each is walked once, however often it is referred to.
    private func checkCircles(
        _ node: SchemaNode, _ path: inout [String], _ checked: inout Set<String>, _ place: String
    ) throws(SchemaError) {
        if let name = node.reference, !checked.contains(name) {
            guard !path.contains(name) else { throw SchemaError(pointer: place, message: "refers to itself") }
            if let target = definitions[name] {
                path.append(name)
                try checkCircles(target, &path, &checked, place)
                path.removeLast()
                checked.insert(name)
            }
        }
        for other in node.anyOf + node.oneOf { try checkCircles(other, &path, &checked, place) }
    }
}
