import JSON

/// Why the text of a model is no JSON object.
public enum OutputBreakage: Sendable, Hashable, CustomStringConvertible {
    case empty
    case tooLarge
    case tooDeep
    case noObject
    /// More than one object, or brackets around it that may belong to it.
    case severalValues
    /// It ends before the object does: the model's limit of tokens, mostly.
    case truncated
    /// NaN or an infinity.
    case notANumber
    case duplicateName
    case loneSurrogate
    /// Where in the object, and why.
    case syntax(String)

    init(_ error: JSONSyntaxError, in text: [UInt8]) {
        switch error.reason {
        case .unexpectedEnd: self = .truncated
        case .duplicateName: self = .duplicateName
        case .loneSurrogate: self = .loneSurrogate
        case .tooDeep: self = .tooDeep
        default:
            let rest = text.dropFirst(error.offset)
            let word = rest.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
            let isNumber = ["NaN", "nan", "Infinity", "inf"].contains { word.starts(with: $0.utf8) }
            self = isNumber ? .notANumber : .syntax("\(error)")
        }
    }

    /// A stable word.
    public var code: String {
        switch self {
        case .empty: "empty"
        case .tooLarge: "too_large"
        case .tooDeep: "too_deep"
        case .noObject: "no_object"
        case .severalValues: "several_values"
        case .truncated: "truncated"
        case .notANumber: "not_a_number"
        case .duplicateName: "duplicate_name"
        case .loneSurrogate: "lone_surrogate"
        case .syntax: "syntax"
        }
    }

    /// For the model that is asked again; holds nothing of its text.
    public var description: String {
        switch self {
        case .empty: "The answer is empty. Answer with one JSON object."
        case .tooLarge: "The answer is too long. Answer with one shorter JSON object."
        case .tooDeep: "The JSON is nested too deeply."
        case .noObject: "There is no JSON object in the answer. Answer with one JSON object and nothing else."
        case .severalValues: "There is more than one JSON value. Answer with one JSON object and nothing else."
        case .truncated: "The JSON object ends too early. Answer with a shorter one, whole."
        case .notANumber: "NaN and Infinity are no JSON. Use a number, or leave the member out."
        case .duplicateName: "An object has two members of one name."
        case .loneSurrogate: "A \\u escape is half of a surrogate pair. Write the character itself."
        case .syntax(let error): "The answer is no JSON: \(error)."
        }
    }
}
