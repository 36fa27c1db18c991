import Foundation
import Jobs
import Storage

/// `jobs tail`: looks again and again at how jobs stand, and prints what became of them.
struct JobTail {
    private let reader: TailReader
    private let status: JobStatus?
    private let errorCode: String?
    private let isJSON: Bool
    private let start = ContinuousClock.now
    private let startedAt: Date
    private var state = TailState()
    private var place = TailReader.Place()
    /// When the look before began, by the database's clock.
    private var lookedAt: Date
    private var looks = 0
    private var isRoomNoted = false
    /// Ids of jobs are made before their transactions commit: so far back they are looked at again, and each tenth time further.
    private static let late = (usual: 5.0, tenth: 60.0)

    init(_ store: PostgresJobStore, _ filter: JobFilter, asJSON isJSON: Bool) async throws {
        reader = TailReader(store, filter)
        status = filter.status
        errorCode = filter.errorCode
        self.isJSON = isJSON
        startedAt = try await store.serverTime()
        lookedAt = startedAt
        try await begin()
    }

    /// Until the process is stopped.
    func run() async throws -> Int32 {
        var tail = self
        var trouble: String?
        Output.note("following jobs, of which \(state.openCount) are open; Ctrl-C ends it")
        while true {
            let began = ContinuousClock.now
            do {
                try await tail.look()
                trouble = nil
            } catch let error where Watch.isPassing(error) {
                let text = Explanation.text(of: error)
                if text != trouble { Output.note("not read, and tried again: \(text)") }
                trouble = text
            }
            // A tenth of one connection at most, as the dashboard's streams take.
            try await Task.sleep(for: max(.seconds(1), (ContinuousClock.now - began) * 9))
        }
    }

    /// Jobs that are there already: what is open is followed, and what may be queued again.
    private mutating func begin() async throws {
        let recent = try await reader.jobs(since: startedAt.addingTimeInterval(-Self.late.tenth)).jobs
        state.remember(recent.map(\.id), at: .zero)
        repeat {
            let piece = try await reader.open(place)
            place = piece.next
            for job in try await reader.whole(piece.ids) { _ = state.take(job, .before) }
        } while !place.isEnd && state.hasRoom
        // What waits for other jobs is not in that walk.
        for status in [JobStatus.scheduled, .failed, .cancelled] {
            let jobs = try await reader.jobs(status, most: TailState.mostEnded)
            for job in jobs { _ = state.take(job, .before) }
        }
    }

    /// Reads first and changes what it knows at the end: a look that fails is made again as a whole.
    private mutating func look() async throws {
        let now = try await reader.store.serverTime()
        let back = looks.isMultiple(of: 10) ? Self.late.tenth : Self.late.usual
        let recent = try await reader.jobs(since: lookedAt.addingTimeInterval(-back))
        let new = recent.jobs.filter { !state.knows($0.id) }
        let newIDs = Set(new.map(\.id))
        var piece = (ids: [JobID](), next: place)
        if state.hasRoom { piece = try await reader.open(place) }
        let again = piece.ids.filter { !state.knows($0) && !newIDs.contains($0) }
        let followed = state.ids
        let states = try await reader.store.states(of: followed)
        // A list has the last attempt alone.
        let isWhole = { (job: JobRecord) in job.attempt < 2 && job.status != .cancelled }
        let jobs =
            new.filter(isWhole)
            + (try await reader.whole(new.filter { !isWhole($0) }.map(\.id) + again + state.changed(states)))

        state.forget(except: states, among: followed)
        state.remember(Array(newIDs) + again, at: ContinuousClock.now - start)
        (place, lookedAt, looks) = (piece.next, now, looks + 1)
        var lines: [(time: Date, line: TailLine)] = []
        for job in jobs {
            let isOld = !newIDs.contains(job.id) && job.createdAt < startedAt
            // Times are those of transactions: the next attempt's may begin before the one that ends the attempt before.
            var time = Date.distantPast
            for step in state.take(job, isOld ? .again : .since) {
                time = max(time, step.time ?? now)
                if isMeant(step) { lines.append((time, TailLine(step, of: job, now: now))) }
            }
        }
        try print(lines)
        if !recent.areAll {
            Output.note("more than \(TailReader.mostNew) jobs came between two looks: the oldest of them are left out")
        }
        noteRoom()
    }

    private func isMeant(_ step: JobStep) -> Bool {
        (status == nil || step.status == status) && (errorCode == nil || step.error?.code == errorCode)
    }

    /// By their times; steps of one job stay in their order.
    private func print(_ lines: [(time: Date, line: TailLine)]) throws {
        guard !lines.isEmpty else { return }
        let ordered = lines.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        let texts = try ordered.map { isJSON ? try Output.jsonLine($0.element.line) : $0.element.line.text }
        try Output.write(texts.map { $0 + "\n" }.joined())
    }

    private mutating func noteRoom() {
        guard !isRoomNoted, !state.hasRoom else { return }
        isRoomNoted = true
        Output.note(
            "more than \(TailState.room) open jobs match: older ones than the tail are followed once some have ended; "
                + "choose by --queue, --kind or --tenant")
    }
}
