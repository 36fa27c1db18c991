import Foundation
import FoundationNetworking

/// Asks the API whether it is ready until it says so.
struct ReadinessProbe: Sendable {
    /// `http://host:port`
    let url: String
    let port: Int

    /// Returns when `/readyz` has answered 200; throws only when the task is cancelled.
    func wait() async throws {
        guard let url = URL(string: url + "/readyz") else { throw LaunchError("HOST does not make a URL") }
        let settings = URLSessionConfiguration.ephemeral
        settings.timeoutIntervalForRequest = 2
        settings.connectionProxyDictionary = [:]
        let session = URLSession(configuration: settings)
        defer { session.invalidateAndCancel() }
        while true {
            // Cheaper than a refused connection, and it leaves no trace in the program that is starting.
            while !PortPicker.isListening(port) { try await Task.sleep(for: .milliseconds(5)) }
            let answer = try? await session.data(from: url).1 as? HTTPURLResponse
            if answer?.statusCode == 200 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
