/// How far one listener has come in a job's stream, and what to tell it of what is there now.
///
/// Chunks of an attempt are numbered without gaps. So whatever makes a listener miss one (a stream that was wiped,
/// trimmed, or is another attempt's) shows in the numbers, and the listener is told by a reset before it gets what
/// follows.
public struct StreamFollower: Sendable, Hashable {
    public enum Event: Sendable, Hashable {
        /// What the listener has does not go on: what follows begins after this place.
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
    /// Of the words of progress in this edition.
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

    /// There is no stream although the attempt that told something has not been followed by another.
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
        // A page from further on was asked for by somebody who is further; the next one begins where this one is.
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
