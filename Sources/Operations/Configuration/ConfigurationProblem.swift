/// One thing wrong with the configuration, safe to print: what was held is masked where it is a secret.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// The variable's or the flag's name, or where in a file the problem is.
    public let subject: String
    /// What was found, such as `held "80a80"` or `is not set`.
    public let found: String
    public let expected: String

    public var description: String { "\(subject) \(found): \(expected)" }
}
