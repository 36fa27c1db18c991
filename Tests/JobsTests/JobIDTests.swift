import Foundation
import Jobs
import Synchronization
import Testing

@Suite struct JobIDTests {
    /// A clock that tests move.
    private final class Clock: Sendable {
        let time: Mutex<Date>
        init(_ time: Date) { self.time = Mutex(time) }
        var now: Date { time.withLock { $0 } }
        func move(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
    }

    @Test("ids have the bits of UUIDv7 and carry their time")
    func bits() {
        let clock = Clock(Date(timeIntervalSince1970: 1_645_557_742))
        let minter = JobIDMinter { clock.now }
        for _ in 0..<1000 {
            let id = minter.mint()
            #expect(id.bytes[6] >> 4 == 7 && id.bytes[8] >> 6 == 2)
            #expect(id.milliseconds == 1_645_557_742_000)
        }
        // The time of the example in RFC 9562, appendix A.6.
        #expect(minter.mint().description.hasPrefix("017f22e2-79b0-7"))
    }

    @Test("100,000 ids of 8 tasks are all different, and rise within each task")
    func unique() async {
        let minter = JobIDMinter()
        let all = await withTaskGroup(of: [JobID].self) { group in
            for _ in 0..<8 { group.addTask { (0..<12_500).map { _ in minter.mint() } } }
            return await group.reduce(into: [[JobID]]()) { $0.append($1) }
        }
        for ids in all { #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }) }
        #expect(Set(all.joined()).count == 100_000)
    }

    @Test("ids rise also when the clock goes back or stands still, and run ahead of it by little")
    func clockGoesBack() {
        let clock = Clock(Date(timeIntervalSince1970: 1_700_000_000))
        let minter = JobIDMinter { clock.now }
        var last = minter.mint()
        for round in 0..<30_000 {
            if round.isMultiple(of: 10_000) { clock.move(-60) }
            let next = minter.mint()
            #expect(last < next)
            last = next
        }
        // 4096 ids fit into a millisecond.
        #expect(last.milliseconds <= 1_700_000_000_000 + 8)
        clock.move(3600)
        #expect(minter.mint().milliseconds == 1_700_000_000_000 + 3_420_000)
    }

    @Test("ids follow the server's time, forwards at once and backwards without falling")
    func serverTime() {
        let clock = Clock(Date(timeIntervalSince1970: 1_700_000_000))
        let minter = JobIDMinter { clock.now }
        minter.adjust(serverTime: Date(timeIntervalSince1970: 1_700_000_090))
        let ahead = minter.mint()
        #expect(ahead.milliseconds == 1_700_000_090_000)
        clock.move(1)
        #expect(minter.mint().milliseconds == 1_700_000_091_000)
        minter.adjust(serverTime: Date(timeIntervalSince1970: 1_699_999_990))
        let back = minter.mint()
        #expect(back > ahead && back.milliseconds == 1_700_000_091_000)
        clock.move(200)
        #expect(minter.mint().milliseconds == 1_700_000_190_000)
    }

    @Test("an id survives its text, its bytes and JSON, and is written in lower case")
    func forms() throws {
        for _ in 0..<100 {
            let id = JobIDMinter().mint()
            #expect(JobID(id.description) == id && JobID(bytes: id.bytes) == id)
            #expect(id.description == id.description.lowercased() && JobID(id.description.uppercased()) == id)
            #expect(try JSONDecoder().decode([JobID].self, from: JSONEncoder().encode([id])) == [id])
        }
        #expect(JobID("") == nil && JobID("017f22e2-79b0-7cc3-98c4-dc0c0c07398") == nil)
        #expect(JobID(bytes: [1, 2, 3]) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([JobID].self, from: Data(#"["x"]"#.utf8)) }
    }

    @Test("ids sort as their bytes do: that is how the database and the dispatcher sort them")
    func order() {
        let ids = (0..<1000).map { _ in JobID(UUID()) }
        #expect(ids.sorted() == ids.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    }
}
