import Jobs
import Testing

@Suite("A follower of a job's stream")
struct StreamFollowerTests {
    private func page(
        attempt: Int = 1, edition: String = "a", first: Int = 1, last: Int, start: Int = 1, count: Int? = nil,
        progress: (Int, Double)? = nil
    ) -> JobStreamPage {
        let numbers = Array(start..<start + (count ?? max(0, last - start + 1)))
        return JobStreamPage(
            attempt: attempt, edition: edition, first: first, last: last, progressVersion: progress?.0 ?? 0,
            progress: progress.map { JobProgress(percent: $0.1) }, start: start, chunks: numbers.map { [UInt8($0)] })
    }

    private func place(_ attempt: Int, _ sequence: Int, _ edition: String? = "a") -> JobStreamPosition {
        JobStreamPosition(attempt: attempt, sequence: sequence, edition: edition)
    }

    private func chunks(_ events: [StreamFollower.Event]) -> [Int] {
        events.compactMap { if case .chunk(let place, _) = $0 { place.sequence } else { nil } }
    }

    private func resets(_ events: [StreamFollower.Event]) -> [StreamFollower.Reason] {
        events.compactMap { if case .reset(_, let reason) = $0 { reason } else { nil } }
    }

    @Test("each chunk comes once, whatever pages overlap")
    func once() {
        var follower = StreamFollower(at: JobStreamPosition(attempt: 1))
        #expect(chunks(follower.take(page(last: 3))) == [1, 2, 3])
        #expect(follower.take(page(last: 3)).isEmpty)
        #expect(chunks(follower.take(page(last: 6, start: 2))) == [4, 5, 6])
        #expect(follower.position == place(1, 6))
    }

    @Test("a page from further on is not taken: what lies between would be lost")
    func ahead() {
        var follower = StreamFollower(at: JobStreamPosition(attempt: 1))
        #expect(chunks(follower.take(page(last: 9, start: 5))) == [])
        #expect(follower.position == place(1, 0))
        #expect(chunks(follower.take(page(last: 9, start: 1))).count == 9)
    }

    @Test("the next attempt resets, seen in the stream or in the store, and late chunks of the last one are not shown")
    func attempts() {
        for isToldByStore in [true, false] {
            var follower = StreamFollower(at: JobStreamPosition(attempt: 0))
            #expect(resets(follower.began(1)) == [])
            _ = follower.take(page(last: 4))
            var events = isToldByStore ? follower.began(2) : []
            events += follower.take(page(attempt: 2, edition: "b", last: 2))
            #expect(resets(events) == [.attempt] && chunks(events) == [1, 2])
            #expect(follower.take(page(last: 9)).isEmpty)
            #expect(follower.began(1).isEmpty && follower.began(2).isEmpty)
        }
    }

    @Test("a stream that was wiped resets, also when it goes on with the very next chunk")
    func wiped() {
        var follower = StreamFollower(at: JobStreamPosition(attempt: 1))
        _ = follower.take(page(last: 4))
        let events = follower.take(page(edition: "b", first: 5, last: 6, start: 5))
        #expect(resets(events) == [.wiped] && chunks(events) == [5, 6])

        var waiting = follower
        #expect(resets(waiting.isGone()) == [.wiped])
        #expect(waiting.isGone().isEmpty)
        var new = StreamFollower(at: JobStreamPosition(attempt: 1))
        #expect(new.isGone().isEmpty)
    }

    @Test("a listener that missed dropped chunks gets a reset before the first that is there")
    func trimmed() {
        var follower = StreamFollower(at: place(1, 3))
        let events = follower.take(page(first: 7, last: 8, start: 7))
        #expect(events.first == .reset(place(1, 6), .trimmed) && chunks(events) == [7, 8])
        var new = StreamFollower(at: JobStreamPosition(attempt: 1))
        #expect(resets(new.take(page(first: 7, last: 8, start: 7))) == [.trimmed])
        var last = StreamFollower(at: place(1, 6))
        #expect(resets(last.take(page(first: 7, last: 8, start: 7))) == [])
    }

    @Test("a place that the stream never reached resets")
    func beyond() {
        var follower = StreamFollower(at: place(1, 30, nil))
        let events = follower.take(page(first: 1, last: 2))
        #expect(resets(events) == [.wiped] && chunks(events) == [1, 2])
    }

    @Test("a word of progress comes once")
    func progress() {
        var follower = StreamFollower(at: JobStreamPosition(attempt: 1))
        #expect(follower.take(page(last: 0, progress: (1, 10))) == [.progress(place(1, 0), JobProgress(percent: 10))])
        #expect(follower.take(page(last: 0, progress: (1, 10))).isEmpty)
        #expect(follower.take(page(last: 0, progress: (2, 20))).count == 1)
    }

    @Test("an event's id is read as it was written, and nothing else is")
    func ids() {
        for place in [place(1, 0, nil), place(12, 345, "9f3a"), place(0, 0, nil)] {
            #expect(JobStreamPosition("\(place)") == place)
        }
        for text in ["", "1", "-", "1-", "a-1", "1-2-", "1-2-XY", "1-2-3-4", "-1-2", "1 - 2", "99999999999999999999-1"]
        {
            #expect(JobStreamPosition(text) == nil, "\(text)")
        }
    }
}
