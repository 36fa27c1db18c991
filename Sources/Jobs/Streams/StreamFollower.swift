/// How far one listener has come in a job's stream, and which events it gets for what is there now.
///
/// Chunks of an attempt are numbered without gaps, so the numbers show when a listener misses one (the stream was wiped,
/// trimmed, or is another attempt's). Then it gets a reset before what follows.
public struct StreamFollower: Sendable, Hashable {
    public enum Event: Sendable, Hashable {
        /// What the listener has is not continued: what follows begins after this place.
        case reset(JobStreamPosition, Reason)
        /// The place is the one after the chunk.
        case chunk(JobStreamPosition, [UInt8])
        case progress(JobStreamPosition, JobProgress)
    }

    public enum Reason: String, Sendable {
        /// Another attempt has begun.
        case attempt
        /// The stream was lost, and begins anew.
        case wiped
        /// Older chunks are gone: a stream is bounded in bytes.
        case trimmed
    }

    public private(set) var position: JobStreamPosition
    /// Of the progress in this edition.
    private var progressVersion = 0

    public init(at position: JobStreamPosition) { self.position = position }

    /// An attempt has begun, as far as the store knows.
    public mutating func began(_ attempt: Int) -> [Event] {
        guard attempt > position.attempt else { return [] }
        let isFirst = position.attempt == 0
        position = JobStreamPosition(attempt: attempt)
        progressVersion = 0
        return isFirst ? [] : [.reset(position, .attempt)]
    }

    /// There is no stream although the attempt that published it is still the latest.
    public mutating func isGone() -> [Event] {
        guard position.sequence > 0 || position.edition != nil else { return [] }
        position = JobStreamPosition(attempt: position.attempt)
        progressVersion = 0
        return [.reset(position, .wiped)]
    }

    /// Takes what is there. It has taken all of it when the position's sequence is the page's `last`.
    public mutating func take(_ page: JobStreamPage) -> [Event] {
        guard page.attempt >= position.attempt else { return [] }
        var events = began(page.attempt)
        if let edition = position.edition, edition != page.edition {
            events.append(reset(to: page, .wiped))
        } else if position.sequence > page.last {
            events.append(reset(to: page, .wiped))
        } else if position.sequence + 1 < page.first {
            events.append(reset(to: page, .trimmed))
        }
        position.edition = page.edition
        // A page that begins beyond this place was read for another listener; the next one begins at this place.
        if page.start <= position.sequence + 1 {
            for chunk in page.chunks.dropFirst(position.sequence + 1 - page.start) {
                position.sequence += 1
                events.append(.chunk(position, chunk))
            }
        }
        if let progress = page.progress, page.progressVersion != progressVersion {
            progressVersion = page.progressVersion
            events.append(.progress(position, progress))
        }
        return events
    }

    private mutating func reset(to page: JobStreamPage, _ reason: Reason) -> Event {
        position = JobStreamPosition(attempt: page.attempt, sequence: page.first - 1, edition: page.edition)
        if reason == .wiped { progressVersion = 0 }
        return .reset(position, reason)
    }
}
