import Jobs
import Testing

@testable import Execution

@Suite("Jobs that wait for a slot")
struct ReadyJobsTests {
    private let ready = ReadyJobs(slots: 3)
    private static let short = (kind: Make.kind, time: 0.000_02)

    /// Lets slots fall asleep, each of which is to get one job.
    private func sleepers(_ slots: Int...) async -> [Task<ClaimedJob, Never>] {
        let tasks = slots.map { slot in Task { await ready.next(for: slot, after: nil) } }
        while ready.idle < slots.count { await Task.yield() }
        return tasks
    }

    /// Slot 0 runs a job of a kind that is known to be over in no time.
    private func runShort() async {
        for _ in 0..<3 {
            ready.push([Make.claimed()])
            _ = await ready.next(for: 0, after: Self.short)
        }
    }

    @Test("jobs that may be long start at once, each in a slot of its own", .timeLimit(.minutes(1)))
    func long() async throws {
        let tasks = await sleepers(0, 1, 2)
        let jobs = (0..<3).map { _ in Make.claimed() }
        ready.push(jobs)
        try #require(ready.idle == 0)
        var started: Set<JobID> = []
        for task in tasks { started.insert(await task.value.claim.id) }
        #expect(started == Set(jobs.map(\.claim.id)))
    }

    @Test("a short job wakes no slot while one is about to be free, and that slot gets it", .timeLimit(.minutes(1)))
    func short() async throws {
        await runShort()
        let tasks = await sleepers(1, 2)
        let job = Make.claimed()
        ready.push([job])
        #expect(ready.idle == 2)
        #expect(await ready.next(for: 0, after: Self.short).claim == job.claim)
        // Two that may be long, and a slot that does not come back: it was counted on for one of them.
        ready.push([Make.claimed(kind: "test.other"), Make.claimed(kind: "test.other")])
        ready.look()
        ready.look()
        try #require(ready.idle == 0)
        for task in tasks { _ = await task.value }
    }

    @Test("as many slots are woken as there is work for, however short the jobs", .timeLimit(.minutes(1)))
    func many() async throws {
        await runShort()
        let tasks = await sleepers(1, 2)
        // Three quanta of work: the slot that is about to come, and two more.
        ready.push((0..<300).map { _ in Make.claimed() })
        try #require(ready.idle == 0)
        for task in tasks { _ = await task.value }
        #expect(ready.drain().count == 298)
    }

    @Test("a short job that turned out long delays the others for at most two looks", .timeLimit(.minutes(1)))
    func stuck() async throws {
        await runShort()
        let tasks = await sleepers(1)
        let job = Make.claimed()
        ready.push([job])
        ready.look()
        #expect(ready.idle == 1)
        ready.look()
        try #require(ready.idle == 0)
        #expect(await tasks[0].value.claim == job.claim)
    }

    @Test("when most runs of a kind are long, each of its jobs gets a slot again", .timeLimit(.minutes(1)))
    func learning() async throws {
        await runShort()
        for _ in 0..<80 {
            ready.push([Make.claimed()])
            _ = await ready.next(for: 0, after: (Make.kind, 1))
        }
        // The one that it got was short when it came.
        ready.look()
        ready.look()
        let tasks = await sleepers(1, 2)
        ready.push([Make.claimed(), Make.claimed()])
        try #require(ready.idle == 0)
        for task in tasks { _ = await task.value }
    }

    @Test("one long run among short ones wakes no more slots", .timeLimit(.minutes(1)))
    func outlier() async throws {
        await runShort()
        ready.push([Make.claimed()])
        _ = await ready.next(for: 0, after: (Make.kind, 1))
        ready.look()
        ready.look()
        let tasks = await sleepers(1, 2)
        ready.push([Make.claimed(), Make.claimed()])
        #expect(ready.idle == 1)
        // The slot that was woken is counted on again when it has its job, however late that is.
        let looking = Task {
            while !Task.isCancelled {
                ready.look()
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        for task in tasks { _ = await task.value }
        looking.cancel()
    }
}
