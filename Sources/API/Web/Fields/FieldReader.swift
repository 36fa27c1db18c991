import HTTPServer
import JSON
import Jobs

/// Reads the members of a JSON object, refuses unknown ones, and gathers what is wrong with them.
struct FieldReader {
    let object: JSONObject
    private(set) var errors = FieldErrors()

    /// - Parameter known: the names of the body's fields; a misspelt one would be ignored otherwise. nil for the format of
    ///   another program, whose later versions may have more members.
    /// - Throws: 422 for what is no object.
    init(_ json: JSONValue, of known: [String]?) throws(Problem) {
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        self.object = object
        if let known { errors.refuseOthers(in: object, than: known) }
    }

    /// nil when the member is absent or null, or was rejected.
    mutating func read<Value>(_ field: Field<Value>) -> Value? {
        guard let json = object[field.name], json != .null else { return nil }
        let value = field.parse(json)
        if value == nil { reject(field, "should be \(field.expected)") }
        return value
    }

    /// As `read`; an absent member is rejected.
    mutating func require<Value>(_ field: Field<Value>) -> Value? {
        if (object[field.name] ?? .null) == .null { reject(field, "is required: \(field.expected)") }
        return read(field)
    }

    /// A member of a merge patch: nil when it is absent or was rejected, and nil within when it is null.
    mutating func change<Value>(_ field: Field<Value>) -> Value?? {
        guard let json = object[field.name] else { return nil }
        return json == .null ? .some(nil) : read(field).map { .some($0) }
    }

    /// A member that is a body of its own.
    /// - Returns: nil when it is absent or null, or was rejected.
    mutating func nested<Value, Body>(
        _ field: Field<Value>, _ body: (JSONValue) throws(Problem) -> Body
    ) -> Body? {
        guard let json = object[field.name], json != .null else { return nil }
        do {
            return try body(json)
        } catch {
            errors.add(error.errors, at: "/\(field.name)")
            return nil
        }
    }

    mutating func reject<Value>(_ field: Field<Value>, _ message: String) { errors.add("/\(field.name)", message) }

    /// An element of a list is not as expected.
    mutating func reject<Value>(_ field: Field<Value>, at index: Int, _ message: String) {
        errors.add("/\(field.name)/\(index)", message)
    }

    /// - Parameter place: where in the body the errors' own pointers begin.
    mutating func reject(_ errors: some Sequence<Problem.FieldError>, at place: String = "") {
        self.errors.add(errors, at: place)
    }

    /// - Throws: 422 when something was rejected.
    func finish() throws(Problem) {
        guard errors.isEmpty else { throw .invalid(errors) }
    }
}
