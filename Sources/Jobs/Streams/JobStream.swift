/// How far a job is, in its handler's words.
public struct JobProgress: Sendable, Hashable {
    /// 0 to 100.
    public let percent: Double
    public let message: String?

    /// - Parameters:
    ///   - percent: brought into 0 to 100.
    ///   - message: cut to `Limits.progressMessage` characters.
    public init(percent: Double, message: String? = nil) {
        self.percent = percent.isNaN ? 0 : min(max(percent, 0), 100)
        self.message = message.map { String($0.prefix(Limits.progressMessage)) }
    }
}

/// What a run published since its last write, for its job's stream.
public struct JobStreamWrite: Sendable, Hashable {
    public let claim: Claim
    public let attempt: Int
    /// The number of the first of `chunks`, or of the next one when there are none; 1 for the first of an attempt.
    public let first: Int
    /// Each a JSON value.
    public let chunks: [[UInt8]]
    /// nil when there is no new progress.
    public let progress: JobProgress?
    /// Whether this is all that the run has: a stream may begin with it. Else it continues where the last write ended.
    public let isWhole: Bool

    public init(
        claim: Claim, attempt: Int, first: Int, chunks: [[UInt8]], progress: JobProgress?, isWhole: Bool
    ) {
        self.claim = claim
        self.attempt = attempt
        self.first = first
        self.chunks = chunks
        self.progress = progress
        self.isWhole = isWhole
    }
}

/// A place in a job's stream: after this chunk of this attempt. Its text is an event's id: `ATTEMPT-SEQUENCE`, and
/// `-EDITION` when it is known.
public struct JobStreamPosition: Sendable, Hashable, CustomStringConvertible {
    public var attempt: Int
    /// 0: before the first chunk.
    public var sequence: Int
    /// Names the stream among those that the attempt may have had: a wiped one comes back as another.
    public var edition: String?

    public init(attempt: Int, sequence: Int = 0, edition: String? = nil) {
        self.attempt = attempt
        self.sequence = sequence
        self.edition = edition
    }

    /// nil for a text of another form.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let attempt = Self.number(parts[0]), let sequence = Self.number(parts[1])
        else { return nil }
        if parts.count == 3 {
            guard (1...16).contains(parts[2].utf8.count), parts[2].utf8.allSatisfy({ $0.isLowercaseHexadecimal })
            else { return nil }
        }
        self.init(attempt: attempt, sequence: sequence, edition: parts.count == 3 ? String(parts[2]) : nil)
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    public var description: String { "\(attempt)-\(sequence)" + (edition.map { "-\($0)" } ?? "") }
}

/// What is there of a job's stream, from some place on.
public struct JobStreamPage: Sendable, Hashable {
    public let attempt: Int
    public let edition: String
    /// The number of the oldest chunk that is kept, and of the newest that was written.
    public let first: Int
    public let last: Int
    /// Rises with each progress report.
    public let progressVersion: Int
    public let progress: JobProgress?
    /// The number of the first of `chunks`.
    public let start: Int
    /// Perhaps not all up to `last`.
    public let chunks: [[UInt8]]

    public init(
        attempt: Int, edition: String, first: Int, last: Int, progressVersion: Int, progress: JobProgress?, start: Int,
        chunks: [[UInt8]]
    ) {
        self.attempt = attempt
        self.edition = edition
        self.first = first
        self.last = last
        self.progressVersion = progressVersion
        self.progress = progress
        self.start = start
        self.chunks = chunks
    }
}

/// Takes what running jobs publish.
public protocol JobStreamWriter: Sendable {
    /// Writes into the streams of jobs of one queue. A claim that was replaced writes nothing.
    /// - Returns: those of which nothing was written because what comes before it is lost: their next write must be whole.
    func write(_ writes: [JobStreamWrite], in queue: QueueName) async throws -> Set<JobID>
}

/// Reads it for clients that watch.
public protocol JobStreamReader: Sendable {
    /// What each of the streams holds after a place; nil for one that does not exist.
    /// - Parameters:
    ///   - limit: bytes of chunks of each stream, about; 0 for none.
    ///   - time: for the answer.
    func read(
        _ places: [(id: JobID, after: JobStreamPosition)], in queue: QueueName, limit: Int, within time: Duration
    ) async throws -> [JobStreamPage?]

    /// Waits until streams of the queue were written to.
    /// - Parameter cursor: where an earlier call ended; nil: from now on.
    /// - Returns: whose streams those were (none when nothing came in that time), and where the next call begins.
    func changes(
        in queue: QueueName, after cursor: String?, for time: Duration
    ) async throws -> (ids: Set<JobID>, cursor: String)
}

extension UInt8 {
    fileprivate var isLowercaseHexadecimal: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}
