import Foundation
import HTTPClient

/// Calls the API as one user, or without a token.
public struct Caller: Sendable {
    private static let client = WebClient(HTTPClientConfiguration(requestsPerHost: 64))

    public let url: String
    public var token: String?

    public init(url: String, token: String? = nil) {
        self.url = url
        self.token = token
    }

    public func get(_ path: String, headers: [(String, String)] = []) async throws -> Answer {
        try await send("GET", path, headers: headers)
    }

    public func post(_ path: String, _ body: JSON, headers: [(String, String)] = []) async throws -> Answer {
        try await send("POST", path, body: body.bytes, headers: headers)
    }

    /// - Parameter headers: beside the token, and the content type when there is a body and none is given.
    public func send(
        _ method: String, _ path: String, body: [UInt8] = [], headers: [(String, String)] = [],
        within limit: Duration = .seconds(70)
    ) async throws -> Answer {
        var request = HTTPClientRequest(
            method: method, url: url + path, body: body, limits: HTTPClientLimits(total: limit))
        for (name, value) in headers { request.headers.add(name, value) }
        if let token { request.headers.add("Authorization", "Bearer \(token)") }
        if !body.isEmpty, request.headers["Content-Type"] == nil {
            request.headers.add("Content-Type", "application/json")
        }
        let start = ContinuousClock.now
        let response = try await Self.client.send(request)
        return Answer(
            status: response.status, headers: response.headers, body: response.body, time: .now - start)
    }

    /// Waits until a job is settled, at most a minute, and returns it.
    public func settled(_ id: String, headers: [(String, String)] = []) async throws -> JSON {
        try await get("/jobs/\(id)", headers: [("Prefer", "wait=60")] + headers).json
    }

    /// Posts a job and returns its id.
    public func job(
        _ kind: String, _ payload: JSON = [:], _ options: [String: JSON] = [:]
    ) async throws -> String {
        let body = JSON.object(options.merging(["kind": .string(kind), "payload": payload]) { $1 })
        let answer = try await post("/jobs", body)
        guard answer.status == 202, let id = answer["id"].string else { throw Unexpected(answer) }
        return id
    }

    /// Asks for a scan and returns its id and that of its one job.
    public func scan(_ regions: [String], role: String? = nil) async throws -> (id: String, job: String) {
        var body: [String: JSON] = [
            "provider": "aws", "services": ["ec2"], "regions": .array(regions.map(JSON.string)),
        ]
        body["role_arn"] = role.map { .string($0) }
        let answer = try await post("/scans", .object(body))
        guard answer.status == 202, let id = answer["id"].string, let job = answer["runs"][0]["job_id"].string else {
            throw Unexpected(answer)
        }
        return (id, job)
    }

    /// A scan whose runs have ended, once its metrics are read, however that ended.
    public func measured(_ scan: String) async throws -> JSON {
        for run in try await get("/scans/\(scan)")["runs"].array {
            if let job = run["metrics"]["job_id"].string { _ = try await settled(job) }
        }
        return try await get("/scans/\(scan)").json
    }

    /// Every item of a list, page by page.
    public func pages(_ path: String, limit: Int) async throws -> [[JSON]] {
        var pages: [[JSON]] = []
        var cursor: String?
        repeat {
            let separator = path.contains("?") ? "&" : "?"
            let next = cursor.flatMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) }
            let answer = try await get("\(path)\(separator)limit=\(limit)" + (next.map { "&cursor=\($0)" } ?? ""))
            guard answer.status == 200 else { throw Unexpected(answer) }
            pages.append(answer["items"].array)
            cursor = answer["next_cursor"].string
        } while cursor != nil
        return pages
    }
}

/// An answer that a test cannot go on with.
public struct Unexpected: Error, CustomStringConvertible {
    public let description: String

    public init(_ answer: Answer) { description = "unexpected: \(answer)" }

    public init(_ description: String) { self.description = description }
}
