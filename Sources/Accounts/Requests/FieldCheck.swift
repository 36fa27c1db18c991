/// Gathers what is wrong with the fields of one body.
struct FieldCheck {
    private var problems: [InvalidRequest.Problem] = []

    /// The parsed field, or nil after a note of what is wrong.
    mutating func required<Input, Value>(
        _ pointer: String, _ input: Input?, else message: String, _ parse: (Input) -> Value?
    ) -> Value? {
        guard let input else {
            reject(pointer, "is required")
            return nil
        }
        return optional(pointer, input, else: message, parse)
    }

    /// Nil, without a note, for a field that is not there.
    mutating func optional<Input, Value>(
        _ pointer: String, _ input: Input?, else message: String, _ parse: (Input) -> Value?
    ) -> Value? {
        guard let input else { return nil }
        let value = parse(input)
        if value == nil { reject(pointer, message) }
        return value
    }

    mutating func reject(_ pointer: String, _ message: String) {
        problems.append(InvalidRequest.Problem(pointer: pointer, message: message))
    }

    var failure: InvalidRequest { InvalidRequest(problems: problems) }

    func finish() throws(InvalidRequest) {
        if !problems.isEmpty { throw failure }
    }
}
