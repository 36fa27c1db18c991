import Foundation
import Jobs
import Testing

@Suite struct ServerClockTests {
    private struct Away: Error {}

    @Test("it shows the server's time, carried on from when the answer was here")
    func carriedOn() async throws {
        let clock = ServerClock()
        let future = Date(timeIntervalSince1970: 4_000_000_000)
        clock.adjust(to: future, readAt: .now - .seconds(10))
        #expect((10..<11).contains(clock.now.timeIntervalSince(future)))
        try await clock.measure(within: .seconds(60)) { Date(timeIntervalSince1970: 1000) }
        #expect((1000..<1060).contains(clock.now.timeIntervalSince1970))
    }

    @Test("an answer that took long, or did not come, leaves what was known")
    func late() async throws {
        let clock = ServerClock()
        clock.adjust(to: Date(timeIntervalSince1970: 1000), readAt: .now)
        try await clock.measure(within: .milliseconds(1)) {
            try await Task.sleep(for: .milliseconds(5))
            return Date(timeIntervalSince1970: 2_000_000)
        }
        await #expect(throws: Away.self) { try await clock.measure { throw Away() } }
        #expect((1000..<1600).contains(clock.now.timeIntervalSince1970))
    }
}
