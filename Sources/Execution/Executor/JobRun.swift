import Foundation
import Jobs
import Operations
import Tracing

/// One run of a job, from its claim to the settlement that is to be written:
/// decode, handle, decide. It never throws and always ends in a settlement. What is logged meanwhile carries its ids.
package struct JobRun: Sendable {
    let job: ClaimedJob
    let entry: HandlerRegistry.Entry?
    /// Says why the run was cancelled, when it was.
    let stop: StopReason.Box
    let keeper: any CheckpointKeeper
    var stream: any StreamSink = DiscardedStream()
    /// nil when its trace is not kept.
    var span: Span?
    /// Gets what the handler threw beside `JobError`: its text is not meant for callers.
    var report: @Sendable (any Error) -> Void = { _ in }
    /// Only where the author of the handler is the one who reads them.
    var showsErrors = false

    /// Runs a job where the caller stands, without time limit or worker: for tests of handlers.
    package static func inline(
        _ job: ClaimedJob, by handlers: HandlerRegistry, keeper: any CheckpointKeeper, stream: any StreamSink
    ) async -> Settlement {
        await JobRun(
            job: job, entry: handlers[job.kind], stop: StopReason.Box(), keeper: keeper, stream: stream,
            showsErrors: true
        ).settlement()
    }

    /// The pause after a run that a store's outage ended, in seconds.
    private static let outagePause: TimeInterval = 5
    private static let outage =
        "What the job needs did not answer just now; it is tried again and no attempt is counted."

    func settlement(now: Date = ServerClock.shared.now) async -> Settlement {
        await LogContext.with(ObservedRun(job)) {
            await ActiveSpan.with(span?.active) { await attempt(now: now) }
        }
    }

    private func attempt(now: Date) async -> Settlement {
        if let expiresAt = job.expiresAt, expiresAt < now {
            return settle(.failed(.expired, end: .refused))
        }
        if job.payload.isEmpty { return settle(.failed(.payloadTooLarge, end: .refused)) }
        guard let entry else { return settle(.failed(.unknownKind(job.kind), end: .refused)) }
        let body: @Sendable (JobContext) async throws -> JobOutcome
        do {
            body = try entry.prepare(job.payload)
        } catch {
            return settle(.failed(.undecodable(Self.describe(error)), end: .refused))
        }
        let outcome = await handle(body)
        return decide(outcome, entry.definition)
    }

    private func handle(_ body: @Sendable (JobContext) async throws -> JobOutcome) async -> JobOutcome {
        let context = JobContext(
            job, trace: trace, deadline: .now + job.timeout, keeper: keeper, stream: stream)
        do {
            return try await body(context)
        } catch let error as any StoreFailure where error.isOutage {
            // An outage of the database is no error of the job, and its text is for the log.
            report(error)
            return .snoozed(until: Date() + Self.outagePause, reason: Self.outage)
        } catch let error as JobError {
            return .retry(error)
        } catch is CancellationError {
            return .retry(.interrupted)
        } catch {
            report(error)
            return .retry(showsErrors ? JobError(code: "error", message: String(describing: error)) : .unexplained)
        }
    }

    /// What follows from the job goes back to this run of it.
    private var trace: TraceContext {
        guard let span else { return job.trace }
        return job.trace.continued(by: span.context.traceParent)
    }

    private func decide(_ outcome: JobOutcome, _ definition: JobDefinition) -> Settlement {
        // A handler that finished its work although it was asked to stop has finished it.
        if case .succeeded(let success) = outcome { return succeed(success) }
        switch stop.reason {
        case .timedOut: return retry(.timedOut, after: nil, end: .timedOut, definition)
        case .cancelled: return settle(.cancelled)
        case .requeue: return settle(.requeued(end: .released, error: nil))
        case nil: break
        }
        switch outcome {
        case .succeeded(let success): return succeed(success)
        case .retry(let error, let delay): return retry(error, after: delay, end: .error, definition)
        case .discarded(let error, let effects, let followUps):
            return settle(.failed(error, end: .error), effects: effects, followUps: followUps)
        case .snoozed(let date, let reason): return settle(.snoozed(until: date, reason: reason))
        case .released: return settle(.requeued(end: .released, error: nil))
        case .cancelled: return settle(.cancelled)
        }
    }

    private func succeed(_ success: JobSuccess) -> Settlement {
        if let objection = JobError.objection(to: success.result, as: .result) {
            return settle(.failed(objection, end: .error))
        }
        return settle(
            .succeeded(result: success.result), effects: success.effects, followUps: success.followUps)
    }

    private func retry(
        _ error: JobError, after delay: Duration?, end: AttemptEnd, _ definition: JobDefinition
    ) -> Settlement {
        let errors = job.errors + 1
        guard errors < job.maxAttempts else { return settle(.failed(error, end: end)) }
        var generator = SystemRandomNumberGenerator()
        let wait = delay ?? definition.backoff.delay(afterErrors: errors, using: &generator)
        return settle(.retry(after: wait, error: error, end: end))
    }

    private func settle(
        _ transition: Transition, effects: [any Effect] = [], followUps: [NewJob] = []
    ) -> Settlement {
        if let error = followUps.followUpObjection { return settle(.failed(error, end: .error)) }
        return job.settlement(transition, effects: effects, followUps: followUps)
    }

    /// Names the place, never the value: payloads may hold personal data.
    private static func describe(_ error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty ? "it" : context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case DecodingError.keyNotFound(let key, _): return "\(key.stringValue) is missing"
        case DecodingError.typeMismatch(_, let context): return "\(path(context)) has another type"
        case DecodingError.valueNotFound(_, let context): return "\(path(context)) is null"
        case DecodingError.dataCorrupted(let context): return "\(path(context)) cannot be read"
        default: return "it cannot be read"
        }
    }
}

/// Why a running job was asked to stop.
enum StopReason: Sendable {
    case timedOut
    case cancelled
    /// The worker stops, or another one seems to hold the job.
    case requeue
}

extension JobError {
    static let interrupted = JobError(code: "interrupted", message: "The job was interrupted.")
    static let unexplained = JobError(
        code: "error", message: "The job ended with an error of its own. The worker's log has it, under the job's id.")
}
