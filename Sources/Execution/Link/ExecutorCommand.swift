import Jobs

/// What a supervisor sends to its executor. One command is one frame: a tag, then the fields of each job.
enum ExecutorCommand: Equatable, Sendable {
    /// Claim these and run them.
    case run([Claim], ClaimMode)
    /// Stop these: their cancellation was requested.
    case cancel([JobID])
    /// Stop these and requeue them: another worker seems to hold them.
    case abandon([JobID])
    /// Start nothing more; requeue what has not started; let the rest end.
    case drain
    /// The batch of this number was processed: the next one may come. These jobs have to send their whole stream again.
    case streamReport(UInt32, again: [JobID])

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .run(let claims, let mode):
            writer.write(Self.tag(of: mode))
            for claim in claims { writer.write(claim) }
        case .cancel(let ids):
            writer.write(UInt8(3))
            for id in ids { writer.write(id) }
        case .abandon(let ids):
            writer.write(UInt8(6))
            for id in ids { writer.write(id) }
        case .drain: writer.write(UInt8(4))
        case .streamReport(let number, let again):
            writer.write(UInt8(7))
            writer.write(number)
            for id in again { writer.write(id) }
        }
        return writer.bytes
    }

    private static func tag(of mode: ClaimMode) -> UInt8 {
        switch mode {
        case .relaxed: 1
        case .durable: 2
        case .deferred: 5
        }
    }

    init(frame: [UInt8]) throws {
        var reader = ByteReader(frame)
        let tag = try reader.byte()
        switch tag {
        case 1, 2, 5:
            var claims: [Claim] = []
            while !reader.isAtEnd { claims.append(try reader.claim()) }
            self = .run(claims, tag == 2 ? .durable : tag == 5 ? .deferred : .relaxed)
        case 3, 6:
            var ids: [JobID] = []
            while !reader.isAtEnd { ids.append(try reader.jobID()) }
            self = tag == 3 ? .cancel(ids) : .abandon(ids)
        case 4: self = .drain
        case 7:
            let number = try reader.uint32()
            var ids: [JobID] = []
            while !reader.isAtEnd { ids.append(try reader.jobID()) }
            self = .streamReport(number, again: ids)
        default: throw ByteReader.Truncated()
        }
    }
}
