/// An object whose members' names are data, such as limit keys: two names are the same one when their bytes are, and none is
/// changed. (A dictionary by `String` takes two spellings of one character for one name.)
public struct NamedMembers<Value: Encodable & Sendable>: Encodable, Sendable {
    /// Sorted by their bytes, so that equal values make equal text.
    let list: [(name: String, value: Value)]

    /// - Parameter list: each name once.
    public init(_ list: [(String, Value)]) {
        self.list = list.map { (name: $0.0, value: $0.1) }.sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
    }

    /// With another encoder than `JSONCoding`'s.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for member in list { try container.encode(member.value, forKey: Name(stringValue: member.name)) }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
