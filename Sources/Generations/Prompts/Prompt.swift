import Cryptography

/// What a model is instructed with: a text with places for values. Its version changes with its text.
struct Prompt: Sendable {
    /// Such as `quiz-1f0c22ab`.
    let version: String
    private let text: String

    init(_ name: String, _ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        version = name + "-" + SHA256.digest(bytes).prefix(4).map { Self.hexadecimal($0) }.joined()
    }

    /// The text with its values. Values are not looked into: one that holds `{{language}}` keeps it.
    func filled(_ values: [String: String]) -> String {
        var parts: [Substring] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
            parts.append(rest[..<opening.lowerBound])
            parts.append(values[String(rest[opening.upperBound..<closing.lowerBound])]?[...] ?? "")
            rest = rest[closing.upperBound...]
        }
        return (parts + [rest]).joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

/// The prompts, from their files.
enum Prompts {
    static let answer = Prompt("answer", PackageResources.answer_txt)
    static let learningPath = Prompt("learning_path", PackageResources.learning_path_txt)
    static let quiz = Prompt("quiz", PackageResources.quiz_txt)
    static let openAnswer = Prompt("open_answer", PackageResources.open_answer_txt)
    static let solutionRequest = Prompt("solution_request", PackageResources.solution_request_txt)
    static let again = Prompt("again", PackageResources.again_txt)

    /// The name of a language in instructions, which are in English.
    static func name(of language: String) -> String {
        switch language {
        case "fr": "French"
        case "en": "English"
        default: language
        }
    }
}
