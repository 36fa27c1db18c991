/// The members of a JSON object in their order. Names are compared by their code units (RFC 8259, section 8.3): a `String`
/// would take two spellings of one character for the same name.
public struct JSONObject: Sendable, Hashable {
    /// So many are found as fast by looking at each as by hashing.
    private static let fewest = 12

    public private(set) var names: [String] = []
    private var values: [JSONValue] = []
    /// Where each name stands, once there are many.
    private var places: [ExactText: Int] = [:]

    public init() {}

    public var count: Int { names.count }
    public var isEmpty: Bool { names.isEmpty }

    public subscript(name: String) -> JSONValue? {
        get { place(of: name).map { values[$0] } }
        set {
            guard let place = place(of: name) else {
                if let newValue { append(name, newValue) }
                return
            }
            if let newValue {
                values[place] = newValue
            } else {
                names.remove(at: place)
                values.remove(at: place)
                places = [:]
                if count > Self.fewest { index() }
            }
        }
    }

    public func contains(_ name: String) -> Bool { place(of: name) != nil }

    /// - Returns: false when the name was taken.
    mutating func insert(_ name: String, _ value: JSONValue) -> Bool {
        guard place(of: name) == nil else { return false }
        append(name, value)
        return true
    }

    private func place(of name: String) -> Int? {
        guard places.isEmpty else { return places[ExactText(name)] }
        let name = name.utf8
        return names.firstIndex { $0.utf8.count == name.count && $0.utf8.elementsEqual(name) }
    }

    private mutating func append(_ name: String, _ value: JSONValue) {
        names.append(name)
        values.append(value)
        if !places.isEmpty {
            places[ExactText(name)] = count - 1
        } else if count > Self.fewest {
            index()
        }
    }

    private mutating func index() {
        for (place, name) in names.enumerated() { places[ExactText(name)] = place }
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
        var members = zip(names, values).makeIterator()
        return AnyIterator { members.next().map { ($0.0, $0.1) } }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}
