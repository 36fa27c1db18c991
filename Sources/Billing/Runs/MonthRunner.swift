import Cryptography
public import Foundation
import Invoices
public import Jobs

/// Runs of `billing.month`.
public struct MonthRunner: Sendable {
    private let store: BillingStore
    private let settings: BillingSettings
    private let minter = JobIDMinter()
    private let now: @Sendable () -> Date

    /// - Parameter now: nil: the servers' clock.
    public init(store: BillingStore, settings: BillingSettings, now: (@Sendable () -> Date)? = nil) {
        self.store = store
        self.settings = settings
        self.now = now ?? { ServerClock.shared.now }
    }

    /// - Parameter id: the job's.
    public func run(_ payload: BillMonth, as id: JobID, trace: TraceContext) async throws -> JobOutcome {
        guard let runID = payload.runID else { return try await start(payload, firedAs: id, trace) }
        guard let run = try await store.run(runID) else {
            return .discarded(JobError(code: "unknown_run", message: "There is no billing run \(runID)."))
        }
        if payload.batch != nil {
            return .succeeded(JobSuccess(effects: BillingStore.finishing(run.id)))
        }
        while try await store.giveJobs(
            run, minter: minter, zone: settings.timeZone, now: now(), trace: trace)
        {}
        return .succeeded(try JobSuccess(Started(runID: run.id, period: run.period)))
    }

    /// A schedule fired: the month that ended before is billed. The run has an id that follows from the job's, so that it is one
    /// run however often the job begins anew.
    private func start(_ payload: BillMonth, firedAs id: JobID, _ trace: TraceContext) async throws -> JobOutcome {
        let moment = payload.scheduledFor ?? now()
        guard let period = BillingMonth(containing: moment, in: settings.timeZone)?.previous else {
            return .discarded(JobError(code: "no_period", message: "No month ended before \(moment)."))
        }
        let run = BillingRun(
            id: id.derived("run"), period: period, isDry: false, tenants: nil, userID: nil,
            jobID: JobID(id.derived("schools")))
        try await store.create(run, trace: trace, callback: JobID(id.derived("closing")))
        return .succeeded(try JobSuccess(Started(runID: run.id, period: period)))
    }

    /// The result.
    private struct Started: Encodable {
        let runID: UUID
        let period: BillingMonth

        private enum CodingKeys: String, CodingKey {
            case period
            case runID = "run_id"
        }
    }
}

extension JobID {
    /// Another id of the same moment, always the same one for a purpose.
    fileprivate func derived(_ purpose: String) -> UUID {
        let digest = SHA256.digest(Array("\(self).\(purpose)".utf8))
        var bytes = uuid.uuid
        (bytes.8, bytes.9, bytes.10, bytes.11) = (0x80 | digest[0] & 0x3F, digest[1], digest[2], digest[3])
        (bytes.12, bytes.13, bytes.14, bytes.15) = (digest[4], digest[5], digest[6], digest[7])
        return UUID(uuid: bytes)
    }
}
