import HTTPClient

/// Asks the API whether it is ready until it says so.
struct ReadinessProbe: Sendable {
    /// `http://host:port`
    let url: String
    let port: Int

    /// Returns when `/readyz` has answered 200; throws only when the task is cancelled.
    func wait() async throws {
        let client = WebClient(HTTPClientConfiguration(usesProxies: false))
        let limits = HTTPClientLimits(total: .seconds(2), responseBytes: 1 << 20)
        while true {
            // Cheaper than a refused connection, and it leaves no trace in the program that is starting.
            while !PortPicker.isListening(port) { try await Task.sleep(for: .milliseconds(5)) }
            let answer = try? await client.send(HTTPClientRequest(url: url + "/readyz", limits: limits))
            if answer?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
