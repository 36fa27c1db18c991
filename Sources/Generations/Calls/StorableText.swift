import JSON
import ModelProviders

extension String {
    /// Without U+0000, which no text of PostgreSQL can hold: the replacement character stands in its place.
    var storable: String {
        guard utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }
}

extension ChatAnswer {
    /// As it can be stored, whatever the model wrote.
    var storable: ChatAnswer {
        var answer = self
        (answer.text, answer.model) = (text.storable, model.storable)
        return answer
    }
}

extension ModelError {
    /// As it can be stored, whatever the server said.
    var storable: ModelError {
        var error = self
        (error.code, error.message, error.partialText) = (code.storable, message.storable, partialText.storable)
        return error
    }
}

extension JSONValue {
    /// Whether a text or a name in it holds U+0000, as an escape makes it.
    var holdsNull: Bool {
        switch self {
        case .string(let text): text.utf8.contains(0)
        case .array(let elements): elements.contains { $0.holdsNull }
        case .object(let members): members.contains { $0.name.utf8.contains(0) || $0.value.holdsNull }
        case .null, .bool, .number: false
        }
    }
}
