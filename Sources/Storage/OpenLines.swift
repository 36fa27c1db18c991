import Foundation
import Jobs

/// Jobs that were open when they were read, each tenant's in a line by priority, then age. Which of them really may run is
/// for the claim to say. A pure value.
struct OpenLines {
    struct Entry: Hashable, Comparable {
        let id: JobID
        let tenant: UUID
        let priority: Int

        static func < (left: Entry, right: Entry) -> Bool { (left.priority, left.id) < (right.priority, right.id) }
    }

    private struct Line {
        var entries: [Entry] = []
        var isSorted = true
    }

    /// A longer line is read on when some of it is gone.
    static let longest = 1000

    private var lines: [UUID: Line] = [:]
    /// Those whose lines are not empty, in the order of their names.
    private var rotation: [UUID] = []
    private var known: Set<JobID> = []
    private var lastServed = UUID.zero

    var count: Int { known.count }

    func count(of tenant: UUID) -> Int { lines[tenant]?.entries.count ?? 0 }

    func isFull(for tenant: UUID) -> Bool { count(of: tenant) >= Self.longest }

    mutating func add(_ entry: Entry) {
        guard known.insert(entry.id).inserted else { return }
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
            guard count(of: tenant) == 0, lines.removeValue(forKey: tenant) != nil else { continue }
            rotation.remove(at: place(of: tenant))
        }
        if let last = entries.last { lastServed = last.tenant }
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
