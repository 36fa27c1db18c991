extension Decoder {
    /// For a type that decodes itself: says to the caller what is wrong at this place.
    public func invalid(_ message: String) -> DecodingError { .invalid(message, at: codingPath) }
}

extension DecodingError {
    /// A message that is meant for the caller; other debug descriptions name Swift types and stay inside.
    static func invalid(_ message: String, at path: [any CodingKey]) -> DecodingError {
        .dataCorrupted(
            Context(codingPath: path, debugDescription: message, underlyingError: InvalidValue(message: message)))
    }

    private struct InvalidValue: Error {
        let message: String
    }

    /// What is wrong and where, in words for the client that sent the JSON.
    var fieldError: Problem.FieldError {
        switch self {
        case .keyNotFound(let key, let context):
            Problem.FieldError(pointer: (context.codingPath + [key]).jsonPointer, message: "is required")
        case .valueNotFound(_, let context):
            Problem.FieldError(pointer: context.codingPath.jsonPointer, message: "must not be null")
        case .typeMismatch(_, let context):
            Problem.FieldError(pointer: context.codingPath.jsonPointer, message: "has the wrong type")
        case .dataCorrupted(let context):
            Problem.FieldError(
                pointer: context.codingPath.jsonPointer,
                message: (context.underlyingError as? InvalidValue)?.message ?? "is not valid")
        @unknown default:
            Problem.FieldError(pointer: "", message: "is not valid")
        }
    }
}
