import Accounts
import Channels
import Contracts
public import Foundation
public import Jobs
import Postgres

/// Runs the job of a delivery: looks whether it may be sent now, records the attempt, calls the other side, records what came
/// of it, and says what becomes of the job.
public struct DeliveryRunner: Sendable {
    private let store: NotificationStore
    private let batches: DeliveryBatches
    private let ports: [Channel: any DeliveryPort]
    private let minter = JobIDMinter()
    /// A call is over so long before the job's time limit, so that its outcome is still written.
    private static let margin = Duration.seconds(5)

    public init(store: NotificationStore, ports: [Channel: any DeliveryPort]) {
        self.store = store
        batches = DeliveryBatches(store)
        self.ports = ports
    }

    /// - Parameter deadline: of the job's attempt.
    public func run(
        _ job: DeliveryJob, of tenant: UUID, as id: JobID, by deadline: ContinuousClock.Instant
    ) async throws -> JobOutcome {
        let request = DeliveryRequest(delivery: job.deliveryID, tenant: tenant, job: id.uuid)
        guard let work = try await batches.work(request) else {
            return .discarded(JobError(code: "delivery_gone", message: "There is no such delivery any more."))
        }
        guard work.status == .queued else { return .succeeded(try JobSuccess(Result(status: work.status))) }
        let now = ServerClock.shared.now
        // A fallback that was begun, or is replayed, goes on.
        if let former = work.formerStatus, work.attempts == 0 {
            switch former {
            case .failed, .suppressed: break
            case .sent, .unknown: return try suppressed(work, .notNeeded)
            case .queued:
                let again = now + 5
                return .snoozed(until: again, reason: "What it stands in for has not ended yet.")
            }
        }
        if let date = work.digestRunsAt {
            return .snoozed(until: max(date, now) + 2, reason: "It goes with others in one mail, which is under way.")
        }
        switch work.person.decision(work.channel, work.content, work.severity, at: now) {
        case .send: break
        case .postpone(let date): return .snoozed(until: date, reason: "The reader's quiet hours end then.")
        case .suppress(let reason): return try suppressed(work, reason)
        }
        if work.isCutOff, !work.mayRepeat {
            return unknown(work, effects: [NotificationStore.cutOff(work)], .cutOff)
        }
        if let date = work.circuitOpenUntil, date > now {
            let wait = date.timeIntervalSince(now) * Double.random(in: 1...1.2)
            return .snoozed(
                until: now + wait, reason: "The destination has failed several times in a row and is left alone.")
        }
        return try await send(work, by: deadline - Self.margin)
    }

    private func send(_ work: DeliveryWork, by deadline: ContinuousClock.Instant) async throws -> JobOutcome {
        let message: RenderedMessage
        do {
            message = try work.render()
        } catch  where work.isAboutAccess {
            let text = "What the mail said was removed when it was settled first: ask for another one."
            return refused(work, DeliveryOutcome(.refused, code: "removed", text: text), effects: [])
        } catch {
            // It fitted when it was accepted: a later version of the template has another variable.
            let names = error.problems.map(\.pointer).joined(separator: ", ")
            return refused(
                work, DeliveryOutcome(.refused, code: "template", text: "The template does not fit any more: \(names)"),
                effects: [])
        }
        if work.channel == .inApp { return try inApp(work, message) }
        guard let port = ports[work.channel] else { throw JobError.noPort(work.channel) }
        var work = work
        let number: Int
        if work.gathers {
            guard let digest = try await gather(work) else {
                let again = ServerClock.shared.now + 2
                return .snoozed(until: again, reason: "It goes with others in one mail, which is under way.")
            }
            work.digest = digest
            number = work.attempts + 1
        } else {
            number = try await batches.beginAttempt(of: work)
        }
        let outcome = await port.deliver(work, message, by: deadline)
        guard outcome.kind == .sent else { return try await notSent(work, number, outcome) }
        return .succeeded(
            try JobSuccess(Result(status: .sent), effects: NotificationStore.sent(number, of: work, outcome)))
    }

    private func notSent(
        _ work: DeliveryWork, _ number: Int, _ outcome: DeliveryOutcome
    ) async throws -> JobOutcome {
        let effects = NotificationStore.outcome(number, of: work, outcome)
        if let reason = EndpointHealth.reason(toDisable: work.endpoint, after: outcome, at: ServerClock.shared.now) {
            return try disable(work, outcome, effects, because: reason)
        }
        if outcome.kind == .refused { return refused(work, outcome, effects: effects) }
        if outcome.kind == .unknown, !work.mayRepeat { return try await conclude(work, number, outcome, effects) }
        return try await tryAgain(work, number, outcome, effects)
    }

    /// What is one mail now; nil when the delivery goes with another's.
    private func gather(_ work: DeliveryWork) async throws -> Digest? {
        guard let template = work.content.template else { return nil }
        let parts = try await store.beginDigest(of: work)
        if parts.isEmpty { return nil }
        return Digest(
            parts.compactMap { try? template.render($0.data, link: $0.link, for: work.person.reader) }, of: template)
    }

    /// The row is the message: it commits with the result, and there is no other side that could be called twice.
    private func inApp(_ work: DeliveryWork, _ message: RenderedMessage) throws -> JobOutcome {
        guard let user = work.userID else { throw JobError.noPort(.inApp) }
        let effects = [
            NotificationStore.inboxItem(work, user: user, message), NotificationStore.stored(work),
        ]
        return .succeeded(
            try JobSuccess(Result(status: .sent), effects: effects + NotificationStore.sent(work, messageID: nil)))
    }

    private func suppressed(_ work: DeliveryWork, _ reason: Suppression) throws -> JobOutcome {
        .succeeded(
            try JobSuccess(
                Result(status: .suppressed),
                effects: [NotificationStore.end(work, as: .suppressed, reason: reason.rawValue)]))
    }

    private func refused(_ work: DeliveryWork, _ outcome: DeliveryOutcome, effects: [Query]) -> JobOutcome {
        let end = NotificationStore.end(work, as: .failed, reason: outcome.code)
        return .discarded(JobError(code: outcome.code, message: outcome.text), effects: effects + [end])
    }

    /// The endpoint gets nothing more until it is enabled again, and its owner learns of it.
    private func disable(
        _ work: DeliveryWork, _ outcome: DeliveryOutcome, _ effects: [Query], because reason: String
    ) throws -> JobOutcome {
        guard let endpoint = work.endpoint else { return refused(work, outcome, effects: effects) }
        var data: [String: TemplateValue] = ["url": .text(endpoint.url), "reason": .text(reason)]
        if let since = endpoint.failingSince { data["failing_since"] = .text(since.formatted(.iso8601)) }
        let request = NotificationRequest(
            to: [NotificationRecipient(role: Role.school.rawValue)], template: "webhook_disabled", data: data,
            link: "/#/webhooks", dedupKey: "webhook_disabled.\(work.id.uuidString.lowercased())")
        let job = NewJob(
            id: minter.mint(), tenant: work.tenant, definition: NotificationRequest.definition,
            payload: try request.encoded())
        let end = NotificationStore.end(work, as: .failed, reason: outcome.code)
        return .discarded(
            JobError(code: outcome.code, message: outcome.text),
            effects: effects + [end, NotificationStore.disable(endpoint, because: reason)], followUps: [job])
    }

    private func unknown(_ work: DeliveryWork, effects: [Query], _ error: JobError) -> JobOutcome {
        let end = NotificationStore.end(work, as: .unknown, reason: error.code)
        return .discarded(error, effects: effects + [end])
    }

    /// It may have arrived, and must not arrive twice. When the job is being stopped its result may not count: then the
    /// outcome is written at once.
    private func conclude(
        _ work: DeliveryWork, _ number: Int, _ outcome: DeliveryOutcome, _ effects: [Query]
    ) async throws -> JobOutcome {
        let error = JobError(code: outcome.code, message: outcome.text)
        guard Task.isCancelled else { return unknown(work, effects: effects, error) }
        try await store.write(
            effects + [NotificationStore.end(work, as: .unknown, reason: outcome.code)], of: work.tenant)
        return .discarded(error)
    }

    private func tryAgain(
        _ work: DeliveryWork, _ number: Int, _ outcome: DeliveryOutcome, _ effects: [Query]
    ) async throws -> JobOutcome {
        let wish: Duration? = if case .deferred(let after) = outcome.kind { after } else { nil }
        let pause = work.channel.schedule.pause(
            after: work.steps + 1, wish: wish, jitter: Double.random(in: 0...1))
        guard let pause else {
            let status: DeliveryStatus = outcome.kind == .unknown ? .unknown : .failed
            let end = NotificationStore.end(work, as: status, reason: outcome.code)
            return .discarded(JobError(code: outcome.code, message: outcome.text), effects: effects + [end])
        }
        try await store.write(effects, of: work.tenant)
        return .retry(JobError(code: outcome.code, message: outcome.text), after: pause)
    }

    private struct Result: Encodable {
        let status: DeliveryStatus
    }
}

extension JobError {
    fileprivate static let cutOff = JobError(
        code: "cut_off",
        message: "The worker ended after the message may have been handed over, before it knew the answer.")

    fileprivate static func noPort(_ channel: Channel) -> JobError {
        JobError(code: "no_channel", message: "The worker cannot deliver by \(channel.rawValue).")
    }
}

extension DeliveryWork {
    /// Whether the message may go out once more although it may have arrived.
    var mayRepeat: Bool { channel.hasKey || content.template?.repeatsUnknown(at: severity) == true }

    var isAboutAccess: Bool { content.template?.treatment.isAboutAccess == true }

    func render() throws(InvalidRequest) -> RenderedMessage { try content.render(link: link, for: person.reader) }
}
