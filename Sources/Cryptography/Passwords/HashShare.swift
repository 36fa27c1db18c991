/// For whom a password is hashed: sign-ins and sign-ups take turns, and within each their flows do.
public struct HashShare: Sendable, Hashable {
    enum Purpose: Sendable { case signIn, signUp }

    let purpose: Purpose
    let address: String
    /// nil: an account that does not exist. All of those of one address are one flow.
    let account: String?
    /// Behind all others, because much failed from this address.
    let isLow: Bool

    /// Of a program that hashes for itself.
    public static let own = HashShare(purpose: .signIn, address: "", account: "", isLow: false)

    public static func signIn(from address: String, account: String?, isLow: Bool = false) -> HashShare {
        HashShare(purpose: .signIn, address: address, account: account, isLow: isLow)
    }

    public static func signUp(from address: String) -> HashShare {
        HashShare(purpose: .signUp, address: address, account: "", isLow: false)
    }
}
