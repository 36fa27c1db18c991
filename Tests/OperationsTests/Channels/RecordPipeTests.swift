import Foundation
import Operations
import Reactor
import Testing

@Suite("Records through a pipe")
struct RecordPipeTests {
    @Test("records of many threads arrive whole, each once", .timeLimit(.minutes(1)))
    func whole() async throws {
        let (reader, end) = try RecordReader.pair(recordBytes: 28)
        let writer = RecordWriter(descriptor: end.number)
        #expect(reader.records().isEmpty)
        // More than the pipe holds: who writes waits for who reads, and so has a thread of its own.
        for thread in 0..<4 {
            startThread(named: "records") {
                for number in 0..<1000 {
                    let head = [UInt8(thread), UInt8(number >> 8), UInt8(number & 255)]
                    writer.write(head + Array(repeating: UInt8(thread), count: 25))
                }
            }
        }
        var read: [[UInt8]] = []
        while read.count < 4000, !Task.isCancelled {
            read += reader.records()
            await Task.yield()
        }
        #expect(Set(read).count == 4000)
        for record in read { #expect(record.count == 28 && Set(record.dropFirst(3)) == [record[0]]) }
        end.close()
    }

    @Test("what was written is read after its writer is gone")
    func gone() throws {
        let (reader, end) = try RecordReader.pair(recordBytes: 4)
        RecordWriter(descriptor: end.number).write([1, 2, 3, 4])
        end.close()
        #expect(reader.records() == [[1, 2, 3, 4]])
        #expect(reader.records().isEmpty)
        #expect(reader.records().isEmpty)
    }
}
