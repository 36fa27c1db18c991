import Foundation
import HTTPServer
import RawHTTP
import Reactor

/// Starts a server on a free port, runs the body, and stops the server.
@discardableResult
func withServer<Result>(
    _ build: (inout Router) -> Void, configure: (inout WebServerConfiguration) -> Void = { _ in },
    _ body: (WebServer, Int) async throws -> Result
) async throws -> Result {
    var router = Router()
    build(&router)
    var configuration = WebServerConfiguration(host: "127.0.0.1", port: 0)
    configure(&configuration)
    let server = WebServer(configuration: configuration, router: router)
    let port = try server.start()
    do {
        let result = try await body(server, port)
        await server.stop(grace: .zero)
        return result
    } catch {
        await server.stop(grace: .zero)
        throw error
    }
}

/// Runs blocking client code on a thread of its own, so that it never holds one of Swift's.
func onThread<Result: Sendable>(_ body: @Sendable () throws -> Result) async throws -> Result {
    try await withTaskExecutorPreference(ThreadExecutor()) { try body() }
}

/// A thread for each piece of work. A task that prefers it keeps its task-local values, among them the running test.
private final class ThreadExecutor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        startThread(named: "test-client") { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// One request over a connection of its own.
func exchange(_ port: Int, _ request: String) async throws -> RawResponse {
    try await onThread {
        let client = try RawClient(port: port)
        try client.send(request)
        return try client.readResponse(to: request.hasPrefix("HEAD") ? "HEAD" : "GET")
    }
}

func get(_ port: Int, _ path: String, method: String = "GET", header: String = "") async throws -> RawResponse {
    try await exchange(port, "\(method) \(path) HTTP/1.1\r\nHost: test\r\n\(header)\r\n")
}

func post(_ port: Int, _ path: String, _ body: String, type: String? = "application/json") async throws -> RawResponse {
    let typeLine = type.map { "Content-Type: \($0)\r\n" } ?? ""
    return try await exchange(
        port, "POST \(path) HTTP/1.1\r\nHost: test\r\n\(typeLine)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
}
