/// Why a person is not signed up or in, invited or given another password.
public enum AccountError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another user has the address, in whatever letters.
    case emailTaken
    /// No such user, or another password: which of the two is not said.
    case wrongCredentials
    /// The present password, of who wants to change it.
    case wrongPassword
    /// An invitation, or what resets a password, was used, has expired or is none of ours: which is not said.
    case tokenCountsNoMore
    /// The token of another issuer names an account that is none of ours.
    case noAccount
    /// As many invitations of the account wait as may.
    case tooManyInvitations

    public var description: String {
        switch self {
        case .emailTaken: "the e-mail address is taken"
        case .wrongCredentials: "the e-mail address or the password is wrong"
        case .wrongPassword: "the present password is wrong"
        case .tokenCountsNoMore: "the token was used, has expired or is unknown"
        case .noAccount: "there is no such account"
        case .tooManyInvitations: "too many invitations of the account wait"
        }
    }
}
