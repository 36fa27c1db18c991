import Jobs
import TestSupport
import Testing

@testable import Execution

/// Frames as no process of ours writes them: cut, lengthened, with bytes changed, or of random bytes.
@Suite struct FrameFuzzTests {
    @Test("a frame that is not as expected is refused or read, and ends nothing; what is read can be written")
    func frames() throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        let jobs = Make.jobs(3)
        let ids = jobs.map(\.claim.id)
        var samples: [[UInt8]] = [
            ExecutorCommand.run(jobs.map(\.claim), .durable), .cancel(ids), .abandon(ids), .drain,
            .streamReport(7, again: ids),
        ].map { $0.encoded() }
        samples += [
            ExecutorReport.ready, .refused(ids), .released(ids), .brought(ids),
            .settled([Make.end(jobs[0], .succeeded), Make.end(jobs[1], .queued, again: .seconds(3))]),
            .streamReport(
                9,
                [
                    JobStreamWrite(
                        claim: jobs[0].claim, attempt: 2, first: 5, chunks: [[1, 2, 3], []],
                        progress: JobProgress(percent: 12.5, message: "half"), isWhole: true)
                ]),
        ].map { $0.encoded() }
        var (read, refused) = (0, 0)
        for _ in 0..<Settings.size(40_000, full: 2_000_000) {
            var frame = samples.randomElement(using: &generator) ?? []
            Self.spoil(&frame, &generator)
            if let command = try? ExecutorCommand(frame: frame) {
                read += 1
                _ = command.encoded()
            } else {
                refused += 1
            }
            if let report = try? ExecutorReport(frame: frame) {
                read += 1
                _ = report.encoded()
            } else {
                refused += 1
            }
        }
        print("figure: \(read) spoilt frames read, \(refused) refused")
        #expect(read > 0 && refused > 0)
    }

    private static func spoil(_ frame: inout [UInt8], _ generator: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let place = frame.isEmpty ? 0 : Int.random(in: 0..<frame.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: frame.removeLast(frame.count - place)
            case 1 where !frame.isEmpty: frame[place] = UInt8.random(in: 0...255, using: &generator)
            case 2 where !frame.isEmpty: frame[place] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
            case 3:
                frame.insert(
                    contentsOf: (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }, at: place)
            default:
                frame = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                    .random(in: 0...255, using: &generator)
                }
            }
        }
    }
}
