public import Foundation

/// Why an open job is not done yet.
public enum JobDiagnosis: Sendable, Hashable {
    /// Ready. So many ready jobs of its own tenant come first; `tenants` of the queue are served in turn.
    case turn(ahead: Int, tenants: Int, workers: Int)
    /// A worker has it: it runs without a claim yet, or is about to.
    case taken
    /// Committed, but the dispatcher has not been offered it yet, or has lost it; it is offered within seconds.
    case notOffered
    /// Redis cannot dispatch: workers take jobs from the database, and its place there is not known.
    case dispatcherAway(Trouble, workers: Int)
    /// No worker of the queue lives, or all of those that do were asked to take no more.
    case noWorker(QueueName, quiet: Int)
    /// No worker has ever registered this kind.
    case unknownKind(JobKind)
    /// As many jobs as may already run, or were started, under this limit of the queue.
    case limited(by: JobBlock.BlockingLimit, QueueName)
    /// An operator paused the queue, or the kind in it.
    case paused(QueueName, JobKind?)
    /// It runs when these have ended; a batch's callback, which names none, when the batch is settled.
    case waitingFor([JobID])
    /// It ended the process that ran it so often that it runs alone; of such jobs each worker runs one at a time, now
    /// these.
    case isolated(crashes: Int, behind: [JobID])
    case scheduled(Date?)
    /// The last attempt failed; the next one comes then.
    case retrying(Date?, error: String?)
    case running(Running)

    /// What is wrong with the dispatcher.
    public struct Trouble: Sendable, Hashable {
        /// One of a closed set: `redis_read_only`.
        public let code: String
        /// A sentence.
        public let problem: String

        public init(code: String, problem: String) {
            self.code = code
            self.problem = problem
        }
    }

    public struct Running: Sendable, Hashable {
        public let attempt: Int
        public let since: Date?
        /// When its time limit ends.
        public let until: Date?
        /// The life of a worker that has it.
        public let session: UUID?
        /// How long ago that worker was seen last; nil when it is gone.
        public let silence: Duration?
        /// After so long a silence the job is given to another worker.
        public let lease: Duration

        public init(
            attempt: Int, since: Date?, until: Date?, session: UUID?, silence: Duration?, lease: Duration
        ) {
            self.attempt = attempt
            self.since = since
            self.until = until
            self.session = session
            self.silence = silence
            self.lease = lease
        }
    }

    /// Stable, for programs.
    public var code: String {
        switch self {
        case .turn: "waiting_for_turn"
        case .taken: "taken"
        case .notOffered: "not_offered"
        case .dispatcherAway: "dispatcher_away"
        case .noWorker: "no_worker"
        case .unknownKind: "unknown_kind"
        case .limited: "limited"
        case .paused: "paused"
        case .waitingFor: "waiting_for_jobs"
        case .isolated: "waiting_to_run_alone"
        case .scheduled: "scheduled"
        case .retrying: "retrying"
        case .running(let run): run.isOwnerSilent ? "owner_silent" : "running"
        }
    }
}

extension JobDiagnosis {
    public init(_ bar: JobBlock.BlockingLimit, queue: QueueName) {
        self = bar.reason == .paused ? .paused(queue, bar.kind) : .limited(by: bar, queue)
    }
}

extension JobDiagnosis.Running {
    var isOwnerSilent: Bool { silence.map { $0 > lease } ?? true }
}
