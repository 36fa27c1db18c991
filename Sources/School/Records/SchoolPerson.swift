/// A user as others are shown it.
public struct SchoolPerson: Sendable, Hashable {
    public let name: String
    /// A language tag, such as `fr-FR`.
    public let locale: String?
}
