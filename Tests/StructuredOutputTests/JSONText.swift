import JSON

extension JSONValue {
    /// - Parameter text: JSON, written in a test.
    init(text: String) throws { self = try JSONValue(parsing: Array(text.utf8)) }
}
