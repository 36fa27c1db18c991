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

    /// Where it is, as a JSON Pointer (RFC 6901), and what is wrong, in words for the client that sent the JSON.
    public var place: (pointer: String, message: String) {
        switch self {
        case .keyNotFound(let key, let context): ((context.codingPath + [key]).jsonPointer, "is required")
        case .valueNotFound(_, let context): (context.codingPath.jsonPointer, "must not be null")
        case .typeMismatch(_, let context): (context.codingPath.jsonPointer, "has the wrong type")
        case .dataCorrupted(let context):
            (context.codingPath.jsonPointer, (context.underlyingError as? InvalidValue)?.message ?? "is not valid")
        @unknown default: ("", "is not valid")
        }
    }
}
