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

    private let store: AccountStore
    private let logger: Logger
    private let known = Mutex<[UUID: Date]>([:])
    private let stopped = StopLatch()

    init(store: AccountStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Whether the token was issued before its user's or its tenant's tokens were revoked.
    func refuses(_ principal: Principal, issuedAt: Date) -> Bool {
        known.withLock { known in
            guard !known.isEmpty else { return false }
            return [principal.userID, principal.tenant].contains { known[$0].map { issuedAt < $0 } ?? false }
        }
    }

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
            let found = try await store.revocations(within: isWhole ? nil : Self.lately)
            let entries = Dictionary(found.map { ($0.subject, $0.notBefore) }) { max($0, $1) }
            known.withLock { known in
                if isWhole { known = entries } else { known.merge(entries) { $1 } }
            }
            return true
        } catch {
            logger.warning("revocations of tokens could not be read: the last ones hold", ["error": .error(error)])
            return false
        }
    }
}
