import HTTPServer

extension HTTPRequest {
    /// Refuses parameters that would be ignored: a misspelt filter would show too much.
    func allowQuery(_ names: [String]) throws(Problem) {
        for item in query where !names.contains(item.name) {
            throw .badRequest(
                "The parameter \(item.name) is not known here; known are \(names.joined(separator: ", ")).")
        }
    }

    /// A parameter of the query; nil when it is absent.
    /// - Throws: 400 for what is not as expected.
    func query<Value>(_ field: Field<Value>) throws(Problem) -> Value? {
        guard let text = queryValue(field.name) else { return nil }
        guard let value = field.parse(.string(text)) else {
            throw .badRequest("\(field.name) should be \(field.expected).")
        }
        return value
    }
}
