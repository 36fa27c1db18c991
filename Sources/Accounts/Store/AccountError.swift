/// What a person is told at sign-up or sign-in.
public enum AccountError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another user has the address, in whatever letters.
    case emailTaken
    /// No such user, or another password: which of the two is not said.
    case wrongCredentials

    public var description: String {
        switch self {
        case .emailTaken: "the e-mail address is taken"
        case .wrongCredentials: "the e-mail address or the password is wrong"
        }
    }
}
