import HTTPServer
import JSON
import Schemas

/// One member of a body, or one parameter of a query: its name, what it should be, and how it is read. A body declares
/// each of its members once, and what is read, what is refused as unknown and what is said of mistakes follow from that.
struct Field<Value>: Sendable {
    let name: String
    /// After "should be".
    let expected: String
    /// - Returns: nil for what is not as expected.
    let parse: @Sendable (JSONValue) -> Value?
    private let described: @Sendable () -> Schema?

    /// - Parameter schema: what is as expected, for those who read of it; nil: as the type of the value is written.
    init(
        _ name: String, _ expected: String, schema: @escaping @autoclosure @Sendable () -> Schema? = nil,
        _ parse: @escaping @Sendable (JSONValue) -> Value?
    ) {
        self.name = name
        self.expected = expected
        self.parse = parse
        described = schema
    }

    var schema: Schema {
        if let schema = described() { return schema }
        var definitions = SchemaDefinitions()
        return definitions.schema(of: Value.self)
    }
}

/// A field whatever its value is.
protocol AnyField: Sendable {
    var name: String { get }
    var expected: String { get }
    var schema: Schema { get }
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
