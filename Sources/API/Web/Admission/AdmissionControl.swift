import Fleet
import Foundation
import HTTPServer
import Jobs
import Operations
import Storage
import Synchronization

/// Bounds the open jobs of a queue and of a tenant: what is beyond is refused, and nothing of it accepted.
///
/// No tenant fills a queue for the others: once a queue is half full, a tenant may have as many jobs in it as there are
/// free places, or a tenth of the bound if that is more (dynamic thresholds: Choudhury and Hahne, 1998). So one alone gets
/// half, and the next tenant finds room.
///
/// A request asks no server: the counts are those that the dispatcher gave within the last second, or gave last when it
/// does not answer, and what this process accepted since. So several processes may together go a little beyond.
final class AdmissionControl: Service {
    struct Line {
        /// In the dispatcher.
        var near = RunningCount()
        /// Due later than the dispatcher looks.
        var far = RunningCount()
        var usedAt: ContinuousClock.Instant?
        var isKnown = false
        /// No refresh before: counting many tenants' lines costs the dispatcher a while.
        var nextAt = ContinuousClock.now

        var count: Int { near.count + far.count }
    }

    struct State {
        var lines: [QueueName: Line] = [:]
        var tenants: [TenantKey: TenantCount] = [:]

        /// Only then is it asked what a tenant has in a queue.
        func isCrowded(_ queue: QueueName, with number: Int, _ perQueue: Int) -> Bool {
            (lines[queue]?.count ?? 0) + number > perQueue / 2
        }
    }

    let name = "backlog"
    let perQueue: Int
    let perTenant: Int?
    let store: PostgresJobStore
    private let broker: any JobBroker
    let state: Mutex<State>
    private let stopped = StopLatch()

    init(perQueue: Int, perTenant: Int?, store: PostgresJobStore, broker: any JobBroker) {
        self.perQueue = perQueue
        self.perTenant = perTenant
        self.store = store
        self.broker = broker
        state = Mutex(State(lines: Dictionary(Domains.queues.map { ($0, Line()) }) { $1 }))
    }

    // MARK: Accepting

    /// Counts the jobs in, before they are committed; `withdraw` takes back what is not.
    /// - Parameter operators: the account of the operator who asks, if one does: the refusal may give the fleet's figures,
    ///   and jobs of that account may fill a queue, which a tenant's may not.
    /// - Throws: `Problem`: 503 for a queue, 429 for a tenant that has as many open jobs as it may.
    func admit(_ jobs: [NewJob], operators: UUID? = nil) async throws {
        let queues = Dictionary(grouping: jobs, by: \.queue).mapValues(\.count)
        let crowded = state.withLock { state in queues.filter { state.isCrowded($0.key, with: $0.value, perQueue) } }
        var tenants: [TenantKey: Int] = [:]
        if perTenant != nil { for job in jobs { tenants[TenantKey(tenant: job.tenant), default: 0] += 1 } }
        if !crowded.isEmpty {
            for job in jobs where crowded[job.queue] != nil && job.tenant != operators {
                tenants[TenantKey(tenant: job.tenant, queue: job.queue), default: 0] += 1
            }
        }
        for key in tenants.keys { try await count(key) }
        let refusal: Problem? = state.withLock { state in
            for (queue, number) in queues {
                state.lines[queue, default: Line()].usedAt = .now
                let open = state.lines[queue]?.count ?? 0
                if open + number > perQueue {
                    return Self.isFull(queue, open: open, limit: perQueue, isOperator: operators != nil)
                }
            }
            for (key, number) in tenants {
                let open = state.tenants[key]?.gauge.count ?? 0
                if let queue = key.queue {
                    let free = perQueue - (state.lines[queue]?.count ?? 0)
                    if open + number > max(perQueue / 10, free) { return Self.hasItsShare(of: queue) }
                } else if let perTenant, open + number > perTenant {
                    return Self.hasTooMany(open: open, limit: perTenant)
                }
            }
            for (queue, number) in queues { state.lines[queue]?.near.add(number) }
            for (tenant, number) in tenants { state.tenants[tenant]?.gauge.add(number) }
            return nil
        }
        if let refusal { throw refusal }
    }

    /// These were not accepted after all.
    func withdraw(_ jobs: [NewJob]) {
        change(jobs) { line, tenant in
            line?.near.withdraw(1)
            tenant?.gauge.withdraw(1)
        }
    }

    /// These were committed.
    func committed(_ jobs: [NewJob]) { change(jobs) { _, tenant in tenant?.gauge.settle(1) } }

    /// These stay away from the dispatcher until they are nearly due.
    func putOff(_ jobs: [NewJob]) {
        change(jobs) { line, _ in
            line?.near.withdraw(1)
            line?.far.add(1)
            line?.far.settle(1)
        }
    }

    /// The dispatcher knows of these, or the try was given up: then the enqueuer offers them.
    func offered(_ offers: [Offer]) {
        state.withLock { state in
            for offer in offers { state.lines[offer.queue]?.near.settle(1) }
        }
    }

    private func change(_ jobs: [NewJob], _ body: (inout Line?, inout TenantCount?) -> Void) {
        guard !jobs.isEmpty else { return }
        state.withLock { state in
            for job in jobs {
                body(&state.lines[job.queue], &state.tenants[TenantKey(tenant: job.tenant)])
                var none: Line?
                body(&none, &state.tenants[TenantKey(tenant: job.tenant, queue: job.queue)])
            }
        }
    }

    // MARK: Counting

    func start() async throws {
        await refresh()
        await refreshFar()
    }

    func run() async throws {
        let counting = Task {
            var round = 0
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(1))
                await refresh()
                round += 1
                if round.isMultiple(of: 5) { await refreshFar() }
            }
        }
        await stopped.wait()
        counting.cancel()
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    /// Asks the dispatcher for the queues that were used within a minute. While it does not answer, what it said last
    /// holds.
    private func refresh() async {
        let start = ContinuousClock.now
        let asking = state.withLock { state in
            state.tenants = state.tenants.filter {
                start - $0.value.readAt < .seconds(60) || $0.value.gauge.pending > 0
            }
            return state.lines.filter { _, line in
                let isUsed = line.usedAt.map { start - $0 < .seconds(60) } ?? false
                return line.nextAt <= start && (isUsed || !line.isKnown)
            }.mapValues { $0.near.asking() }
        }
        for (queue, asking) in asking {
            let began = ContinuousClock.now
            guard let stats = try? await broker.stats(of: queue) else { return }
            let end = ContinuousClock.now
            state.withLock { state in
                state.lines[queue]?.near.update(stats.ready + stats.leased + stats.due, asking: asking)
                state.lines[queue]?.isKnown = true
                state.lines[queue]?.nextAt = end + (end - began) * 20 - .seconds(1)
            }
        }
    }

    private func refreshFar() async {
        let asking = state.withLock { $0.lines.mapValues { $0.far.asking() } }
        guard let counts = try? await store.dueLater(than: Limits.horizon) else { return }
        state.withLock { state in
            for (queue, asking) in asking { state.lines[queue]?.far.update(counts[queue] ?? 0, asking: asking) }
            for (queue, number) in counts where asking[queue] == nil {
                state.lines[queue, default: Line()].far.update(number, asking: 0)
            }
        }
    }
}
