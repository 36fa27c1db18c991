import HTTPServer
import Jobs
import Storage

/// The events of a job's stream as they are sent. Each has the place after it as its id.
enum EventText {
    /// After how many milliseconds a listener whose connection broke should come back.
    static let hello = Array("retry: 1000\n\n".utf8)

    static func of(_ event: StreamFollower.Event) -> [UInt8] {
        switch event {
        case .reset(let place, let reason):
            return make("reset", at: place, ["attempt": .integer(place.attempt), "reason": .string(reason.rawValue)])
        case .progress(let place, let progress):
            return make("progress", at: place, JobView.progress(progress, attempt: place.attempt))
        case .chunk(let place, let chunk):
            let head = #"{"attempt":\#(place.attempt),"sequence":\#(place.sequence),"data":"#
            return text("chunk", at: place, head + String(decoding: chunk, as: UTF8.self) + "}")
        }
    }

    static func status(_ id: JobID, _ state: JobState, at place: JobStreamPosition) -> [UInt8] {
        make(
            "status", at: place,
            [
                "id": .string("\(id)"), "status": .string(state.status.rawValue), "attempt": .integer(state.attempt),
                "run_at": .date(state.runAt), "started_at": .date(state.startedAt),
            ])
    }

    static func done(_ job: JSONValue, at place: JobStreamPosition) -> [UInt8] {
        text("done", at: place, String(decoding: job.serialized(), as: UTF8.self))
    }

    private static func make(_ name: String, at place: JobStreamPosition, _ data: JSONObject) -> [UInt8] {
        text(name, at: place, String(decoding: JSONValue.object(data).serialized(), as: UTF8.self))
    }

    private static func text(_ name: String, at place: JobStreamPosition, _ data: String) -> [UInt8] {
        ServerSentEvent(id: "\(place)", event: name, data: data).encoded
    }
}
