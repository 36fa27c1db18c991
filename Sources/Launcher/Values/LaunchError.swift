/// Why the fleet could not be started or kept; one line for a person.
public struct LaunchError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
