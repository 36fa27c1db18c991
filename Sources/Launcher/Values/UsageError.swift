/// A command line that cannot be understood; exit status 2.
public struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
