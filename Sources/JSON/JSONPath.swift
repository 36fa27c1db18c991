/// A coding key of an array's element.
struct JSONIndex: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map(String.init) ?? "" }

    init(_ index: Int) { intValue = index }
    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { nil }
}

/// A coding key that holds a member's name as it stands in the document.
struct JSONName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

extension [any CodingKey] {
    /// A JSON Pointer (RFC 6901).
    var jsonPointer: String {
        map { key in
            if let index = key as? JSONIndex { return "/" + index.stringValue }
            let name = key is JSONName ? key.stringValue : JSONCoding.snakeCase(key.stringValue)
            return "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
        }.joined()
    }
}
