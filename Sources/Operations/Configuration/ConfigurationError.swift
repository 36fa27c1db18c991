/// Everything that is wrong with a process's configuration.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    public let problems: [ConfigurationProblem]

    /// One line per problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
