import AWS
import Foundation
import Postgres
import PostgresTestSupport
import Testing

@testable import Accounts

@Suite("Accounts in PostgreSQL")
struct AccountStoreTests {
    @Test("signing up makes an account and its first user, who is a school")
    func signUp() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let new = try AccountsDatabase.newUser("Ada@Example.com")
            let user = try await store.signUp(new)
            #expect(user.role == .school && user.id == new.id && user.account == new.accountID)
            #expect(abs(user.createdAt.timeIntervalSinceNow) < 60)
            #expect(try await store.user(new.id, of: new.accountID) == UserRecord(user: user))
            let account = try #require(try await store.account(new.accountID))
            #expect(account.companyName == "École" && account.roleARN == nil)
            #expect(account.externalID.rawValue.utf8.count == 43)
        }
    }

    @Test("an address is taken whatever its letters' case, and nothing is left of the second account")
    func taken() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            _ = try await store.signUp(try AccountsDatabase.newUser("Ada@Example.com"))
            let second = try AccountsDatabase.newUser("aDA@example.com")
            await #expect(throws: AccountError.emailTaken) { _ = try await store.signUp(second) }
            await #expect(throws: AccountError.emailTaken) { _ = try await store.create(second, role: .admin) }
            #expect(try await store.account(second.accountID) == nil)
            let count: Int64 = try await database.query("select count(*) from accounts").rows[0].decode(0)
            #expect(count == 1)
        }
    }

    @Test("of many who sign up with one address at once, one gets it")
    func race() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    let new = try AccountsDatabase.newUser("ada@example.com")
                    group.addTask {
                        do {
                            _ = try await store.signUp(new)
                            return true
                        } catch AccountError.emailTaken {
                            return false
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test("credentials are found by the address in any case, and by nothing else")
    func credentials() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let user = try await store.signUp(try AccountsDatabase.newUser("Ada@Example.com"))
            let address = try #require(EmailAddress("ADA@EXAMPLE.COM"))
            let found = try #require(try await store.credentials(for: address))
            #expect(found.user == user && found.passwordHash == AccountsDatabase.hash)
            for other in ["ada@example.org", "a%@example.com", "_da@example.com", "'or'1'='1@x"] {
                #expect(try await store.credentials(for: try #require(EmailAddress(other))) == nil)
            }
        }
    }

    @Test("a hash is replaced only by who knows the present one")
    func replaceHash() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let new = try AccountsDatabase.newUser("ada@example.com")
            let user = try await store.signUp(new)
            let stronger = AccountsDatabase.hash.replacing("$05$", with: "$06$")
            let stale = Credentials(user: user, passwordHash: stronger)
            try await store.replacePasswordHash(of: stale, with: AccountsDatabase.hash.replacing("$05$", with: "$07$"))
            #expect(try await store.credentials(for: new.email)?.passwordHash == AccountsDatabase.hash)
            let known = Credentials(user: user, passwordHash: AccountsDatabase.hash)
            try await store.replacePasswordHash(of: known, with: stronger)
            #expect(try await store.credentials(for: new.email)?.passwordHash == stronger)
        }
    }

    @Test("a tenant reads and names its own role to assume, and no other tenant's")
    func tenants() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let (first, second) = (try AccountsDatabase.newUser("a@b.c"), try AccountsDatabase.newUser("d@e.f"))
            for new in [first, second] { _ = try await store.signUp(new) }
            #expect(try await store.user(second.id, of: first.accountID) == nil)
            let role = try RoleARN("arn:aws:iam::123456789012:role/x")
            #expect(try await store.change(first.accountID, companyName: nil, roleARN: role)?.roleARN == role)
            #expect(try await store.account(first.accountID)?.roleARN == role)
            #expect(try await store.account(second.accountID)?.roleARN == nil)
            #expect(try await store.change(UUID(), companyName: nil, roleARN: role) == nil)
            #expect(
                try await store.change(first.accountID, companyName: "New", roleARN: .some(nil))?.companyName == "New")
            #expect(try await store.account(first.accountID)?.roleARN == nil)
        }
    }

    @Test("the admin command makes users of every role and reads them page by page")
    func admin() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            for role in Role.allCases {
                let user = try await store.create(
                    try AccountsDatabase.newUser("\(role.rawValue)@example.com"), role: role)
                #expect(user.role == role)
            }
            var seen: [User] = []
            while true {
                let page = try await store.users(after: seen.last?.id, limit: 4)
                if page.isEmpty { break }
                seen += page
            }
            #expect(Set(seen.map(\.role)) == Set(Role.allCases) && seen.count == Role.allCases.count)
        }
    }

    @Test("deleting an account deletes its users")
    func cascade() async throws {
        try await AccountsDatabase.with { database in
            let store = AccountStore(database: TenantDatabase(database))
            let new = try AccountsDatabase.newUser("ada@example.com")
            _ = try await store.signUp(new)
            try await database.query("delete from accounts where id = \(new.accountID)")
            #expect(try await store.credentials(for: new.email) == nil)
        }
    }
}
