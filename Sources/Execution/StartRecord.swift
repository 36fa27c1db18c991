import Jobs

/// What a slot writes into a socket, itself and at once, before it enters a handler. The bytes outlive the process, so
/// that the supervisor of a crashed executor knows which jobs had started.
struct StartRecord: Equatable, Sendable {
    let id: JobID
    /// The time limit and the grace after it, in milliseconds.
    let limit: UInt32
    let grace: UInt32

    /// With the length before it, as `FrameChannel` reads frames.
    func framed() -> [UInt8] {
        var writer = ByteWriter()
        writer.write(UInt32(24))
        writer.write(id)
        writer.write(limit)
        writer.write(grace)
        return writer.bytes
    }

    init(id: JobID, limit: Duration, grace: Duration) {
        self.id = id
        self.limit = Self.milliseconds(limit)
        self.grace = Self.milliseconds(grace)
    }

    init?(frame: [UInt8]) {
        var reader = ByteReader(frame)
        guard let id = try? reader.jobID(), let limit = try? reader.uint32(), let grace = try? reader.uint32()
        else { return nil }
        self.id = id
        self.limit = limit
        self.grace = grace
    }

    private static func milliseconds(_ duration: Duration) -> UInt32 {
        let (seconds, attoseconds) = duration.components
        return UInt32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
