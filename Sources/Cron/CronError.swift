/// What is wrong with a cron expression, and where.
public struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The character of the expression that it is about, from 1.
    public let position: Int
    /// What is allowed there, as the end of a sentence.
    public let message: String

    init(at position: Int, _ message: String) {
        self.position = position
        self.message = message
    }

    public var description: String { "at character \(position): \(message)" }
}
