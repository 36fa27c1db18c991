import HTTPServer
import JSON

/// One member of a body, or one parameter of a query: its name, what it should be, and how it is read. A body declares
/// each of its members once, and what is read, what is refused as unknown and what is said of mistakes follow from that.
struct Field<Value>: Sendable {
    let name: String
    /// After "should be".
    let expected: String
    /// - Returns: nil for what is not as expected.
    let parse: @Sendable (JSONValue) -> Value?

    init(_ name: String, _ expected: String, _ parse: @escaping @Sendable (JSONValue) -> Value?) {
        self.name = name
        self.expected = expected
        self.parse = parse
    }
}

/// A field whatever its value is.
protocol AnyField {
    var name: String { get }
    var expected: String { get }
}

extension Field: AnyField {}

/// The members of a body: a type whose properties are fields.
protocol FieldSet: Sendable {
    init()
}

extension FieldSet {
    /// In the order in which they are declared. To be kept: it is made by reflection.
    static func declared() -> [any AnyField] {
        Mirror(reflecting: Self()).children.compactMap { $0.value as? any AnyField }
    }
    static func names() -> [String] { declared().map(\.name) }
}
