import Cryptography
import Foundation
import HTTPServer
import JSON
import Synchronization

/// Answers that are the same for all who ask, built at most once a second whatever the number of those who look, with an
/// entity tag (RFC 9110, section 8.8.3): a caller who has it already gets 304.
final class AnswerCache: Sendable {
    private struct Built: Sendable {
        let body: [UInt8]
        let tag: String
    }

    private struct Entry {
        let answer: Task<Built, any Error>
        let date: ContinuousClock.Instant
    }

    /// Beyond it an answer is built for its caller alone.
    private static let mostEntries = 64

    private let lifetime: Duration
    private let entries = Mutex<[String: Entry]>([:])

    init(lifetime: Duration = .seconds(1)) { self.lifetime = lifetime }

    /// - Parameters:
    ///   - key: of the answer: what it depends on.
    ///   - build: makes it; not cancelled with a caller, since others may wait for it.
    func answer(
        _ key: String, to request: HTTPRequest, _ build: @escaping @Sendable () async throws -> any Encodable & Sendable
    ) async throws -> HTTPResponse {
        let built = try await entry(key, linkPrefix: request.prefix, build).answer.value
        var headers: HTTPHeaders = ["ETag": built.tag, "Cache-Control": "private, no-cache"]
        guard !Self.names(built.tag, request) else { return HTTPResponse(status: .notModified, headers: headers) }
        headers["Content-Type"] = "application/json"
        return HTTPResponse(headers: headers, body: .bytes(built.body))
    }

    private func entry(
        _ key: String, linkPrefix prefix: String,
        _ build: @escaping @Sendable () async throws -> any Encodable & Sendable
    ) -> Entry {
        entries.withLock { entries in
            let now = ContinuousClock.now
            if let entry = entries[key], now - entry.date < lifetime { return entry }
            if entries.count >= Self.mostEntries { entries = entries.filter { now - $0.value.date < lifetime } }
            let task = Task {
                let body = try JSONCoding.encode(try await build(), linkPrefix: prefix)
                return Built(body: body, tag: "\"\(Hex.encode(SHA256.digest(body)).prefix(32))\"")
            }
            let entry = Entry(answer: task, date: now)
            if entries.count < Self.mostEntries { entries[key] = entry }
            return entry
        }
    }

    /// Whether the caller has that answer: `If-None-Match` compares weakly (RFC 9110, section 13.1.2).
    private static func names(_ tag: String, _ request: HTTPRequest) -> Bool {
        request.headers.values(of: "If-None-Match").contains { field in
            field.split(separator: ",").contains { item in
                let item = item.trimmingCharacters(in: .whitespaces)
                return item == "*" || item == tag || item == "W/\(tag)"
            }
        }
    }
}
