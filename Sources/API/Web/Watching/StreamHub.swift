import Foundation
import HTTPServer
import Jobs
import Operations
import Storage

/// Reads for all who watch jobs through this process: one statement for where all those jobs stand, one connection to
/// the dispatcher for each queue that reports which streams were written to, and one script call for a hundred streams. A
/// listener costs a suspended task and what waits for it.
actor StreamHub: Service {
    /// Between looks at where the jobs stand.
    private static let statusPause = Duration.milliseconds(100)
    /// Between looks at every stream, whether a change was reported or not.
    private static let sweepPause = Duration.seconds(1)
    /// Streams in one reading, and bytes of chunks of each.
    private static let streamsAtOnce = 200
    private static let streamBytes = 64 << 10
    /// Jobs of which the whole is read at once.
    private static let endsAtOnce = 16

    nonisolated let name = "streams"
    private let store: PostgresJobStore
    private let reader: any JobStreamReader
    nonisolated let unread: UnreadEvents
    private let stopped = StopLatch()
    private var jobs: [JobID: WatchedJob] = [:]
    /// To be read.
    private var due: Set<JobID> = []
    private var idle: CheckedContinuation<Void, Never>?
    /// Rung when a job is watched.
    private let bell = Doorbell()
    private var hearing: [QueueName: Task<Void, Never>] = [:]
    private var isStopped = false

    init(store: PostgresJobStore, reader: any JobStreamReader, unread: UnreadEvents) {
        self.unread = unread
        self.store = store
        self.reader = reader
    }

    func run() async throws {
        let tasks = [
            Task { await self.readStreams() }, Task { await self.lookAtJobs() }, Task { await self.sweep() },
        ]
        await stopped.wait()
        isStopped = true
        idle.take()?.resume()
        bell.ring()
        for task in tasks + Array(hearing.values) { task.cancel() }
        for job in jobs.values { for member in job.members.values { member.listener.end() } }
        jobs = [:]
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    // MARK: Listeners

    /// From now on the listener hears of the job, until its end or until `remove`.
    func add(_ listener: Listener, to record: JobRecord, after place: JobStreamPosition?) {
        if isStopped { return listener.end() }
        jobs[record.id, default: WatchedJob(record)].add(listener, reading: record, after: place)
        read([record.id])
        bell.ring()
        if hearing[record.queue] == nil {
            hearing[record.queue] = Task { await self.hear(record.queue) }
        }
    }

    func remove(_ listener: Listener, from id: JobID) {
        listener.close()
        jobs[id]?.remove(listener)
        dropIfAbandoned(id)
    }

    private func dropIfAbandoned(_ id: JobID) {
        if jobs[id]?.isAbandoned == true { jobs[id] = nil }
    }

    // MARK: Streams

    private func read(_ ids: some Sequence<JobID>) {
        due.formUnion(ids)
        if !due.isEmpty { idle.take()?.resume() }
    }

    /// One reading at a time, so that no older answer comes after a newer one.
    private func readStreams() async {
        while !isStopped {
            if due.isEmpty { await withCheckedContinuation { idle = $0 } }
            let watched = due.compactMap { jobs[$0] }
            guard let queue = watched.first?.queue else {
                due = []
                continue
            }
            let batch = watched.lazy.filter { $0.queue == queue }.prefix(Self.streamsAtOnce).map(\.self)
            due.subtract(batch.map(\.id))
            due.formIntersection(watched.map(\.id))
            await read(Array(batch), in: queue)
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    private func read(_ batch: [WatchedJob], in queue: QueueName) async {
        let places = batch.map { (id: $0.id, after: $0.place) }
        let pages = try? await reader.read(places, in: queue, limit: Self.streamBytes, within: .seconds(1))
        for (index, asked) in batch.enumerated() {
            // Without the dispatcher there is nothing to send but where jobs stand.
            let hasMore = pages.map { jobs[asked.id]?.take($0[index]) ?? false } ?? false
            // What was settled before the reading began has no more in its stream than was read.
            if hasMore {
                due.insert(asked.id)
            } else if asked.isSettled {
                jobs.removeValue(forKey: asked.id)?.finish()
            } else {
                dropIfAbandoned(asked.id)
            }
        }
    }

    /// Hears whose streams of a queue were written to, as long as one is watched.
    private func hear(_ queue: QueueName) async {
        var cursor: String?
        while !Task.isCancelled, jobs.values.contains(where: { $0.queue == queue }) {
            do {
                let isFirst = cursor == nil
                let changes = try await reader.changes(in: queue, after: cursor, for: .seconds(2))
                cursor = changes.cursor
                read(isFirst ? Array(jobs.keys) : changes.ids.filter { jobs[$0] != nil })
                try await Task.sleep(for: .milliseconds(10))
            } catch {
                cursor = nil
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
        hearing[queue] = nil
    }

    // MARK: Jobs

    private func lookAtJobs() async {
        while !isStopped {
            let start = ContinuousClock.now
            let ids = jobs.values.filter { !$0.isSettled }.map(\.id)
            if ids.isEmpty {
                await bell.wait()
                continue
            }
            // While the database is away, nothing changes that could be sent.
            if let states = try? await store.states(of: ids) {
                await take(states)
                // Removed: there is nothing left to watch.
                for id in ids where states[id] == nil { end(id) }
            }
            // With very many it looks less often: at most a tenth of one connection's time.
            try? await Task.sleep(for: max(Self.statusPause, (.now - start) * 10))
        }
    }

    private func take(_ states: [JobID: JobState]) async {
        var settled: [(JobID, JobState)] = []
        for (id, state) in states {
            if state.status.isSettled { settled.append((id, state)) } else { jobs[id]?.take(state, end: nil) }
            dropIfAbandoned(id)
        }
        for start in stride(from: 0, to: settled.count, by: Self.endsAtOnce) {
            await withTaskGroup(of: JobRecord?.self) { group in
                for (id, _) in settled[start..<min(start + Self.endsAtOnce, settled.count)] {
                    group.addTask { [store] in try? await store.job(id, for: .everybody) }
                }
                for await record in group {
                    guard let record, record.status.isSettled else { continue }
                    jobs[record.id]?.take(JobState(record), end: JobView(record))
                    read([record.id])
                }
            }
        }
    }

    private func end(_ id: JobID) {
        for member in jobs.removeValue(forKey: id)?.members.values ?? [:].values { member.listener.end() }
    }

    private func sweep() async {
        while !isStopped {
            try? await Task.sleep(for: max(Self.sweepPause, .milliseconds(jobs.count / 4)))
            let now = Date()
            for job in jobs.values {
                for member in job.members.values where member.listener.isOver(at: now) {
                    member.listener.end()
                    jobs[job.id]?.remove(member.listener)
                    dropIfAbandoned(job.id)
                }
            }
            read(jobs.keys)
        }
    }
}
