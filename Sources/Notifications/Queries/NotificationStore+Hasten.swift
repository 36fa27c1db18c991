public import Foundation
public import Jobs
import Postgres

extension NotificationStore {
    /// Jobs that one statement names.
    private static let hastenedAtOnce = 500
    /// Mails of one person that are looked at, the oldest first; those behind them end their wait at its own time.
    private static let mostHeld: Int64 = 1000

    /// Makes the jobs of a user's mails ready that were put off when they ran: each finds out anew whether hours are quiet.
    /// - Returns: how the dispatcher should hear of them.
    public func hastenMails(of user: UUID, in tenant: UUID) async throws -> [Offer] {
        let rows = try await database.query(
            """
            select job.id
            from (
                select delivery.job_id
                from flotilla.users join flotilla.deliveries delivery on delivery.recipient = users.email
                    and delivery.channel = 'email' and delivery.status = 'queued'
                where users.id = \(user) and users.account = \(tenant) and delivery.tenant = \(tenant)
                    and delivery.user_id = \(user)
                order by delivery.id limit \(Self.mostHeld)
            ) held join flotilla.jobs job on job.id = held.job_id
            where job.status = 'scheduled' and job.attempt_end = 'snoozed'
            """, of: tenant)
        return try await hasten(try rows.map { JobID(try $0.decode("id", as: UUID.self)) }, of: tenant)
    }

    func hasten(_ ids: [JobID], of tenant: UUID) async throws -> [Offer] {
        var offers: [Offer] = []
        for start in stride(from: 0, to: ids.count, by: Self.hastenedAtOnce) {
            let some = ids[start..<min(start + Self.hastenedAtOnce, ids.count)]
            offers += try await jobs.hasten(Array(some), of: tenant)
        }
        return offers
    }
}
