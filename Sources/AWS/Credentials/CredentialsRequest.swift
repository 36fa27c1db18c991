import HTTPClient

/// A request to a server on this machine or link, which answers at once or not at all.
struct CredentialsRequest: Sendable {
    let http: WebClient
    /// For each attempt.
    let limit: Duration
    let attempts: Int

    /// Asks again where there was no answer, or one of a server in trouble.
    func send(
        _ request: HTTPClientRequest, until deadline: ContinuousClock.Instant
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        var request = request
        var attempt = 1
        while true {
            let left = min(limit, ContinuousClock.now.duration(to: deadline))
            guard left > .zero else { throw HTTPClientError(.timedOut(.total)) }
            request.limits = HTTPClientLimits(total: left, connect: left, responseBytes: 64 << 10)
            do throws(HTTPClientError) {
                let response = try await http.send(request)
                if response.status < 500 && response.status != 429 || attempt >= attempts { return response }
            } catch {
                if error.kind == .cancelled || attempt >= attempts { throw error }
            }
            do {
                try await Task.sleep(for: .milliseconds(100 * attempt))
            } catch {
                throw HTTPClientError(.cancelled)
            }
            attempt += 1
        }
    }
}
