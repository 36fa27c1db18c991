import JSON

/// Reads a schema and refuses what it does not know: a keyword that were passed over in silence would be a check that is
/// never made.
struct SchemaReader {
    private static let maximumDepth = 32

    func node(_ document: JSONValue, at place: JSONPointer, depth: Int = 0) throws(SchemaError) -> SchemaNode {
        guard case .object(let members) = document else { throw error(place, "must be an object") }
        guard depth <= Self.maximumDepth else { throw error(place, "is nested too deeply") }
        var node = SchemaNode()
        for (name, value) in members {
            try read(name, value, at: place.member(name), depth, into: &node)
        }
        return node
    }

    private func read(
        _ name: String, _ value: JSONValue, at place: JSONPointer, _ depth: Int, into node: inout SchemaNode
    ) throws(SchemaError) {
        switch name {
        case "title", "description", "$schema", "$comment", "$defs": break
        case "type": node.types = try types(value, place)
        case "properties":
            for (name, schema) in try object(value, place) {
                node.properties.append((name, try self.node(schema, at: place.member(name), depth: depth + 1)))
            }
        case "required": node.required = try texts(value, place)
        case "additionalProperties":
            switch value {
            case .bool(let isAllowed): node.additional = isAllowed ? nil : []
            default: node.additional = [try self.node(value, at: place, depth: depth + 1)]
            }
        case "items": node.items = [try self.node(value, at: place, depth: depth + 1)]
        case "minItems": node.itemCount = try lower(value, node.itemCount.upperBound, place)
        case "maxItems": node.itemCount = try upper(value, node.itemCount.lowerBound, place)
        case "uniqueItems": node.isUnique = try flag(value, place)
        case "minLength": node.length = try lower(value, node.length.upperBound, place)
        case "maxLength": node.length = try upper(value, node.length.lowerBound, place)
        case "enum":
            guard let values = value.arrayValue, !values.isEmpty else { throw error(place, "must be a list of values") }
            node.allowed.append(values)
        case "const": node.allowed.append([value])
        case "minimum": node.minimum = try number(value, place)
        case "maximum": node.maximum = try number(value, place)
        case "exclusiveMinimum": node.exclusiveMinimum = try number(value, place)
        case "exclusiveMaximum": node.exclusiveMaximum = try number(value, place)
        case "multipleOf":
            node.multipleOf = try number(value, place)
            guard node.multipleOf.map({ $0.double > 0 }) == true else { throw error(place, "must be above 0") }
        case "anyOf": node.anyOf = try alternatives(value, place, depth)
        case "oneOf": node.oneOf = try alternatives(value, place, depth)
        case "$ref":
            guard let text = value.stringValue, text.hasPrefix("#/$defs/"), !text.dropFirst(8).contains("/") else {
                throw error(place, "must be of the form #/$defs/name")
            }
            node.reference = String(text.dropFirst(8))
        default: throw error(place, "is a keyword that we do not check: leave it out")
        }
    }

    private func types(_ value: JSONValue, _ place: JSONPointer) throws(SchemaError) -> [JSONType] {
        var types: [JSONType] = []
        let names = if let name = value.stringValue { [name] } else { try texts(value, place) }
        for name in names {
            guard let type = JSONType(rawValue: name) else { throw error(place, "names no type of JSON") }
            types.append(type)
        }
        guard !types.isEmpty else { throw error(place, "must name a type") }
        return types
    }

    private func alternatives(
        _ value: JSONValue, _ place: JSONPointer, _ depth: Int
    ) throws(SchemaError) -> [SchemaNode] {
        guard let values = value.arrayValue, !values.isEmpty else { throw error(place, "must be a list of schemas") }
        var nodes: [SchemaNode] = []
        for (index, schema) in values.enumerated() {
            nodes.append(try node(schema, at: place.element(index), depth: depth + 1))
        }
        return nodes
    }

    private func texts(_ value: JSONValue, _ place: JSONPointer) throws(SchemaError) -> [String] {
        guard let values = value.arrayValue else { throw error(place, "must be a list of strings") }
        let texts = values.compactMap(\.stringValue)
        guard texts.count == values.count else { throw error(place, "must be a list of strings") }
        return texts
    }

    private func object(_ value: JSONValue, _ place: JSONPointer) throws(SchemaError) -> JSONObject {
        guard let members = value.objectValue else { throw error(place, "must be an object") }
        return members
    }

    private func flag(_ value: JSONValue, _ place: JSONPointer) throws(SchemaError) -> Bool {
        guard let flag = value.boolValue else { throw error(place, "must be true or false") }
        return flag
    }

    private func number(_ value: JSONValue, _ place: JSONPointer) throws(SchemaError) -> JSONNumber {
        guard let number = value.numberValue else { throw error(place, "must be a number") }
        return number
    }

    private func count(_ value: JSONValue, _ place: JSONPointer) throws(SchemaError) -> Int {
        guard let count = value.numberValue?.integer, (0...Self.mostCount).contains(count) else {
            throw error(place, "must be a number of things")
        }
        return count
    }

    /// Limits may come in either order, and must leave room for one another.
    private func lower(_ value: JSONValue, _ upper: Int, _ place: JSONPointer) throws(SchemaError) -> ClosedRange<Int> {
        let count = try count(value, place)
        guard count <= upper else { throw error(place, "is above the maximum") }
        return count...upper
    }

    private func upper(_ value: JSONValue, _ lower: Int, _ place: JSONPointer) throws(SchemaError) -> ClosedRange<Int> {
        let count = try count(value, place)
        guard lower <= count else { throw error(place, "is below the minimum") }
        return lower...count
    }

    private static let mostCount = 1 << 40

    private func error(_ place: JSONPointer, _ message: String) -> SchemaError {
        SchemaError(pointer: place.text, message: message)
    }
}
