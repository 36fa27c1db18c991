public import Foundation

extension JobDiagnosis {
    /// One value beside the code and the sentence.
    public enum Fact: Sendable, Hashable, Encodable {
        case integer(Int)
        case number(Double)
        case text(String)
        case time(Date)
        case texts([String])

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .integer(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            case .time(let value): try container.encode(value)
            case .texts(let value): try container.encode(value)
            }
        }
    }

    /// Of the jobs that it waits for.
    private static let mostNamed = 100

    /// What the sentence says, for programs; what is not known is left out.
    public var facts: [(name: String, value: Fact)] {
        switch self {
        case .turn(let ahead, let tenants, let workers):
            [("ahead", .integer(ahead)), ("tenants", .integer(tenants)), ("workers", .integer(workers))]
        case .taken, .notOffered: []
        case .dispatcherAway(let trouble, let workers):
            [("reason", .text(trouble.code)), ("workers", .integer(workers))]
        case .noWorker(let queue, let quiet): [("queue", .text(queue.rawValue)), ("quiet_workers", .integer(quiet))]
        case .unknownKind(let kind): [("kind", .text(kind.rawValue))]
        case .limited(let bar, let queue): [("queue", .text(queue.rawValue))] + bar.facts
        case .paused(let queue, let kind):
            [("queue", .text(queue.rawValue))] + (kind.map { [("kind", .text($0.rawValue))] } ?? [])
        case .waitingFor(let ids):
            [("count", .integer(ids.count)), ("jobs", .texts(ids.prefix(Self.mostNamed).map { "\($0)" }))]
        case .isolated(let crashes, let ids):
            [("crashes", .integer(crashes)), ("jobs", .texts(ids.prefix(Self.mostNamed).map { "\($0)" }))]
        case .scheduled(let date): date.map { [("run_at", .time($0))] } ?? []
        case .retrying(let date, let error):
            (date.map { [("retry_at", .time($0))] } ?? []) + (error.map { [("error", .text($0))] } ?? [])
        case .running(let run): run.facts
        }
    }

    /// A sentence for people.
    public var detail: String {
        switch self {
        case .turn(0, 0...1, _): "It is the next one of its queue, as soon as a worker has a free slot."
        case .turn(0, let tenants, _):
            "It is its tenant's next one; \(tenants) tenants of the queue are served in turn."
        case .turn(let ahead, _, _):
            "It is behind \(ahead) ready \(ahead == 1 ? "job" : "jobs") of its own tenant."
        case .taken: "A worker has it: it runs, or is about to."
        case .notOffered: "The dispatcher does not know of it yet; it is offered again within seconds."
        case .dispatcherAway(let trouble, 0): "\(trouble.problem) And no worker of the queue is alive: start one."
        case .dispatcherAway(let trouble, _):
            "\(trouble.problem) Workers take jobs from the database meanwhile; its place there is not known."
        case .noWorker(let queue, 0): "No worker of the queue \(queue) is alive: start one."
        case .noWorker(let queue, let quiet):
            "No worker of the queue \(queue) takes jobs: the \(quiet) that live were asked to take no more."
        case .unknownKind(let kind): "No worker has ever registered the kind \(kind): start one that knows it."
        case .limited(let bar, _): bar.detail
        case .paused(let queue, let kind):
            "\(kind.map { "The kind \($0) of the queue \(queue)" } ?? "The queue \(queue)") is paused; "
                + "the job runs when it is resumed."
        case .waitingFor(let ids):
            switch ids.count {
            case 0: "It waits until every job of its batch has ended."
            case 1: "It waits for the end of another job."
            default: "It waits for the ends of \(ids.count) other jobs."
            }
        case .isolated(let crashes, let ids):
            "Its process ended under it \(crashes) times, so it runs alone. Each worker runs one such job at a time"
                + (ids.first.map { id in
                    ids.count == 1
                        ? ", and job \(id) does now: it runs when that one ends."
                        : ", and job \(id) and \(ids.count - 1) others do now: it runs when one of them ends."
                } ?? "; its turn comes within seconds.")
        case .scheduled(let date): "It waits for its time\(Self.at(date) ?? "")."
        case .retrying(let date, _): "The last attempt failed; the next one comes\(Self.at(date) ?? " later")."
        case .running(let run): run.detail
        }
    }

    private static func at(_ date: Date?) -> String? { date.map { ", \($0.formatted(.iso8601))" } }
}

extension JobDiagnosis.Running {
    fileprivate var facts: [(name: String, value: JobDiagnosis.Fact)] {
        var facts: [(name: String, value: JobDiagnosis.Fact)] = [("attempt", .integer(attempt))]
        if let since { facts.append(("since", .time(since))) }
        if let until { facts.append(("time_limit_at", .time(until))) }
        if let session { facts.append(("worker_session", .text(session.uuidString.lowercased()))) }
        if let silence { facts.append(("owner_last_seen_seconds", .number(Self.rounded(silence)))) }
        return facts
    }

    fileprivate var detail: String {
        guard let silence else {
            return "The worker that ran it is gone; it is given to another one within seconds."
        }
        let seen = "was last seen \(Self.rounded(silence)) s ago"
        return isOwnerSilent
            ? "The worker that runs it \(seen), longer than its lease of \(Self.rounded(lease)) s; it is given to another."
            : "Attempt \(attempt) runs; its worker \(seen)."
    }

    private static func rounded(_ duration: Duration) -> Double { (duration / .seconds(1) * 10).rounded() / 10 }
}

extension JobBlock.BlockingLimit {
    fileprivate var facts: [(name: String, value: JobDiagnosis.Fact)] {
        var facts: [(name: String, value: JobDiagnosis.Fact)] = [("scope", .text(scope.rawValue))]
        if let kind { facts.append(("kind", .text(kind.rawValue))) }
        switch reason {
        case .running(let count, let most): facts += [("running", .integer(count)), ("max_running", .integer(most))]
        case .rate(let perSecond, let next):
            facts += [
                ("starts_per_second", .number(perSecond)), ("next_start_in_seconds", .number(next / .seconds(1))),
            ]
        case .paused: break
        }
        return facts
    }

    fileprivate var detail: String {
        let whose =
            switch scope {
            case .queue: "of its queue"
            case .kind: "of its kind"
            case .tenant: "of its tenant"
            case .key: "with its limit key"
            }
        return switch reason {
        case .running(_, 0): "No job \(whose) may run, the limit is 0: it runs when the limit is raised."
        case .running(let count, let most):
            "\(count) jobs \(whose) run, and \(most) may: it runs when one of them ends."
        case .rate(let perSecond, _):
            "Jobs \(whose) may start \(perSecond.formatted()) times a second; it runs when its turn comes."
        case .paused: "Jobs \(whose) are paused."
        }
    }
}
