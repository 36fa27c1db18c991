import Foundation
import Postgres
import Testing

@testable import Accounts

@Suite("Users of an account in PostgreSQL")
struct UserStoreTests {
    /// An account with the school that signed up, in a database of its own.
    private struct Place: Sendable {
        let database: Database
        let store: AccountStore
        let school: NewUser
        var tenant: UUID { school.accountID }

        init(_ database: Database) async throws {
            self.database = database
            store = AccountStore(database: TenantDatabase(database))
            school = try AccountsDatabase.newUser("school@example.com")
            _ = try await store.signUp(school)
        }

        /// As the API does it, in a transaction that entered the tenant.
        func invite(
            _ email: String, _ role: Role = .student, name: String? = nil, tenant: UUID? = nil,
            token: OneTimeToken = .random()
        ) async throws -> UUID {
            let id = UUID()
            let invitation = Invitation(
                id: id, email: try #require(EmailAddress(email)), role: role, name: name,
                locale: LanguageTag("fr-FR"), token: token)
            try await store.refusingTakenEmail {
                _ = try await database.execute([.enter(tenant: tenant ?? self.tenant)] + invitation.statements)
            }
            return id
        }

        func accept(_ token: OneTimeToken) async throws -> Date? {
            try await store.redeem(token, .invitation, hash: AccountsDatabase.hash)
        }

        /// One more who can sign in.
        func join(_ email: String, _ role: Role) async throws -> UUID {
            let token = OneTimeToken.random()
            let id = try await invite(email, role, token: token)
            #expect(try await accept(token) != nil)
            return id
        }

        func expire(_ user: UUID) async throws {
            try await database.query("update user_tokens set expires_at = now() where user_id = \(user)")
        }
    }

    private func withPlace(_ body: @Sendable (Place) async throws -> Void) async throws {
        try await AccountsDatabase.with { try await body(try await Place($0)) }
    }

    @Test("an invited user is listed, and cannot sign in before the invitation is accepted, once")
    func invitation() async throws {
        try await withPlace { place in
            let token = OneTimeToken.random()
            let id = try await place.invite("Ada@example.com", name: "Ada", token: token)
            let ada = try #require(try await place.store.user(id, of: place.tenant))
            #expect(ada.name == "Ada" && ada.locale == "fr-FR" && ada.isInvited && ada.user.role == .student)
            #expect(try await place.store.credentials(for: ada.user.email) == nil)
            #expect(try await place.store.credentials(of: id, in: place.tenant) == nil)
            #expect(try await place.store.user(for: token, .reset) == nil)
            #expect(try await place.store.user(for: token, .invitation)?.id == id)
            #expect(try await place.store.redeem(token, .reset, hash: AccountsDatabase.hash) == nil)
            #expect(try await place.accept(token) != nil)
            #expect(try await place.accept(token) == nil)
            #expect(try await place.store.user(id, of: place.tenant)?.isInvited == false)
            #expect(try await place.store.credentials(for: ada.user.email)?.user.account == place.tenant)
            #expect(try await place.store.users(of: place.tenant, limit: 10).map(\.user.id).contains(id))
        }
    }

    @Test("of many who accept an invitation at once, one does")
    func race() async throws {
        try await withPlace { place in
            let token = OneTimeToken.random()
            _ = try await place.invite("ada@example.com", token: token)
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 { group.addTask { try await place.accept(token) != nil } }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test("no table holds an invitation's token, and one that is past its end accepts nothing and holds no address")
    func expiry() async throws {
        try await withPlace { place in
            let token = OneTimeToken.random()
            let id = try await place.invite("ada@example.com", token: token)
            let text: String = try await place.database.query("select user_tokens::text from user_tokens").rows[0]
                .decode(0)
            #expect(!text.contains(token.text))
            await #expect(throws: AccountError.emailTaken) { _ = try await place.invite("ADA@example.com") }
            await #expect(throws: AccountError.emailTaken) {
                _ = try await place.store.signUp(try AccountsDatabase.newUser("ada@example.com"))
            }
            try await place.expire(id)
            #expect(try await place.store.user(for: token, .invitation) == nil)
            #expect(try await place.accept(token) == nil)
            let again = try await place.invite("ada@example.com")
            #expect(try await place.store.user(id, of: place.tenant) == nil)
            try await place.expire(again)
            _ = try await place.store.signUp(try AccountsDatabase.newUser("ada@example.com"))
            #expect(try await place.store.user(again, of: place.tenant) == nil)
        }
    }

    @Test("an invitation that is made again with its id changes nothing, and only so many wait")
    func repetition() async throws {
        try await withPlace { place in
            let invitation = Invitation(
                id: UUID(), email: try #require(EmailAddress("a@b.c")), role: .student, name: nil, locale: nil,
                token: .random())
            for _ in 0..<2 {
                _ = try await place.database.execute([.enter(tenant: place.tenant)] + invitation.statements)
            }
            #expect(try await place.store.users(of: place.tenant, limit: 10).count == 2)
            let failure = await #expect(throws: PostgresError.self) {
                _ = try await place.database.execute([
                    .enter(tenant: place.tenant), AccountStore.enterAPI,
                    """
                    select flotilla.invite_user(
                        gen_random_uuid(), 'd@e.f', 'student', null, null, sha256(''), '1 day', 1)
                    """,
                ])
            }
            #expect(failure?.sqlState == "53400")
        }
    }

    @Test("a name, a locale and a role change by themselves, and no account gives an operator's role")
    func change() async throws {
        try await withPlace { place in
            let id = try await place.invite("ada@example.com", name: "Ada")
            try await place.store.change(id, UserChange(role: .professor), of: place.tenant, byAdmin: false)
            try await place.store.change(id, UserChange(locale: .some(nil)), of: place.tenant, byAdmin: false)
            let ada = try #require(try await place.store.user(id, of: place.tenant))
            #expect(ada.user.role == .professor && ada.name == "Ada" && ada.locale == nil)
            for role in [Role.admin, .service, .support] {
                for isAdmin in [false, true] {
                    await #expect(throws: PostgresError.self) {
                        try await place.store.change(
                            id, UserChange(role: role), of: place.tenant, byAdmin: isAdmin)
                    }
                    await #expect(throws: PostgresError.self) { _ = try await place.invite("x@example.com", role) }
                }
            }
        }
    }

    @Test("another account's user is unknown, whatever is asked")
    func walls() async throws {
        try await withPlace { place in
            let other = try AccountsDatabase.newUser("other@example.com")
            _ = try await place.store.signUp(other)
            let store = place.store
            #expect(try await store.user(other.id, of: place.tenant) == nil)
            #expect(try await store.credentials(of: other.id, in: place.tenant) == nil)
            await #expect(throws: UserChangeRefusal.unknown) {
                try await store.change(other.id, UserChange(role: .student), of: place.tenant, byAdmin: true)
            }
            await #expect(throws: UserChangeRefusal.unknown) {
                try await store.remove(other.id, of: place.tenant, byAdmin: true)
            }
            #expect(try await store.users(of: place.tenant, limit: 10).count == 1)
        }
    }

    @Test("a school neither changes nor removes an operator who is in its account")
    func operators() async throws {
        try await withPlace { place in
            let id = try await place.join("root@example.com", .student)
            try await place.database.query("update users set role = 'admin' where id = \(id)")
            await #expect(throws: UserChangeRefusal.isOperator) {
                try await place.store.change(id, UserChange(name: "x"), of: place.tenant, byAdmin: false)
            }
            for isAdmin in [false, true] {
                await #expect(throws: UserChangeRefusal.isOperator) {
                    try await place.store.change(id, UserChange(role: .school), of: place.tenant, byAdmin: isAdmin)
                }
                await #expect(throws: UserChangeRefusal.isOperator) {
                    try await place.store.remove(id, of: place.tenant, byAdmin: isAdmin)
                }
            }
            try await place.store.change(id, UserChange(name: "x"), of: place.tenant, byAdmin: true)
        }
    }

    @Test("the last school of an account stays; an invited one does not count")
    func lastSchool() async throws {
        try await withPlace { place in
            _ = try await place.invite("later@example.com", .school)
            let demotion = UserChange(role: .professor)
            await #expect(throws: UserChangeRefusal.isLastSchool) {
                try await place.store.change(place.school.id, demotion, of: place.tenant, byAdmin: false)
            }
            await #expect(throws: UserChangeRefusal.isLastSchool) {
                try await place.store.remove(place.school.id, of: place.tenant, byAdmin: false)
            }
            let second = try await place.join("second@example.com", .school)
            try await place.store.change(second, demotion, of: place.tenant, byAdmin: false)
            let third = try await place.join("third@example.com", .school)
            try await place.store.remove(place.school.id, of: place.tenant, byAdmin: false)
            try await place.store.remove(third, of: place.tenant, byAdmin: true)
        }
    }

    @Test("of two schools that leave at once the second finds itself the last, and stays", arguments: [true, false])
    func leavingTogether(isRemoved: Bool) async throws {
        try await withPlace { place in
            let second = try await place.join("second@example.com", .school)
            let leaving = try await place.database.withConnection { connection in
                try await connection.query("begin")
                try await connection.execute([
                    .enter(tenant: place.tenant), AccountStore.enterAPI,
                    "select flotilla.remove_user(\(place.school.id), false)",
                    "select set_config('role', 'none', true)",
                ])
                let leaving = Task {
                    if isRemoved {
                        try await place.store.remove(second, of: place.tenant, byAdmin: false)
                    } else {
                        try await place.store.change(
                            second, UserChange(role: .student), of: place.tenant, byAdmin: false)
                    }
                }
                #expect(try await AccountsDatabase.isLocked(connection))
                try await connection.query("commit")
                return leaving
            }
            await #expect(throws: UserChangeRefusal.isLastSchool) { try await leaving.value }
        }
    }

    @Test("pages of users follow one another") func pages() async throws {
        try await withPlace { place in
            for index in 0..<5 { _ = try await place.invite("u\(index)@example.com") }
            var found: [UUID] = []
            while true {
                let page = try await place.store.users(of: place.tenant, after: found.last, limit: 2)
                if page.isEmpty { break }
                found += page.map(\.user.id)
            }
            #expect(found.count == 6 && Set(found).count == 6)
        }
    }
}
