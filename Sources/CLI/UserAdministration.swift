import Accounts
import Cryptography
import Foundation
import Jobs
import Operations
import Postgres

/// Users as an operator makes them, of any role.
struct UserAdministration {
    private let store: AccountStore
    private let minter = JobIDMinter()

    init(database: TenantDatabase) {
        store = AccountStore(database: database)
    }

    /// Makes an account and its first user.
    func create(email: String, password: String, role: Role, company: String?) async throws -> User {
        guard let address = EmailAddress(email) else {
            throw UsageMistake(message: "\(email) is not an e-mail address")
        }
        let secret = Password(password)
        if let objection = secret.objection { throw UsageMistake(message: "the password \(objection)") }
        let hash = try await secret.hash(with: PasswordHasher())
        return try await store.create(
            NewUser(
                id: minter.mint().uuid, accountID: minter.mint().uuid, email: address, passwordHash: hash,
                companyName: company ?? String(address.domain)),
            role: role)
    }

    /// - Parameter lifetime: of the token; nil for thirty days.
    func token(
        for email: String, secret: Secret, lifetime: Duration? = nil, makingAdmin: Bool = false
    ) async throws -> AccessToken {
        guard let address = EmailAddress(email) else {
            throw UsageMistake(message: "\(email) is not an e-mail address")
        }
        var user = try await store.credentials(for: address)?.user
        if user == nil, makingAdmin {
            let password = Hex.encode(SecureRandom.bytes(24))
            user = try await create(email: email, password: password, role: .admin, company: "Flotilla")
        }
        guard let user else { throw CommandFailure("there is no user \(email)") }
        let signer = try JWTSigner.secret(Array(secret.reveal().utf8))
        return try AccessTokenIssuer(signer: signer, lifetime: lifetime ?? .seconds(30 * 86_400)).issue(
            for: user, at: try await store.now())
    }

    func user(_ email: String) async throws -> User {
        guard let address = EmailAddress(email) else {
            throw UsageMistake(message: "\(email) is not an e-mail address")
        }
        guard let user = try await store.user(with: address) else {
            throw CommandFailure("there is no user \(email)")
        }
        return user
    }

    /// The token by which the user chooses another password, within an hour.
    func reset(_ user: User) async throws -> OneTimeToken {
        let token = OneTimeToken.random()
        guard try await store.beginReset(of: user, by: token) else {
            throw CommandFailure("\(user.email.text) has not accepted the invitation yet: it is what sets the password")
        }
        return token
    }

    func revokeTokens(of user: User) async throws { try await store.revokeTokens(of: user.id) }

    func delete(_ user: User) async throws {
        guard try await store.delete(user.id) else {
            throw CommandFailure("there is no user \(user.email.text) any more")
        }
    }

    func users(limit: Int) async throws -> [User] { try await store.users(limit: limit) }
}

/// The command could not do what it was asked for.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
