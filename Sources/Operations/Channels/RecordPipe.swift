import CLinux
import Glibc
import Synchronization

/// Records of one size from another process, in the order in which they were written: read when the caller asks, not
/// when they come. What was written outlives its writer.
///
/// A record of at most 4,096 bytes arrives whole, also with several writers at once (`PIPE_BUF`, pipe(7)). A full
/// pipe, 64 KiB unless the system says otherwise, makes a writer wait.
public final class RecordReader: Sendable {
    private let source: DescriptorHandle
    private let recordBytes: Int
    private let buffer: Mutex<[UInt8]>

    private init(_ source: DescriptorHandle, recordBytes: Int) {
        self.source = source
        self.recordBytes = recordBytes
        buffer = Mutex([UInt8](repeating: 0, count: 65_536 / recordBytes * recordBytes))
        _ = flotilla_set_nonblocking(source.number)
    }

    /// A reader, and the end for a child: pass its number to `ChildProcess.spawn`, then close it here.
    public static func pair(
        recordBytes: Int
    ) throws(SystemError) -> (reader: RecordReader, childEnd: DescriptorHandle) {
        precondition((1...4096).contains(recordBytes), "a record would not arrive whole")
        let (reading, writing) = try DescriptorHandle.pipe()
        return (RecordReader(reading, recordBytes: recordBytes), writing)
    }

    /// Everything that was written and not read yet; never waits.
    public func records() -> [[UInt8]] {
        buffer.withLock { buffer in
            var records: [[UInt8]] = []
            while source.number >= 0 {
                let count = read(source.number, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                // Every writer is gone: the descriptor is of no more use.
                if count == 0 { source.close() }
                guard count > 0 else { break }
                let bytes = buffer[..<(count / recordBytes * recordBytes)]
                for start in stride(from: 0, to: bytes.count, by: recordBytes) {
                    records.append(Array(bytes[start..<start + recordBytes]))
                }
                if count < buffer.count { break }
            }
            return records
        }
    }
}

/// The writing end, in the other process. Any thread may write.
public struct RecordWriter: Sendable {
    private let descriptor: Int32

    /// - Parameter descriptor: kept open for as long as the process lives.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    /// Returns when the record is out of this process, or the reader is gone.
    public func write(_ record: [UInt8]) {
        while Glibc.write(descriptor, record, record.count) < 0, errno == EINTR {}
    }
}
