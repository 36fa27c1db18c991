import Foundation
import Jobs
import Synchronization
import Testing

@testable import Execution

@Suite("What a run publishes")
struct RunStreamTests {
    private final class Sent: Sendable {
        let writes = Mutex<[JobStreamWrite]>([])
        let batches = Mutex<[UInt32]>([])
        var chunks: [String] { writes.withLock { $0.flatMap(\.chunks) }.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test("chunks that are not taken are dropped, the oldest first, and their numbers with them")
    func bounded() {
        let buffer = StreamBuffer()
        let stream = RunStream(Make.claimed(), buffer: buffer)
        let chunk = [UInt8](repeating: 120, count: 1000)
        for _ in 0..<5000 { stream.publish(chunk) }
        let write = stream.take()
        #expect(write.chunks.count * 1000 <= RunStream.room && write.chunks.count > 150)
        #expect(write.first + write.chunks.count == 5001)
    }

    @Test("one batch is on its way at a time; the result waits until the last words are written")
    func lastWords() async throws {
        let buffer = StreamBuffer()
        let sent = Sent()
        let sending = Task {
            await buffer.sendAll { number, writes in
                sent.writes.withLock { $0 += writes }
                sent.batches.withLock { $0.append(number) }
            }
        }
        defer { sending.cancel() }
        let stream = RunStream(Make.claimed(), buffer: buffer)
        #expect(stream.isSilent)
        stream.publish(Array("1".utf8))
        while sent.chunks.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        stream.publish(Array("2".utf8))
        stream.publish(JobProgress(percent: 1))
        stream.publish(JobProgress(percent: 2))
        let isClosed = Mutex(false)
        let closing = Task {
            await stream.close(within: .seconds(20))
            isClosed.withLock { $0 = true }
        }
        for _ in 0..<100 { await Task.yield() }
        #expect(sent.chunks == ["1"])
        buffer.acknowledge(1, again: [])
        while sent.chunks.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(!isClosed.withLock { $0 })
        buffer.acknowledge(2, again: [])
        await closing.value
        #expect(sent.chunks == ["1", "2"])
        #expect(sent.writes.withLock { $0.map(\.first) } == [1, 2])
        #expect(sent.writes.withLock { $0.last?.progress } == JobProgress(percent: 2))
        // What a run publishes after its stream was closed is dropped.
        stream.publish(Array("3".utf8))
        #expect(sent.batches.withLock { $0 } == [1, 2])
    }

    @Test("what Redis lost is sent again, all that is kept of it", .timeLimit(.minutes(1)))
    func again() async throws {
        let buffer = StreamBuffer()
        let sent = Sent()
        let job = Make.claimed()
        let sending = Task {
            await buffer.sendAll { number, writes in
                sent.writes.withLock { $0 += writes }
                buffer.acknowledge(number, again: number == 2 ? [job.claim.id] : [])
            }
        }
        defer { sending.cancel() }
        let stream = RunStream(job, buffer: buffer)
        stream.publish([1])
        stream.publish(JobProgress(percent: 9))
        while sent.writes.withLock({ $0.count }) < 1 { try await Task.sleep(for: .milliseconds(2)) }
        stream.publish([2])
        await stream.close(within: .seconds(30))
        let writes = sent.writes.withLock { $0 }
        #expect(writes.dropFirst(writes.count - 2).map(\.isWhole) == [false, true])
        #expect(writes.last?.first == 1 && writes.last?.chunks == [[1], [2]])
        #expect(writes.last?.progress == JobProgress(percent: 9))
    }

    @Test("the stream of a run that is silent for long is kept alive, until the run ends", .timeLimit(.minutes(1)))
    func keptAlive() async throws {
        let buffer = StreamBuffer()
        let sent = Sent()
        let sending = Task {
            await buffer.sendAll { number, writes in
                sent.writes.withLock { $0 += writes }
                buffer.acknowledge(number, again: [])
            }
        }
        let keeping = Task { await buffer.keepAlive(every: .milliseconds(5)) }
        defer {
            sending.cancel()
            keeping.cancel()
        }
        let silent = RunStream(Make.claimed(), buffer: buffer)
        let stream = RunStream(Make.claimed(), buffer: buffer)
        stream.publish([1])
        while sent.writes.withLock({ $0.count }) < 3 { try await Task.sleep(for: .milliseconds(2)) }
        let writes = sent.writes.withLock { $0 }
        #expect(writes.map(\.chunks.count).reduce(0, +) == 1)
        #expect(writes.last?.first == 2 && writes.last?.chunks == [] && writes.last?.progress == nil)
        #expect(silent.isSilent)
        await stream.close(within: .seconds(20))
        let count = sent.writes.withLock { $0.count }
        try await Task.sleep(for: .milliseconds(50))
        #expect(sent.writes.withLock { $0.count } == count)
    }

    @Test("a supervisor that does not answer holds a result back for no longer than said", .timeLimit(.minutes(1)))
    func patience() async {
        let buffer = StreamBuffer(patience: .seconds(3600))
        let sending = Task { await buffer.sendAll { _, _ in } }
        defer { sending.cancel() }
        let stream = RunStream(Make.claimed(), buffer: buffer)
        stream.publish([1])
        await stream.close(within: .milliseconds(50))
        #expect(!stream.isSilent)
    }

    @Test("what a run published is the same after encoding and decoding for its supervisor")
    func frames() throws {
        let claim = Claim(id: Make.minter.mint(), token: .random())
        let writes = [
            JobStreamWrite(
                claim: claim, attempt: 3, first: 1 << 40, chunks: [[1, 2], [], [255]],
                progress: JobProgress(percent: 33.3, message: "größe"), isWhole: true),
            JobStreamWrite(claim: claim, attempt: 1, first: 1, chunks: [], progress: nil, isWhole: false),
        ]
        let report = ExecutorReport.streamReport(7, writes)
        #expect(try ExecutorReport(frame: report.encoded()) == report)
        #expect(
            try ExecutorCommand(frame: ExecutorCommand.streamReport(9, again: [claim.id]).encoded())
                == .streamReport(9, again: [claim.id]))
        for count in 0..<report.encoded().count where count != 5 {
            // Cut anywhere but between the writes it is no report.
            if let cut = try? ExecutorReport(frame: Array(report.encoded().prefix(count))) {
                #expect(cut == .streamReport(7, Array(writes.prefix(1))))
            }
        }
    }

    @Test("a chunk that is too large is an error of the handler")
    func tooLarge() throws {
        let context = JobContext(
            Make.claimed(), deadline: .now + .seconds(1), keeper: Make.NoKeeper(), stream: DiscardedStream())
        try context.emit("a")
        #expect(throws: JobError.self) { try context.emit(String(repeating: "x", count: Limits.chunkBytes)) }
        #expect(JobProgress(percent: .nan).percent == 0 && JobProgress(percent: 200).percent == 100)
        let long = JobProgress(percent: 1, message: String(repeating: "é", count: 900))
        #expect(long.message?.count == Limits.progressMessage)
    }
}
