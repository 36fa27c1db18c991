/// Why a scan found nothing at all.
public struct ScanError: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        case invalidRole = "invalid_role"
        case invalidExternalID = "invalid_external_id"
        case invalidRegion = "invalid_region"
        case ownAccountNotAllowed = "own_account_not_allowed"
        /// The session acts in another account than the role's name says.
        case wrongAccount = "wrong_account"
        /// The role is in the account that the fleet itself runs in.
        case ownAccount = "own_account"
        /// The role opens for external ids that are not the tenant's.
        case openTrust = "role_open_to_others"
        /// The cloud does not accept the fleet's own key.
        case operatorCredentials = "operator_credentials"
        /// The worker has no key at all.
        case noCredentials = "no_scanner"
        /// There was no connection to the cloud, or to what stands for it, for as long as a run waits.
        case unreachable = "cloud_unreachable"
        /// The cloud asked for fewer calls, for as long as a run waits.
        case throttled = "cloud_throttled"
        case accountTimedOut = "account_timed_out"
        case accountRefused = "account_refused"
        case cancelled
    }

    public var code: Code
    /// For the owner of the account.
    public var sentence: String

    public init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}

extension ScanError: CustomStringConvertible {
    public var description: String { "scan_\(code.rawValue)" }
}
