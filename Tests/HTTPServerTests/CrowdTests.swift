import Foundation
import Glibc
import HTTPServer
import RawHTTP
import Testing

@Suite("Crowds of connections", .timeLimit(.minutes(1)), .serialized)
struct CrowdTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func build(_ router: inout Router) {
        router.open(to: .probe) { $0.get("/healthz") { _ in .text("ok") } }
        router.get("/") { _ in .text("served") }
        router.get("/hold") { request in
            try await request.wait { await untilCancelled() }
            return .empty()
        }
        router.get("/large") { _ in .bytes([UInt8](repeating: 0x78, count: 4 << 20), contentType: "text/plain") }
        router.post("/") { .text("\($0.body.count)") }
    }

    @Test(
        "connections that do nothing never keep a new client from being answered at once",
        arguments: [
            "", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
            get,
        ])
    func idle(_ beginning: String) async throws {
        try await withServer(Self.build) {
            $0.connectionLimit = 1024
        } _: { server, port in
            let slowest = try await onThread {
                OpenFileLimit.raise()
                var slowest = Duration.zero
                var crowd: [RawClient] = []
                for round in 0..<3000 {
                    let client = try RawClient(port: port)
                    if !beginning.isEmpty { try? client.send(beginning) }
                    crowd.append(client)
                    guard round % 100 == 99 else { continue }
                    let start = ContinuousClock.now
                    let newcomer = try RawClient(port: port)
                    let isProbe = round % 200 == 199
                    try newcomer.send(isProbe ? "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" : Self.get)
                    // A burst that is ahead of what is given up may meet a full table: that is said, and a probe served.
                    let status = try newcomer.readResponse().status
                    #expect(status == 200 || (status == 503 && !isProbe))
                    slowest = max(slowest, .now - start)
                }
                return slowest
            }
            print(
                "figure: 3000 connections of \(beginning.prefix(30).debugDescription) at a limit of 1024: a newcomer \(slowest)"
            )
            #expect(slowest < .seconds(1))
            #expect(server.connectionsOpen <= 1024 + 128)
        }
    }

    @Test("what a handler is under way for is not closed; when nothing can be spared a new request is 503, a probe 200")
    func full() async throws {
        try await withServer(Self.build) {
            $0.connectionLimit = 64
        } _: { server, port in
            // One after the other: a connection that has not asked for anything yet may be given up for the next.
            let waiting = try await onThread {
                var clients: [RawClient] = []
                while server.handlersRunning < 64 {
                    let (client, before) = (try RawClient(port: port), server.handlersRunning)
                    try? client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
                    clients.append(client)
                    for _ in 0..<200 where server.handlersRunning == before { usleep(1000) }
                }
                return clients
            }
            let refused = try await HTTPServerTests.get(port, "/")
            #expect(refused.status == 503 && refused.headers["retry-after"] == "1")
            #expect(try await HTTPServerTests.get(port, "/healthz").text == "ok")
            #expect(server.handlersRunning == 64)
            for client in waiting.prefix(waiting.count - 24) { client.close() }
            while server.connectionsOpen > 40 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await HTTPServerTests.get(port, "/").text == "served")
        }
    }

    @Test("answers that one does not read hold a share of memory and end soon; one that reads slowly gets all")
    func unread() async throws {
        try await withServer(Self.build) {
            $0.answers = ShareLimits(total: 40 << 20)
            $0.ratePeriod = .seconds(1)
        } _: { server, port in
            let large = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
            let clients = try await onThread {
                try (0..<10).map { _ in
                    let client = try RawClient(port: port, receiveBuffer: 4096)
                    try client.send(large)
                    return client
                }
            }
            let heads = try await onThread { try clients.map { try $0.readHead() } }
            #expect(heads.count { $0.hasPrefix("HTTP/1.1 429") } >= 5, "\(heads.map { $0.prefix(12) })")
            while server.connectionsOpen > heads.count(where: { $0.hasPrefix("HTTP/1.1 429") }) {
                try await Task.sleep(for: .milliseconds(50))
            }
            let slow = try await onThread {
                let client = try RawClient(port: port, receiveBuffer: 4096)
                try client.send(large)
                var count = 0
                var buffer = [UInt8](repeating: 0, count: 128 << 10)
                while count < 4 << 20 {
                    let read = recv(client.descriptor, &buffer, buffer.count, 0)
                    guard read > 0 else { break }
                    count += read
                    usleep(1000)
                }
                return count
            }
            #expect(slow >= 4 << 20)
        }
    }
}
