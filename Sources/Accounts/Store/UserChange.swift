/// What is to change of a user.
public struct UserChange: Sendable, Equatable {
    /// nil leaves the role.
    public var role: Role?
    /// `.some(nil)` takes the name away, `nil` leaves it.
    public var name: String??
    /// As `name`.
    public var locale: LanguageTag??

    public init(role: Role? = nil, name: String?? = nil, locale: LanguageTag?? = nil) {
        self.role = role
        self.name = name
        self.locale = locale
    }

    var members: [String] { (name == nil ? [] : ["name"]) + (locale == nil ? [] : ["locale"]) }
}

/// Why a user was not changed or removed.
public enum UserChangeRefusal: String, Error, Sendable {
    /// There is no such user in this account.
    case unknown
    /// Its role is not the account's to give or take.
    case isOperator = "operator"
    /// The account would be left without a school to run it.
    case isLastSchool = "last"
}
