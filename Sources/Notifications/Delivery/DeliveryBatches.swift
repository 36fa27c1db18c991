import Foundation
import Jobs
import Postgres
import Reactor
import Storage

/// What the deliveries of a worker ask of the database before they call the other side: those that ask at the same time share
/// a round trip, and its wait for the disk.
final class DeliveryBatches: Sendable {
    /// Of one trip.
    private static let most = 100

    private let store: NotificationStore
    private let lookUps: RequestBatcher<DeliveryRequest, Row?>
    private let attempts: RequestBatcher<NewAttempt, Bool>

    init(_ store: NotificationStore) {
        self.store = store
        lookUps = RequestBatcher(upTo: Self.most) { try await Self.each($0) { try await store.lookUp($0) } }
        attempts = RequestBatcher(upTo: Self.most) { try await Self.each($0) { try await store.begin($0) } }
    }

    /// What is to be sent.
    /// - Returns: nil when the delivery is gone, or has another job by now.
    func work(_ request: DeliveryRequest) async throws -> DeliveryWork? {
        guard let row = try await lookUps.answer(to: request) else { return nil }
        var work = try DeliveryWork(row)
        if let lead = work.digestID, lead != work.id {
            work.digestRunsAt = try await store.runTime(ofDigest: lead, of: request.tenant)
        }
        return work
    }

    /// Records that the other side is about to be called. An attempt that was cut off gets its outcome: it may have arrived.
    /// - Returns: the attempt's number.
    func beginAttempt(of work: DeliveryWork) async throws -> Int {
        let attempt = NewAttempt(of: work)
        guard try await attempts.answer(to: attempt) else { throw JobError.isUnderWay }
        return Int(attempt.number)
    }

    /// Asks once for all; when PostgreSQL refuses that, for each alone, so that one which it refuses holds up no other.
    private static func each<Request, Answer>(
        _ requests: [Request], _ trip: ([Request]) async throws -> [Answer]
    ) async throws -> [Result<Answer, any Error>] {
        do {
            return try await trip(requests).map { .success($0) }
        } catch let error as PostgresError where requests.count > 1 && error.sqlState != nil && !error.isOutage {
            var results: [Result<Answer, any Error>] = []
            for request in requests {
                do {
                    results += try await trip([request]).map { .success($0) }
                } catch {
                    results.append(.failure(error))
                }
            }
            return results
        }
    }
}

extension JobError {
    fileprivate static let isUnderWay = JobError(
        code: "under_way", message: "Another worker is at the same attempt: this one tries again when it is over.")
}
