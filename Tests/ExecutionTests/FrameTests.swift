import Jobs
import TestSupport
import Testing

@testable import Execution

@Suite struct FrameTests {
    private let jobs = Make.jobs(3)
    private var ids: [JobID] { jobs.map(\.claim.id) }

    @Test("commands arrive as they were sent")
    func commands() throws {
        let commands: [ExecutorCommand] = [
            .run(jobs.map(\.claim), .durable), .run(jobs.map(\.claim), .relaxed), .run(jobs.map(\.claim), .deferred),
            .run([], .durable),
            .cancel(ids), .cancel([]), .abandon(ids), .drain,
        ]
        for command in commands { #expect(try ExecutorCommand(frame: command.encoded()) == command) }
    }

    @Test("reports arrive as they were sent")
    func reports() throws {
        var reports: [ExecutorReport] = [
            .ready, .refused(ids), .released(ids), .suspect(ids), .superseded(ids), .settled([]), .brought(ids),
        ]
        for status in JobStatus.allCases {
            reports.append(
                .settled([Make.end(jobs[0], status), Make.end(jobs[1], status, again: .milliseconds(1500))]))
        }
        for report in reports { #expect(try ExecutorReport(frame: report.encoded()) == report) }
        let zero = ExecutorReport.settled([Make.end(jobs[0], .queued, again: .zero)])
        guard case .settled(let ends) = try ExecutorReport(frame: zero.encoded()) else { return }
        #expect(ends[0].again == 0)
    }

    @Test("a delay too long for its field is the longest that fits, and never means settled")
    func longDelay() throws {
        let report = ExecutorReport.settled([Make.end(jobs[0], .scheduled, again: .seconds(400 * 86_400))])
        guard case .settled(let ends) = try ExecutorReport(frame: report.encoded()) else { return }
        #expect(try #require(ends.first?.again) > 3_900_000_000)
    }

    @Test("start records arrive as they were written, all of one length")
    func starts() throws {
        let record = StartRecord(
            id: ids[0], limit: .milliseconds(1234), grace: .seconds(5), wait: .seconds(100 * 86_400))
        let bytes = record.encoded()
        #expect(bytes.count == StartRecord.byteCount)
        #expect(StartRecord(bytes: bytes) == record)
        #expect(record.wait == .max && record.limit == 1234)
        #expect(StartRecord(bytes: bytes.dropLast()) == nil)
    }

    @Test("no frame makes a process crash, whatever is in it")
    func random() {
        let seed = Settings.seed
        print("figure: seed \(seed) for frames")
        var generator = SeededGenerator(seed)
        var read = 0
        for number in 0..<5000 {
            let length = Int.random(in: 0...120, using: &generator)
            var frame = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            // Every other one begins like a real one, or it would hardly ever be read beyond its tag.
            if number.isMultiple(of: 2), !frame.isEmpty { frame[0] = UInt8.random(in: 0...8, using: &generator) }
            if let command = try? ExecutorCommand(frame: frame) {
                read += 1
                #expect((try? ExecutorCommand(frame: command.encoded())) == command, "seed \(seed)")
            }
            if let report = try? ExecutorReport(frame: frame) {
                read += 1
                #expect((try? ExecutorReport(frame: report.encoded())) == report, "seed \(seed)")
            }
            if StartRecord(bytes: frame) != nil { read += 1 }
        }
        #expect(read > 500)
    }
}
