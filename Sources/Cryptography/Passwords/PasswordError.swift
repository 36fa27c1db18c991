/// Why a password is not hashed or compared.
public enum PasswordError: Error, Equatable, Sendable, CustomStringConvertible {
    /// More than 72 bytes of UTF-8, of which bcrypt would ignore the rest.
    case tooLong
    /// A zero byte, at which bcrypt would stop reading.
    case containsZero
    /// So many passwords wait that this one would wait for too long: try again later.
    case overloaded
    /// The task was cancelled while its password waited.
    case cancelled

    public var description: String {
        switch self {
        case .tooLong: "a password has at most 72 bytes"
        case .containsZero: "a password has no zero byte"
        case .overloaded: "too many passwords are being checked"
        case .cancelled: "the check of a password was cancelled"
        }
    }
}
