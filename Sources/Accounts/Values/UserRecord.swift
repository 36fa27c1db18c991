/// A user as the school that runs the account sees it.
public struct UserRecord: Sendable, Equatable {
    public let user: User
    public let name: String?
    /// A language tag, such as `fr-FR`.
    public let locale: String?
    /// No password was chosen yet.
    public let isInvited: Bool

    public init(user: User, name: String? = nil, locale: String? = nil, isInvited: Bool = false) {
        self.user = user
        self.name = name
        self.locale = locale
        self.isInvited = isInvited
    }
}
