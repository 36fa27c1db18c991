import Testing

@testable import Operations

@Suite("The states of a service group")
struct ServiceGroupStateTests {
    private func running(_ count: Int) -> ServiceGroupState {
        var state = ServiceGroupState(count: count)
        _ = state.begin()
        for index in 0..<count { _ = state.handle(.started(index)) }
        return state
    }

    @Test("services start one after the other")
    func start() {
        var state = ServiceGroupState(count: 2)
        #expect(state.begin() == [.start(0)])
        #expect(state.handle(.started(0)) == [.run(0), .start(1)])
        #expect(state.handle(.started(1)) == [.run(1)])
    }

    @Test("they stop in reverse, each when the one after it is gone, and the status is 0")
    func stop() {
        var state = running(2)
        #expect(state.handle(.stopRequested) == [.limitStop(1, after: 1), .stop(1)])
        #expect(state.handle(.stopRequested) == [])
        #expect(state.handle(.stopReturned(1)) == [])
        #expect(
            state.handle(.ended(1, reason: "", isFailure: false)) == [.limitStop(0, after: 0), .stop(0)])
        #expect(state.handle(.ended(0, reason: "", isFailure: false)) == [])
        #expect(state.handle(.stopReturned(0)) == [.finish(status: 0)])
    }

    @Test("one that is stuck is given up, the others still stop, and the status is 1")
    func stuck() {
        var state = running(2)
        _ = state.handle(.stopRequested)
        #expect(state.handle(.stopTimedOut(1)) == [.giveUp(1), .limitStop(0, after: 0), .stop(0)])
        #expect(state.handle(.stopTimedOut(1)) == [])
        #expect(state.handle(.ended(1, reason: "", isFailure: false)) == [])
        _ = state.handle(.ended(0, reason: "", isFailure: false))
        #expect(state.handle(.stopReturned(0)) == [.finish(status: 1)])
    }

    @Test("one that ends early stops the rest, with status 1")
    func endsEarly() {
        var state = running(2)
        #expect(
            state.handle(.ended(0, reason: "x", isFailure: false))
                == [.logEarlyEnd(0, reason: "x"), .limitStop(1, after: 0), .stop(1)])
        _ = state.handle(.stopReturned(1))
        #expect(state.handle(.ended(1, reason: "", isFailure: false)) == [.finish(status: 1)])
    }

    @Test("one that cannot start stops those before it; those after it never start")
    func cannotStart() {
        var state = ServiceGroupState(count: 3)
        _ = state.begin()
        _ = state.handle(.started(0))
        #expect(
            state.handle(.ended(1, reason: "x", isFailure: true))
                == [.logEarlyEnd(1, reason: "x"), .limitStop(0, after: 0), .stop(0)])
    }

    @Test("one that is still starting is cancelled, or stopped once it has started")
    func stopWhileStarting() {
        var cancelled = ServiceGroupState(count: 1)
        _ = cancelled.begin()
        #expect(cancelled.handle(.stopRequested) == [.limitStop(0, after: 0), .cancelStart(0)])
        var started = cancelled
        #expect(cancelled.handle(.ended(0, reason: "", isFailure: false)) == [.finish(status: 0)])
        #expect(started.handle(.started(0)) == [.run(0), .stop(0)])
        _ = started.handle(.stopReturned(0))
        #expect(started.handle(.ended(0, reason: "", isFailure: false)) == [.finish(status: 0)])
    }
}
