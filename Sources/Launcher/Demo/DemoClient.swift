import Foundation
import HTTPClient
import Operations

/// The calls that the demonstration makes to the API, as any program would make them.
struct DemoClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: JSONValue
    }

    let base: String
    let token: Secret?
    private let client = WebClient(HTTPClientConfiguration(usesProxies: false))

    init(base: String, token: Secret? = nil) {
        self.base = base
        self.token = token
    }

    /// - Parameters:
    ///   - place: a path, or a whole URL such as an answer names.
    ///   - body: makes it a POST, unless `method` says otherwise.
    func call(
        _ place: String, body: JSONValue? = nil, method: String? = nil, expecting status: Int
    ) async throws -> Answer {
        let answer = try await send(place, body, method ?? (body == nil ? "GET" : "POST"))
        guard answer.status == status else {
            let reason = answer.body["detail"]?.string ?? answer.body["title"]?.string ?? "no reason given"
            throw LaunchError(
                "\(method ?? (body == nil ? "GET" : "POST")) \(place) answered \(answer.status), not \(status): \(reason)"
            )
        }
        return answer
    }

    /// The status of the answer to a GET.
    func status(of place: String) async throws -> Int { try await send(place, nil, "GET").status }

    private func send(_ place: String, _ body: JSONValue?, _ method: String) async throws -> Answer {
        var request = HTTPClientRequest(
            method: method, url: place.hasPrefix("http") ? place : base + place,
            limits: HTTPClientLimits(total: .seconds(20)))
        if let token { request.headers["Authorization"] = "Bearer \(token.reveal())" }
        if let body {
            request.headers["Content-Type"] = "application/json"
            request.body = Array(try JSONEncoder().encode(body))
        }
        let answer: HTTPClientResponse
        do { answer = try await client.send(request) } catch {
            try Task.checkCancellation()
            throw LaunchError("\(method) \(place) got no answer: \(error)")
        }
        let body = (try? JSONDecoder().decode(JSONValue.self, from: Data(answer.body))) ?? .null
        return Answer(status: answer.status, body: body)
    }
}
