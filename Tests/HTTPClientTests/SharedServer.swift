import HTTPClient
import PythonHelpers

/// One server for the tests that leave no trace on it; it ends with the test process.
enum SharedServer {
    private static let task = Task { try await FaultyServer() }

    static func get() async throws -> FaultyServer { try await task.value }
}

/// The error that a request ends with.
func failure(of request: HTTPClientRequest, with client: WebClient = WebClient()) async throws -> HTTPClientError? {
    do {
        _ = try await client.send(request)
        return nil
    } catch {
        return error
    }
}
