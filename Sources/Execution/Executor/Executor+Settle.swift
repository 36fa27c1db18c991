import Foundation
import Jobs
import Operations

extension Executor {
    /// How long a result is retried that the store holds back while it writes others.
    private static let longestHold = Duration.seconds(120)

    func settleAll() async {
        while await outcomes.withNext(upTo: Self.batch, { await settle($0) }) {}
    }

    private func settle(_ batch: [FinishedRun]) async {
        let statement = traces?.statement("settle", for: batch.compactMap(\.span?.context), jobs: batch.count)
        let report = await retryPersistently("results could not be written") {
            try await store.settle(batch.map(\.settlement))
        }
        statement?.end()
        let superseded = Set(report.superseded)
        let held = Set(report.held)
        var ended: [ExecutorReport.End] = []
        var released: [JobID] = []
        var brought: [JobID] = []
        for run in batch {
            let claim = run.settlement.claim
            if superseded.contains(claim) {
                ObservedRun(run.job).inContext { logger.warning("a result came too late: the job has another owner") }
                observe(run, as: nil)
                continue
            }
            if held.contains(claim) {
                hold(run)
                continue
            }
            if let reason = report.refused[claim] {
                retry(run, because: reason)
                continue
            }
            brought += run.settlement.followUps.filter { !$0.waits && $0.offer.isNear }.map(\.id)
            if case .requeued = run.settlement.transition, run.slotTime == .zero {
                released.append(claim.id)
            } else {
                ended.append(ExecutorReport.End(run))
                observe(run, as: run.settlement.transition.status)
            }
        }
        if !superseded.isEmpty { link.report(.superseded(superseded.map(\.id))) }
        if !ended.isEmpty { link.report(.settled(ended)) }
        if !released.isEmpty { link.report(.released(released)) }
        if !brought.isEmpty { link.report(.brought(brought)) }
    }

    private func observe(_ run: FinishedRun, as status: JobStatus?) {
        run.span?.end(status, run.settlement.transition.error)
        guard !observers.isEmpty else { return }
        let end = RunEnd(
            run: ObservedRun(run.job), status: status, slotTime: run.slotTime, error: run.settlement.transition.error)
        for observer in observers { observer.ended([end]) }
    }

    /// The result is written as soon as the store lets it; one that alone never gets through is refused in the end.
    private func hold(_ run: FinishedRun) {
        let since = run.heldSince ?? .now
        guard since.duration(to: .now) < Self.longestHold else {
            return retry(run, because: "It was stopped each time that it was tried for \(Self.longestHold).")
        }
        if run.heldSince == nil {
            ObservedRun(run.job).inContext { logger.warning("a result is held until it can be written") }
        }
        var run = run
        run.heldSince = since
        Task { [run] in
            try? await Task.sleep(for: .milliseconds(Int.random(in: 500...1500)))
            outcomes.push(run)
        }
    }

    /// The rows that the handler wanted to write were refused: that is an error of the attempt like any other.
    private func retry(_ run: FinishedRun, because reason: String) {
        ObservedRun(run.job).inContext { logger.error("a result was refused", ["error": .string(reason)]) }
        let error = JobError(
            code: "effects_refused",
            message: "What the job wanted to write was refused: \(reason)".prefix(1000).description)
        let errors = run.job.errors + 1
        let transition: Transition
        if errors >= run.job.maxAttempts {
            transition = .failed(error, end: .error)
        } else {
            var generator = SystemRandomNumberGenerator()
            let backoff = handlers[run.job.kind]?.definition.backoff ?? Backoff()
            transition = .retry(
                after: backoff.delay(afterErrors: errors, using: &generator), error: error, end: .error)
        }
        let finished = FinishedRun(
            job: run.job, settlement: run.job.settlement(transition), slotTime: run.slotTime, span: run.span)
        Task {
            // Refused without any effects: the store itself is not as it should be, and a hot loop would not mend it.
            if run.settlement.effects.isEmpty { try? await Task.sleep(for: .seconds(1)) }
            outcomes.push(finished)
        }
    }
}

extension ExecutorReport.End {
    fileprivate init(_ run: Executor.FinishedRun) {
        let again: Duration? =
            switch run.settlement.transition {
            case .retry(let delay, _, _): delay
            case .snoozed(let date, _): .seconds(max(0, date.timeIntervalSinceNow))
            case .requeued: .zero
            case .succeeded, .failed, .cancelled: nil
            }
        let (seconds, attoseconds) = run.slotTime.components
        self.init(
            id: run.settlement.claim.id,
            slotTime: UInt32(clamping: max(1, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)),
            status: run.settlement.transition.status, again: again, span: run.span?.context)
    }
}
