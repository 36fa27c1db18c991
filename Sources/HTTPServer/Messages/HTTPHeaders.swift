import JSON

/// Header fields in the order in which they came; names are compared without regard to case (RFC 9110, section 5.1).
public struct HTTPHeaders: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    public private(set) var fields: [Field] = []

    public init() {}

    /// The first value of that name. Setting it replaces all of them, `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.isSameHeaderName(as: name) }?.value }
        set {
            fields.removeAll { $0.name.isSameHeaderName(as: name) }
            if let newValue { add(name, newValue) }
        }
    }

    /// Every value of that name, in order.
    public func values(of name: String) -> [String] {
        fields.compactMap { $0.name.isSameHeaderName(as: name) ? $0.value : nil }
    }

    /// Adds a field beside those of the same name.
    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    public func contains(_ name: String) -> Bool {
        fields.contains { $0.name.isSameHeaderName(as: name) }
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }
}

extension String {
    /// ASCII letters alone fold: a header name has no others.
    func isSameHeaderName(as other: String) -> Bool {
        let (left, right) = (utf8, other.utf8)
        guard left.count == right.count else { return false }
        var second = right.makeIterator()
        for byte in left {
            guard let other = second.next(), byte.asciiLowercased == other.asciiLowercased else { return false }
        }
        return true
    }
}
