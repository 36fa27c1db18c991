import Foundation
import Jobs

/// How far one queue was read. The first time, and again at intervals, the jobs of every tenant are read, each tenant's by
/// themselves, so that one tenant's flood does not hide the others'; between that, only what came since is read. A pure
/// value.
struct OpenJobCursor {
    typealias Instant = ContinuousClock.Instant

    /// A tenant whose line is at least so long needs no more for now.
    static let enough = 64
    /// How long after the last walk the next one begins: it finds what no shorter way shows, such as a commit that came
    /// long after its ids were minted.
    static let pause = Duration.seconds(60)

    /// A cursor that was not used for so long begins again.
    static let memory = Duration.seconds(20)
    /// Between looks for what is new, however much is known.
    static let interval = Duration.milliseconds(100)

    var lines = OpenJobQueue()
    /// Where reading what is new goes on; nil before the first time.
    var newest: UUID?
    var due: (runAt: Date, id: UUID)?
    /// Where reading the list of jobs that became ready in long transactions goes on.
    var listed: UUID?
    /// After which tenant the list of tenants goes on; nil when it is complete.
    private(set) var tenantCursor: UUID? = .zero
    /// Tenants whose jobs are not read to the end, with the place to go on from; in turn.
    private var unread: [(tenant: UUID, cursor: UUID)] = []
    private var walkedAt: Instant?
    private var lookedAt: Instant?

    /// Whether there may be jobs that were never read.
    var isIncomplete: Bool { tenantCursor != nil || unread.contains { lines.count(of: $0.tenant) < Self.enough } }

    /// Whether it is time to look for what is new. What was read long ago is forgotten.
    mutating func shouldLook(now: Instant) -> Bool {
        if let lookedAt, lookedAt + Self.memory < now { self = OpenJobCursor() }
        if let walkedAt, walkedAt + Self.pause <= now, !isIncomplete {
            self.walkedAt = nil
            (tenantCursor, unread) = (.zero, [])
        }
        if let lookedAt, lookedAt + Self.interval > now { return false }
        lookedAt = now
        return true
    }

    mutating func found(tenants: [UUID], limit: Int, now: Instant) {
        let waiting = Set(unread.map(\.tenant))
        unread += tenants.filter { !waiting.contains($0) }.map { ($0, .zero) }
        tenantCursor = tenants.count < limit ? nil : tenants.last
        if tenantCursor == nil { walkedAt = now }
    }

    /// The tenants to read on, the one that waits longest first.
    mutating func nextTenants(_ count: Int) -> [(tenant: UUID, cursor: UUID)] {
        var chosen: [(tenant: UUID, cursor: UUID)] = []
        unread.removeAll { item in
            guard chosen.count < count, lines.count(of: item.tenant) < Self.enough else { return false }
            chosen.append(item)
            return true
        }
        return chosen
    }

    /// - Parameter cursor: where the tenant's next page begins.
    mutating func readOn(_ tenant: UUID, from cursor: UUID) {
        unread.append((tenant, cursor))
    }

    /// Takes over a job that came since the last look; what finds no place is read with its tenant later.
    mutating func add(_ entry: OpenJobQueue.Entry) {
        guard lines.isFull(for: entry.tenant) else { return lines.add(entry) }
        let floor = entry.id.momentFloor
        if let index = unread.firstIndex(where: { $0.tenant == entry.tenant }) {
            unread[index].cursor = min(unread[index].cursor, floor)
        } else {
            unread.append((entry.tenant, floor))
        }
    }

    /// Skips too many new jobs: they are read tenant by tenant.
    mutating func skip(to newest: UUID) {
        self.newest = newest
        (tenantCursor, walkedAt) = (.zero, nil)
    }
}

extension JobID {
    /// The smallest id of the same millisecond.
    var momentFloor: UUID {
        let b = Array(bytes.prefix(6)) + [UInt8](repeating: 0, count: 10)
        return JobID(bytes: b)?.uuid ?? .zero
    }
}
