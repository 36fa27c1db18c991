/// The members of a JSON object in their order, found by name in constant time. Names are compared by their code units
/// (RFC 8259, section 8.3): a `String` would take two spellings of one character for the same name.
public struct JSONObject: Sendable, Hashable {
    public private(set) var names: [String] = []
    private var values: [ExactText: JSONValue] = [:]

    public init() {}

    public var count: Int { names.count }
    public var isEmpty: Bool { names.isEmpty }

    public subscript(name: String) -> JSONValue? {
        get { values[ExactText(name)] }
        set {
            let key = ExactText(name)
            let old = values[key]
            values[key] = newValue
            if old == nil, newValue != nil { names.append(name) }
            if old != nil, newValue == nil { names.removeAll { ExactText($0) == key } }
        }
    }

    public func contains(_ name: String) -> Bool { values[ExactText(name)] != nil }

    /// - Returns: false when the name was taken; the object is of no use then.
    mutating func insert(_ name: String, _ value: JSONValue) -> Bool {
        guard values.updateValue(value, forKey: ExactText(name)) == nil else { return false }
        names.append(name)
        return true
    }
}

extension JSONObject {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.values == right.values && left.names.elementsEqual(right.names) { ExactText($0) == ExactText($1) }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension JSONObject: Sequence {
    public func makeIterator() -> AnyIterator<(name: String, value: JSONValue)> {
        var names = names.makeIterator()
        return AnyIterator {
            guard let name = names.next(), let value = values[ExactText(name)] else { return nil }
            return (name, value)
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}
