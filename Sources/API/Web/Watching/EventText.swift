import Foundation
import HTTPServer
import JSON
import Jobs
import Storage

/// The events of a job's stream as they are sent. Each has the place after it as its id.
enum EventText {
    /// After how many milliseconds a listener whose connection broke should come back.
    static let hello = Array("retry: 1000\n\n".utf8)
    /// What happens after it is on the stream.
    static let ready = ServerSentEvent(event: "ready", data: "{}").encoded

    static func of(_ event: StreamFollower.Event) -> [UInt8] {
        switch event {
        case .reset(let place, let reason):
            return text("reset", at: place, Reset(attempt: place.attempt, reason: reason.rawValue))
        case .progress(let place, let progress):
            let view = Progress(attempt: place.attempt, percent: progress.percent, message: progress.message)
            return text("progress", at: place, view)
        case .chunk(let place, let chunk):
            let view = Chunk(
                attempt: place.attempt, sequence: place.sequence, text: Self.text(of: chunk), data: RawJSON(chunk))
            return text("chunk", at: place, view)
        }
    }

    static func status(_ id: JobID, _ state: JobState, at place: JobStreamPosition) -> [UInt8] {
        text(
            "status", at: place,
            Status(
                id: "\(id)", status: state.status, attempt: state.attempt, runAt: state.runAt,
                startedAt: state.startedAt))
    }

    static func done(_ job: JobView, at place: JobStreamPosition) -> [UInt8] { text("done", at: place, job) }

    private static func text(_ name: String, at place: JobStreamPosition, _ data: some Encodable) -> [UInt8] {
        // No view here fails to encode; a `null` would say that one did.
        let json = (try? JSONCoding.encode(data)) ?? Array("null".utf8)
        return ServerSentEvent(id: "\(place)", event: name, data: String(decoding: json, as: UTF8.self)).encoded
    }

    private struct Reset: Encodable {
        let attempt: Int
        let reason: String
    }

    private struct Progress: Encodable {
        let attempt: Int
        let percent: Double
        let message: String?
    }

    private struct Chunk: Encodable {
        let attempt: Int
        let sequence: Int
        /// Of a chunk that is `{"text": …}`, so that a reader of text need not know how chunks are wrapped.
        @OmittedWhenNil var text: String?
        let data: RawJSON
    }

    private static func text(of chunk: [UInt8]) -> String? {
        guard chunk.starts(with: #"{"text":"#.utf8) else { return nil }
        return (try? JSONValue(parsing: chunk))?["text"]?.stringValue
    }

    private struct Status: Encodable {
        let id: String
        let status: JobStatus
        let attempt: Int
        let runAt: Date?
        let startedAt: Date?
    }
}
