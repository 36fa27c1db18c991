import Foundation
import HTTPServer
import Jobs
import Storage

/// A job that is watched: where it stands, and how far each of its listeners is.
struct WatchedJob {
    struct Member {
        let listener: Listener
        var follower: StreamFollower
    }

    let id: JobID
    let queue: QueueName
    private(set) var state: JobState
    private(set) var members: [ObjectIdentifier: Member] = [:]
    /// The whole job, once it is settled: what is sent last.
    private(set) var end: JobView?

    init(_ job: JobRecord) {
        id = job.id
        queue = job.queue
        state = JobState(job)
        if job.status.isSettled { end = JobView(job) }
    }

    var isAbandoned: Bool { members.isEmpty }
    var isSettled: Bool { end != nil }

    /// - Parameters:
    ///   - record: the job as it was read for this listener, perhaps after the last look at it for the others.
    ///   - place: after which the listener wants to go on; nil: from the beginning of what is there.
    mutating func add(_ listener: Listener, reading record: JobRecord, after place: JobStreamPosition?) {
        if record.attempt > state.attempt || record.status.isSettled {
            take(JobState(record), end: record.status.isSettled ? JobView(record) : nil)
        }
        var follower = StreamFollower(at: place ?? JobStreamPosition(attempt: state.attempt))
        var events = follower.began(state.attempt).map { EventText.of($0) }
        if follower.position.attempt > state.attempt {
            // Of an attempt that there was not.
            follower = StreamFollower(at: JobStreamPosition(attempt: state.attempt))
            events = [EventText.of(.reset(follower.position, .wiped))]
        }
        if !isSettled { events.append(EventText.status(id, state, at: follower.position)) }
        guard listener.push(EventText.hello + events.flatMap(\.self)) else { return }
        members[ObjectIdentifier(listener)] = Member(listener: listener, follower: follower)
    }

    mutating func remove(_ listener: Listener) { members[ObjectIdentifier(listener)] = nil }

    /// What the store says.
    /// - Parameter end: the whole job, when it is settled.
    mutating func take(_ new: JobState, end: JobView?) {
        guard new != state, !isSettled else { return }
        let hasBegun = new.attempt > state.attempt
        state = new
        self.end = end
        deliver { [id] follower in
            let events = hasBegun ? follower.began(new.attempt).map { EventText.of($0) } : []
            // The last status comes after the last chunks.
            return events + (end == nil ? [EventText.status(id, new, at: follower.position)] : [])
        }
    }

    /// The place from which on all listeners together need the stream.
    var place: JobStreamPosition {
        let places = members.values.map(\.follower.position)
        let attempt = places.map(\.attempt).max() ?? 0
        let isOne = places.allSatisfy { $0.attempt == attempt && $0.edition == places.first?.edition }
        guard isOne, let first = places.map(\.sequence).min() else { return JobStreamPosition(attempt: attempt) }
        return JobStreamPosition(attempt: attempt, sequence: first, edition: places.first?.edition)
    }

    /// What the stream holds.
    /// - Returns: whether there is more.
    mutating func take(_ page: JobStreamPage?) -> Bool {
        guard let page else {
            // Between two attempts it may be gone: the next one begins anew in any case.
            if state.status == .running || isSettled { deliver { $0.isGone().map { EventText.of($0) } } }
            return false
        }
        deliver { $0.take(page).map { EventText.of($0) } }
        return members.values.contains {
            $0.follower.position.attempt == page.attempt && $0.follower.position.sequence < page.last
        }
    }

    /// Sends the end, after everything else.
    func finish() {
        guard let end else { return }
        for member in members.values {
            let place = member.follower.position
            _ = member.listener.push(
                EventText.status(id, state, at: place) + EventText.done(end, at: place), isLast: true)
        }
    }

    /// Listeners that are equally far get the same bytes.
    private mutating func deliver(_ body: (inout StreamFollower) -> [[UInt8]]) {
        var last: (before: StreamFollower, after: StreamFollower, text: [UInt8])?
        for (key, member) in members {
            if last?.before != member.follower {
                var follower = member.follower
                let text = body(&follower).flatMap(\.self)
                last = (member.follower, follower, text)
            }
            guard let last else { continue }
            members[key]?.follower = last.after
            if !last.text.isEmpty, !member.listener.push(last.text) { members[key] = nil }
        }
    }
}
