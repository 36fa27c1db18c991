/// The elements of a list, one after the other.
struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
    let elements: [JSONValue]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(elements: [JSONValue], codingPath: [any CodingKey]) {
        self.elements = elements
        self.codingPath = codingPath
    }

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try peek().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next { try $0.decode(type) } }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next { $0 } }

    private func peek() throws -> JSONTreeDecoder {
        let path = codingPath + [JSONIndex(currentIndex)]
        guard !isAtEnd else { throw DecodingError.invalid("is required", at: path) }
        return JSONTreeDecoder(elements[currentIndex], at: path)
    }

    private mutating func next<Result>(_ body: (JSONTreeDecoder) throws -> Result) throws -> Result {
        let result = try body(peek())
        currentIndex += 1
        return result
    }
}
