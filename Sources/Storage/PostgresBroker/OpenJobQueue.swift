import Foundation
import Jobs

/// Jobs that were open when they were read, each tenant's in a line by priority, then age. Which of them really may run is
/// for the claim to say. A pure value.
struct OpenJobQueue {
    struct Entry: Hashable, Comparable {
        let id: JobID
        let tenant: UUID
        let priority: Int
        /// Jobs of a tenant and a lane are limited alike.
        var lane = ""

        var line: LineName { LineName(tenant: tenant, lane: lane) }

        static func < (left: Entry, right: Entry) -> Bool { (left.priority, left.id) < (right.priority, right.id) }
    }

    struct LineName: Hashable {
        let tenant: UUID
        let lane: String
    }

    /// Jobs that a limit blocks until the time given.
    private struct Shut {
        var until: ContinuousClock.Instant
        var entries: [Entry] = []
    }

    private struct Line {
        var entries: [Entry] = []
        var isSorted = true
    }

    /// The longest line; more is read when some is gone.
    static let longest = 1000

    private var lines: [UUID: Line] = [:]
    /// Those whose lines are not empty, in the order of their names.
    private var rotation: [UUID] = []
    private var known: Set<JobID> = []
    private var lastServed = UUID.zero
    private var shut: [LineName: Shut] = [:]
    private var shutCount = 0

    /// Those that may be tried.
    var count: Int { known.count - shutCount }

    func count(of tenant: UUID) -> Int { lines[tenant]?.entries.count ?? 0 }

    func isFull(for tenant: UUID) -> Bool { count(of: tenant) >= Self.longest }

    mutating func add(_ entry: Entry) {
        guard known.insert(entry.id).inserted else { return }
        if shut[entry.line] != nil {
            shut[entry.line]?.entries.append(entry)
            shutCount += 1
            return
        }
        append(entry)
    }

    /// A limit blocks these, and with them all of their tenant and lane: they are skipped until the time given.
    mutating func shut(_ entries: [Entry], until: ContinuousClock.Instant) {
        for name in Set(entries.map(\.line)) {
            guard shut[name] == nil, let line = lines[name.tenant] else { continue }
            let barred = line.entries.filter { $0.lane == name.lane }
            shut[name] = Shut(until: until, entries: barred)
            lines[name.tenant]?.entries.removeAll { $0.lane == name.lane }
            removeIfEmpty(name.tenant)
            shutCount += barred.count
        }
    }

    /// Brings back what was blocked until now.
    mutating func open(now: ContinuousClock.Instant) {
        for (name, line) in shut where line.until <= now {
            shut[name] = nil
            shutCount -= line.entries.count
            for entry in line.entries { append(entry) }
        }
    }

    private mutating func append(_ entry: Entry) {
        if lines[entry.tenant] == nil { rotation.insert(entry.tenant, at: place(of: entry.tenant)) }
        var line = lines.removeValue(forKey: entry.tenant) ?? Line()
        if let last = line.entries.last, entry < last { line.isSorted = false }
        line.entries.append(entry)
        lines[entry.tenant] = line
    }

    /// The jobs whose turn it is: of each tenant one, beginning after the tenant that was served last, then of each a
    /// second one, and so on.
    mutating func next(_ count: Int) -> [Entry] {
        let first = place(of: lastServed, orAfter: true)
        var order = Array((rotation[first...] + rotation[..<first]).prefix(max(count, 0)))
        for tenant in order where lines[tenant]?.isSorted == false {
            lines[tenant]?.entries.sort()
            lines[tenant]?.isSorted = true
        }
        var chosen: [Entry] = []
        var depth = 0
        while chosen.count < count, !order.isEmpty {
            for tenant in order.prefix(count - chosen.count) {
                if let entry = lines[tenant]?.entries[depth] { chosen.append(entry) }
            }
            depth += 1
            order.removeAll { self.count(of: $0) <= depth }
        }
        return chosen
    }

    /// Forgets jobs: they were claimed, or may not run.
    mutating func drop(_ entries: some BidirectionalCollection<Entry>) {
        for entry in entries { known.remove(entry.id) }
        for tenant in Set(entries.map(\.tenant)) {
            lines[tenant]?.entries.removeAll { !known.contains($0.id) }
            removeIfEmpty(tenant)
        }
        if let last = entries.last { lastServed = last.tenant }
    }

    private mutating func removeIfEmpty(_ tenant: UUID) {
        guard count(of: tenant) == 0, lines.removeValue(forKey: tenant) != nil else { return }
        rotation.remove(at: place(of: tenant))
    }

    /// Where a tenant stands in the rotation, or would stand.
    private func place(of tenant: UUID, orAfter: Bool = false) -> Int {
        var (low, high) = (0, rotation.count)
        while low < high {
            let middle = (low + high) / 2
            if rotation[middle] < tenant || orAfter && rotation[middle] == tenant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
