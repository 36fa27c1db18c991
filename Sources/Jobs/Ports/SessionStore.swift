import Foundation

/// One life of a worker: from the start of its supervisor to its end.
public struct WorkerSession: Sendable {
    public typealias ID = UUID

    public let id: ID
    /// What the worker is called, such as `scan`.
    public let worker: String
    public let queues: [QueueName]
    public let host: String
    public let processID: Int32
    public let concurrency: Int
    public let version: String
    /// Jobs that it ran when it last showed signs of life.
    public var running: Int

    public init(
        id: ID, worker: String, queues: [QueueName], host: String, processID: Int32, concurrency: Int, version: String,
        running: Int = 0
    ) {
        self.id = id
        self.worker = worker
        self.queues = queues
        self.host = host
        self.processID = processID
        self.concurrency = concurrency
        self.version = version
        self.running = running
    }
}

/// One life of a store, from its start to its end. Another life may have forgotten what was written last and not durably.
public struct ServerIncarnation: Sendable, Hashable {
    public let name: String

    public init(name: String) { self.name = name }
}

/// Where supervisors write heartbeats. The clock is the store's, so that machines' clocks need not agree.
public protocol SessionStore: Sendable {
    /// Writes the session's row, or its next heartbeat; a row that was swept away comes back.
    /// - Returns: which life of the store wrote it.
    @discardableResult
    func beat(_ session: WorkerSession) async throws -> ServerIncarnation
    func end(_ session: WorkerSession.ID) async throws

    /// What was requested of a session and of the jobs that it runs.
    func requests(to session: WorkerSession.ID, running ids: [JobID]) async throws -> WorkerRequests
}

/// What was requested of a worker.
public struct WorkerRequests: Sendable, Equatable {
    /// Whether it shall take no more jobs.
    public var isQuiet: Bool
    /// Those of its jobs that shall end.
    public var cancelled: [JobID]

    public init(isQuiet: Bool = false, cancelled: [JobID] = []) {
        self.isQuiet = isQuiet
        self.cancelled = cancelled
    }
}
