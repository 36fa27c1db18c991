import Accounts
import Contracts

/// Reads the members of a JSON object, and gathers what is wrong with them.
struct MemberCheck {
    private(set) var problems: [InvalidRequest.Problem] = []

    private static let mostProblems = 100

    mutating func reject(_ pointer: String, _ message: String) {
        if problems.count < Self.mostProblems {
            problems.append(InvalidRequest.Problem(pointer: pointer, message: message))
        }
    }

    /// The members that are known, but for null ones; none after a note that it is no object. Null is no object with nothing.
    mutating func object(_ json: TemplateValue, at pointer: String, of known: [String]) -> [String: TemplateValue] {
        guard case .object(let members) = json else {
            if json != .null || pointer.isEmpty { reject(pointer, "should be an object") }
            return [:]
        }
        for other in members.keys.filter({ !known.contains($0) }).sorted().prefix(Self.mostProblems) {
            reject(pointer + JSONPointer.step(other), "is unknown: there are \(known.joined(separator: ", "))")
        }
        return members.filter { known.contains($0.key) && $0.value != .null }
    }

    /// nil, without a note, for a member that is not there.
    mutating func text<Value>(
        _ json: TemplateValue?, at pointer: String, _ expected: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let json else { return nil }
        if case .text(let text) = json, let value = parse(text) { return value }
        reject(pointer, "should be \(expected)")
        return nil
    }
}
