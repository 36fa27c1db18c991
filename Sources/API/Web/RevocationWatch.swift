import Accounts
import Cryptography
import Foundation
import Operations
import Synchronization

/// Knows which tokens count no more. The list is read every two seconds, what changed lately, and once a minute whole: a
/// revocation is obeyed within five seconds in every process, and no request waits for the database. While PostgreSQL
/// is away, what was read last holds, for as long as it takes: nothing can be revoked meanwhile.
///
/// It holds for users and accounts of ours. A token of another issuer is good as long as there is no revocation of its
/// subject, whether that is a row of ours or not.
final class RevocationWatch: Service {
    let name = "revocations"
    private static let pause = Duration.seconds(2)
    /// In seconds; a transaction that revokes and commits later than this is seen by the next look at the whole list.
    private static let lately = 120.0
    private static let rounds = 30

    private struct Known {
        /// By user or tenant: tokens from before are refused.
        var subjects: [UUID: Date] = [:]
        /// Of tokens that were signed out.
        var tokens: Set<String> = []
    }

    private let store: AccountStore
    private let logger: Logger
    private let known = Mutex(Known())
    private let stopped = StopLatch()

    init(store: AccountStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Whether the token was issued before its user's or its tenant's tokens were revoked, or was signed out.
    func refuses(_ token: VerifiedToken) -> Bool {
        known.withLock { known in
            if let id = token.id, !known.tokens.isEmpty, known.tokens.contains(id) { return true }
            guard !known.subjects.isEmpty else { return false }
            return [token.principal.userID, token.principal.tenant].contains {
                known.subjects[$0].map { token.issuedAt < $0 } ?? false
            }
        }
    }

    /// Reads what was revoked just now, so that this process obeys at once; the others follow within seconds.
    func refresh() async { _ = await look(isWhole: false) }

    /// Nothing is served before the list was read, if the database answers at all.
    func start() async throws { _ = await look(isWhole: true) }

    func run() async throws {
        let looking = Task {
            var round = 0
            while !Task.isCancelled {
                try await Task.sleep(for: Self.pause)
                round += 1
                // What could not be read may be missing more than what changed lately.
                if await !look(isWhole: round % Self.rounds == 0) { round = -1 }
            }
        }
        await stopped.wait()
        looking.cancel()
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    private func look(isWhole: Bool) async -> Bool {
        do {
            let age = isWhole ? nil : Self.lately
            let found = try await store.revocations(within: age)
            let tokens = try await store.endedTokens(within: age)
            let subjects = Dictionary(found.map { ($0.subject, $0.notBefore) }) { max($0, $1) }
            known.withLock { known in
                if isWhole {
                    known = Known(subjects: subjects, tokens: Set(tokens))
                } else {
                    known.subjects.merge(subjects) { max($0, $1) }
                    known.tokens.formUnion(tokens)
                }
            }
            return true
        } catch {
            logger.warning("revocations of tokens could not be read: the last ones hold", ["error": .error(error)])
            return false
        }
    }
}
