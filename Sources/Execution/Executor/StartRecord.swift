import Jobs

/// What a slot writes into a pipe, itself and at once, before it enters a handler. The bytes outlive the process, so
/// that the supervisor of a crashed executor knows which jobs had started.
struct StartRecord: Equatable, Sendable {
    let id: JobID
    /// The time limit and the grace after it, in milliseconds.
    let limit: UInt32
    let grace: UInt32
    /// How long the job had waited since it could run, in milliseconds.
    let wait: UInt32

    static let byteCount = 28

    func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.write(id)
        writer.write(limit)
        writer.write(grace)
        writer.write(wait)
        return writer.bytes
    }

    init(id: JobID, limit: Duration, grace: Duration, wait: Duration) {
        self.id = id
        self.limit = Self.milliseconds(limit)
        self.grace = Self.milliseconds(grace)
        self.wait = Self.milliseconds(wait)
    }

    init?(bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let id = try? reader.jobID(), let limit = try? reader.uint32(), let grace = try? reader.uint32(),
            let wait = try? reader.uint32()
        else { return nil }
        self.id = id
        self.limit = limit
        self.grace = grace
        self.wait = wait
    }

    private static func milliseconds(_ duration: Duration) -> UInt32 {
        let (seconds, attoseconds) = duration.components
        return UInt32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
