import Jobs
import Tracing

/// What an executor reports to its supervisor, in the same form as `ExecutorCommand`.
enum ExecutorReport: Equatable, Sendable {
    /// Connected to the database, able to run jobs.
    case ready
    /// Their claims were refused: settled already, claimed by another, not due.
    case refused([JobID])
    /// The outcome is committed.
    case settled([End])
    /// Handed back, in the database too.
    case released([JobID])
    /// Suspected of ending their executors: claimed, and to be run alone.
    case suspect([JobID])
    /// The outcome was not taken: another claim had replaced ours, or a database that crashed forgot ours.
    case superseded([JobID])
    /// Jobs that committed with outcomes, and may run.
    case brought([JobID])
    /// What runs published for their streams. The next batch comes when the supervisor has processed this one.
    case streamReport(UInt32, [JobStreamWrite])
    /// A span that ended, as it is exported; and how many were dropped on the way here before it.
    case span([UInt8], lost: UInt32)

    struct End: Equatable, Sendable {
        let id: JobID
        /// How long the job kept its slot, in microseconds.
        let slotTime: UInt32
        /// What became of the job.
        let status: JobStatus
        /// When the job is to run again, in milliseconds from now; nil when it is settled.
        let again: UInt32?
        /// The run's span; nil when its trace is not kept.
        let span: SpanContext?

        init(id: JobID, slotTime: UInt32, status: JobStatus, again: Duration?, span: SpanContext? = nil) {
            self.span = span
            self.id = id
            self.status = status
            self.slotTime = slotTime
            self.again = again.map {
                let (seconds, attoseconds) = $0.components
                return UInt32(clamping: min(max(seconds, 0), 4_000_000) * 1000 + attoseconds / 1_000_000_000_000_000)
            }
        }

        fileprivate static let never = UInt32.max

        fileprivate init(_ reader: inout ByteReader) throws {
            id = try reader.jobID()
            slotTime = try reader.uint32()
            let position = Int(try reader.byte())
            guard JobStatus.allCases.indices.contains(position) else { throw ByteReader.Truncated() }
            status = JobStatus.allCases[position]
            let again = try reader.uint32()
            self.again = again == Self.never ? nil : again
            span = try reader.byte() == 1 ? try reader.span() : nil
        }
    }

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .ready: writer.write(UInt8(1))
        case .refused(let ids):
            writer.write(UInt8(2))
            for id in ids { writer.write(id) }
        case .settled(let ends):
            writer.write(UInt8(3))
            for end in ends {
                writer.write(end.id)
                writer.write(end.slotTime)
                writer.write(UInt8(JobStatus.allCases.firstIndex(of: end.status) ?? 0))
                writer.write(end.again ?? End.never)
                writer.write(UInt8(end.span == nil ? 0 : 1))
                if let span = end.span { writer.write(span) }
            }
        case .released(let ids):
            writer.write(UInt8(4))
            for id in ids { writer.write(id) }
        case .suspect(let ids):
            writer.write(UInt8(5))
            for id in ids { writer.write(id) }
        case .superseded(let ids):
            writer.write(UInt8(6))
            for id in ids { writer.write(id) }
        case .streamReport(let number, let writes):
            writer.write(UInt8(7))
            writer.write(number)
            for write in writes { writer.write(write) }
        case .brought(let ids):
            writer.write(UInt8(8))
            for id in ids { writer.write(id) }
        case .span(let span, let lost):
            writer.write(UInt8(9))
            writer.write(lost)
            writer.write(span)
        }
        return writer.bytes
    }

    init(frame: [UInt8]) throws {
        var reader = ByteReader(frame)
        func ids() throws -> [JobID] {
            var ids: [JobID] = []
            while !reader.isAtEnd { ids.append(try reader.jobID()) }
            return ids
        }
        switch try reader.byte() {
        case 1: self = .ready
        case 2: self = .refused(try ids())
        case 3:
            var ends: [End] = []
            while !reader.isAtEnd { ends.append(try End(&reader)) }
            self = .settled(ends)
        case 4: self = .released(try ids())
        case 5: self = .suspect(try ids())
        case 6: self = .superseded(try ids())
        case 7:
            let number = try reader.uint32()
            var writes: [JobStreamWrite] = []
            while !reader.isAtEnd { writes.append(try reader.streamWrite()) }
            self = .streamReport(number, writes)
        case 8: self = .brought(try ids())
        case 9:
            let lost = try reader.uint32()
            self = .span(try reader.data(), lost: lost)
        default: throw ByteReader.Truncated()
        }
    }
}

extension ByteWriter {
    /// Of a trace that is kept, without its state.
    fileprivate mutating func write(_ span: SpanContext) {
        write(span.traceID.high)
        write(span.traceID.low)
        write(span.spanID)
    }
}

extension ByteReader {
    fileprivate mutating func span() throws -> SpanContext {
        let (high, low) = (try uint64(), try uint64())
        return SpanContext(traceID: .init(high: high, low: low), spanID: try uint64(), isSampled: true)
    }
}
