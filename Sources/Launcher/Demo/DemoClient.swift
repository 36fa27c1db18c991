import Foundation
import FoundationNetworking
import Operations

/// The calls that the demonstration makes to the API, as any program would make them.
struct DemoClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: JSONValue
    }

    let base: String
    let token: Secret?
    private let session: URLSession

    init(base: String, token: Secret? = nil) {
        self.base = base
        self.token = token
        let settings = URLSessionConfiguration.ephemeral
        settings.timeoutIntervalForRequest = 10
        settings.timeoutIntervalForResource = 20
        settings.connectionProxyDictionary = [:]
        session = URLSession(configuration: settings)
    }

    func close() { session.invalidateAndCancel() }

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
        guard let url = URL(string: place.hasPrefix("http") ? place : base + place) else {
            throw LaunchError("the API named \(place), which is no address")
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        if let token { request.setValue("Bearer \(token.reveal())", forHTTPHeaderField: "Authorization") }
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = try JSONEncoder().encode(body)
        }
        let (data, response): (Data, URLResponse)
        do { (data, response) = try await session.data(for: request) } catch {
            try Task.checkCancellation()
            throw LaunchError("\(request.httpMethod ?? "GET") \(url.path) got no answer")
        }
        let body = (try? JSONDecoder().decode(JSONValue.self, from: data)) ?? .null
        return Answer(status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: body)
    }
}
