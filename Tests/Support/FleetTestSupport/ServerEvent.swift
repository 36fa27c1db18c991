import HTTPClient

/// One event of an event stream.
public struct ServerEvent: Sendable, CustomStringConvertible {
    public var id = ""
    public var name = ""
    public var data = ""

    public var json: JSON { (try? JSON(parsing: Array(data.utf8))) ?? .null }
    /// The attempt that the id carries.
    public var attempt: Int { Int(id.split(separator: "-").first ?? "") ?? -1 }

    public var description: String { "\(name) \(id): \(data.prefix(300))" }
}

extension Caller {
    /// Another client than that of short calls: streams last.
    private static let streams = WebClient(HTTPClientConfiguration(requestsPerHost: 256))

    /// Listens to a job.
    /// - Throws: `Unexpected` for an answer that is no stream, `HTTPClientError` when it breaks off.
    public func listen(
        to id: String, after last: String? = nil, within limit: Duration = .seconds(120)
    ) async throws -> AsyncThrowingStream<ServerEvent, any Error> {
        try await listen(at: "/jobs/\(id)/events", after: last, within: limit)
    }

    /// Listens to any stream.
    /// - Throws: as for that of a job.
    public func listen(
        at path: String, after last: String? = nil, within limit: Duration = .seconds(120)
    ) async throws -> AsyncThrowingStream<ServerEvent, any Error> {
        var request = HTTPClientRequest(method: "GET", url: url + path, limits: HTTPClientLimits(total: limit))
        if let token { request.headers.add("Authorization", "Bearer \(token)") }
        if let last { request.headers.add("Last-Event-ID", last) }
        let answer = try await Self.streams.stream(request)
        guard answer.status == 200, answer.headers["Content-Type"] == "text/event-stream" else {
            throw Unexpected("no stream: \(answer.status)")
        }
        return AsyncThrowingStream { continuation in
            let task = Task {
                var parser = EventParser()
                do {
                    for try await bytes in answer.body {
                        for event in parser.take(bytes) { continuation.yield(event) }
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Listens to a job until its end or until it has heard enough.
    public func events(
        of id: String, after last: String? = nil, until isEnough: (ServerEvent) -> Bool = { _ in false }
    ) async throws -> [ServerEvent] {
        var events: [ServerEvent] = []
        for try await event in try await listen(to: id, after: last) {
            events.append(event)
            if isEnough(event) { break }
        }
        return events
    }
}

/// Reads an event stream (WHATWG HTML, section 9.2) as far as our server writes it.
public struct EventParser: Sendable {
    private var line: [UInt8] = []
    private var event = ServerEvent()
    private var lastID = ""

    public init() {}

    public mutating func take(_ bytes: [UInt8]) -> [ServerEvent] {
        var events: [ServerEvent] = []
        for byte in bytes {
            if byte != UInt8(ascii: "\n") {
                line.append(byte)
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            line = []
            if text.isEmpty {
                event.id = lastID
                if !event.data.isEmpty { events.append(event) }
                event = ServerEvent()
                continue
            }
            let parts = text.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "id": lastID = parts[1]
            case "event": event.name = parts[1]
            case "data": event.data += (event.data.isEmpty ? "" : "\n") + parts[1]
            default: break
            }
        }
        return events
    }
}
