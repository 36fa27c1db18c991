/// Why the fleet has no credentials of its own.
public struct CredentialsFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// For the operator, a sentence that holds nothing secret.
    public let problem: String
    /// What to do about it, a sentence.
    public let advice: String
    /// None were ever set: there is nothing to repair.
    public let isNone: Bool

    init(_ problem: String, advice: String, isNone: Bool = false) {
        self.problem = problem
        self.advice = advice
        self.isNone = isNone
    }

    public var description: String { "\(problem) \(advice)" }
}
