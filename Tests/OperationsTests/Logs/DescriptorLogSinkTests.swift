import Foundation
import Glibc
import Reactor
import Testing

@testable import Operations

@Suite("The log on a descriptor")
struct DescriptorLogSinkTests {
    @Test("lines of eight threads never interleave, however long and slowly read", .timeLimit(.minutes(1)))
    func whole() async throws {
        let child = try ChildProcess.spawn(
            executable: TestSupport.probe, arguments: ["log"], standardError: .pipe, on: TestSupport.loop)
        var seen: [Int: [Int]] = [:]
        var dropped = 0
        for line in await TestSupport.lines(of: child.standardError) {
            let parsed = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let object = try #require(parsed, "a broken line: \(line.prefix(80))")
            if let count = object["dropped"] as? Int {
                dropped += count
                continue
            }
            let number = try #require(object["line"] as? Int)
            #expect((object["text"] as? String)?.count == number * 7 % 5000)
            seen[try #require(object["thread"] as? Int), default: []].append(number)
        }
        #expect(await child.ended() == .exited(0))
        #expect(seen.count == 8 && seen.values.reduce(0) { $0 + $1.count } + dropped == 4000)
        for lines in seen.values { #expect(lines == lines.sorted()) }
    }

    @Test("a reader that does not read blocks no caller; what was dropped is counted", .timeLimit(.minutes(1)))
    func stuckReader() async throws {
        let (reading, writing) = try DescriptorHandle.pipe()
        let sink = DescriptorLogSink(descriptor: writing.number, maximumQueuedBytes: 100_000)
        let logger = Logger(label: "test", sink: sink)
        let start = ContinuousClock.now
        for index in 0..<10_000 { logger.info("line", ["number": .integer(index)]) }
        #expect(ContinuousClock.now - start < .seconds(10))

        let lines = LineStream(reading: reading, maximumLineBytes: 65_536, on: TestSupport.loop)
        var count = 0
        var last = -1
        for await line in lines {
            if let match = line.firstMatch(of: #/"dropped":(\d+)/#) {
                #expect(count + (Int(match.1) ?? 0) == 10_000)
                break
            }
            let number = try #require(line.firstMatch(of: #/"number":(\d+)/#).flatMap { Int($0.1) })
            #expect(number > last)
            last = number
            count += 1
        }
        #expect(count > 100)
        await sink.flush()
        withExtendedLifetime(writing) {}
    }

    @Test("a reader that is gone is no reason to end")
    func goneReader() throws {
        let (reading, writing) = try DescriptorHandle.pipe()
        reading.close()
        let logger = Logger(label: "test", sink: DescriptorLogSink(descriptor: writing.number))
        for _ in 0..<100 { logger.info("nobody hears") }
    }
}
