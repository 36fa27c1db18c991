import Testing

@testable import Launcher

@Suite("The delay before a restart")
struct RestartPolicyTests {
    private struct Moment: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Moment { Moment(offset: offset + duration) }
        func duration(to other: Moment) -> Duration { other.offset - offset }
        static func < (left: Moment, right: Moment) -> Bool { left.offset < right.offset }
    }

    private let start = Moment(offset: .zero)

    @Test("doubles from a tenth of a second to five seconds")
    func doubles() {
        var policy = RestartPolicy()
        let delays = (0..<9).map { _ in policy.delay(startedAt: start, endedAt: start.advanced(by: .seconds(9))) }
        #expect(delays == [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000].map { .milliseconds($0) })
    }

    @Test("starts over once the process has lived ten seconds")
    func resets() {
        var policy = RestartPolicy()
        for _ in 0..<6 { _ = policy.delay(startedAt: start, endedAt: start) }
        #expect(policy.delay(startedAt: start, endedAt: start.advanced(by: .seconds(10))) == .milliseconds(100))
        #expect(policy.delay(startedAt: start, endedAt: start) == .milliseconds(200))
    }

    @Test("is always the shortest for what answers requests")
    func answering() {
        var policy = RestartPolicy(most: RestartPolicy.shortest)
        for _ in 0..<20 { #expect(policy.delay(startedAt: start, endedAt: start) == .milliseconds(100)) }
    }
}
