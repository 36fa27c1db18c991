/// One user had to do with one item: enrolled, completed, watched.
public struct Interaction: Sendable, Equatable {
    /// Any text; compared as Swift compares text.
    public let user: String
    public let item: String
    /// Microseconds since 1970-01-01 00:00:00 UTC.
    public let at: Int64
    /// How much it says, more than 0: a completion can count for more than a visit.
    public let weight: Float

    public init(user: String, item: String, at: Int64, weight: Float = 1) {
        self.user = user
        self.item = item
        self.at = at
        self.weight = weight
    }
}
