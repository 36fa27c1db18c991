import Foundation
import HTTPServer
import RawHTTP
import Synchronization
import Testing

@Suite("Callers and their shares", .timeLimit(.minutes(1)))
struct CallerShareTests {
    /// Callers are named by a header; a request without one is refused where a route asks for a caller.
    private static func identify(_ router: inout Router) {
        router.identify { request throws(Problem) in
            guard let id = request.headers["X-Caller"].flatMap(UUID.init) else { throw Problem(.unauthorized) }
            return Caller(key: .principal(id, tenant: id), group: .tenant(id), identity: id)
        }
        router.open(to: .probe) { $0.get("/healthz") { _ in .text("ok") } }
        router.open(to: .anyone(bodyLimit: 1000)) { $0.post("/anyone") { .text("\($0.body.count)") } }
    }

    private static let first = "X-Caller: \(UUID().uuidString)\r\n"
    private static let second = "X-Caller: \(UUID().uuidString)\r\n"

    private func open(_ port: Int, _ count: Int, _ request: String) async throws -> [RawClient] {
        try await onThread {
            try (0..<count).map { _ in
                let client = try RawClient(port: port)
                try client.send(request)
                return client
            }
        }
    }

    @Test(
        "one who is not known is refused at the end of the header, before any of the body",
        arguments: [
            "Content-Length: 1000\r\n", "Content-Length: 1000\r\nExpect: 100-continue\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 0\r\n", "",
        ])
    func header(_ framing: String) async throws {
        try await withServer { router in
            Self.identify(&router)
            router.post("/") { .text("\($0.body.count)") }
        } _: { _, port in
            let start = ContinuousClock.now
            let answer = try await exchange(port, "POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n")
            #expect(answer.status == 401)
            #expect(.now - start < .seconds(2))
        }
    }

    @Test("an answer before the end of a body reaches a client that sends it all before it reads")
    func lingering() async throws {
        try await withServer { router in
            Self.identify(&router)
            router.post("/") { .text("\($0.body.count)") }
        } _: { _, port in
            let answers = try await onThread {
                try (0..<10).map { _ in
                    let client = try RawClient(port: port)
                    let body = String(repeating: "x", count: 1_000_000)
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n\(body)")
                    return try client.readResponse().status
                }
            }
            #expect(answers.allSatisfy { $0 == 401 })
        }
    }

    @Test("bodies from anyone have a limit of their own") func anyone() async throws {
        try await withServer {
            Self.identify(&$0)
        } _: { _, port in
            let small = try await post(port, "/anyone", String(repeating: "x", count: 1000))
            let large = try await post(port, "/anyone", String(repeating: "x", count: 1001))
            #expect(small.text == "1000" && large.status == 413)
        }
    }

    @Test("one caller's handlers under way leave room for another's, and probes are always served")
    func handlers() async throws {
        let door = Door()
        let seen = Happenings()
        try await withServer { router in
            Self.identify(&router)
            router.get("/hold") { _ in
                seen.note("held")
                await door.pass()
                return .empty()
            }
            router.get("/") { _ in .text("served") }
        } configure: {
            $0.requests = ShareLimits(total: 16)
            $0.onRefusal = { _ in seen.note("refused") }
        } _: { _, port in
            let clients = try await open(port, 16, "GET /hold HTTP/1.1\r\nHost: a\r\n\(Self.first)\r\n")
            await seen.wait(for: "held", count: 8)
            // One that came only after the door was open would be served.
            await seen.wait(for: "refused", count: 8)
            let refused = try await get(port, "/", header: Self.first)
            #expect(refused.status == 429 && refused.headers["retry-after"] == "1")
            #expect(try await get(port, "/", header: Self.second).text == "served")
            #expect(try await get(port, "/healthz").text == "ok")
            door.open()
            let statuses = try await onThread { try clients.map { try $0.readResponse().status } }
            #expect(statuses.count { $0 == 204 } == 8 && statuses.count { $0 == 429 } == 8)
            #expect(try await get(port, "/", header: Self.first).text == "served")
        }
    }

    @Test("waits hold no place among the handlers, and each caller has its share of them") func waits() async throws {
        let door = Door()
        let seen = Happenings()
        let refusals = Mutex<[ShareRefusal]>([])
        try await withServer { router in
            Self.identify(&router)
            router.get("/wait") { request in
                try await request.wait {
                    seen.note("waits")
                    await door.pass()
                }
                return .text("over")
            }
            router.get("/") { _ in .text("served") }
        } configure: {
            $0.requests = ShareLimits(total: 8)
            $0.waits = ShareLimits(total: 100, perCaller: 20)
            $0.onRefusal = { refusal in
                refusals.withLock { $0.append(refusal) }
                seen.note("refused")
            }
        } _: { server, port in
            let clients = try await onThread {
                try (0..<30).map { _ in
                    let client = try RawClient(port: port)
                    try client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\(Self.first)\r\n")
                    return client
                }
            }
            await seen.wait(for: "waits", count: 20)
            await seen.wait(for: "refused", count: 10)
            #expect(try await get(port, "/wait", header: Self.first).status == 429)
            #expect(try await get(port, "/", header: Self.first).text == "served")
            #expect(try await get(port, "/", header: Self.second).text == "served")
            door.open()
            let answers = try await onThread { try clients.map { try $0.readResponse() } }
            #expect(answers.count { $0.text == "over" } == 20 && answers.count { $0.status == 429 } == 10)
            #expect(server.handlersRunning == 0)
            #expect(refusals.withLock { $0 }.allSatisfy { $0.resource == .waits && $0.isShare })
        }
    }

    @Test("one caller's streams leave room for another's") func streams() async throws {
        try await withServer { router in
            Self.identify(&router)
            router.get("/") { _ in .events { _ in await untilCancelled() } }
        } configure: {
            $0.streams = ShareLimits(total: 40)
        } _: { server, port in
            let clients = try await open(port, 60, "GET / HTTP/1.1\r\nHost: a\r\n\(Self.first)\r\n")
            let heads = try await onThread { try clients.map { try $0.readHead() } }
            #expect(heads.count { $0.hasPrefix("HTTP/1.1 200") } == 20)
            #expect(heads.count { $0.hasPrefix("HTTP/1.1 429") && $0.contains("Retry-After: 1") } == 40)
            let other = try await open(port, 1, "GET / HTTP/1.1\r\nHost: a\r\n\(Self.second)\r\n")
            #expect(try other[0].readHead().hasPrefix("HTTP/1.1 200"))
            #expect(server.streamsOpen == 21)
        }
    }

    @Test("unfinished bodies of one caller leave room for another's, and end when nothing more comes")
    func bodies() async throws {
        try await withServer { router in
            Self.identify(&router)
            router.post("/") { .text("\($0.body.count)") }
        } configure: {
            $0.bodies = ShareLimits(total: 1_000_000, floor: 1000)
            $0.ratePeriod = .milliseconds(500)
        } _: { _, port in
            let unfinished = String(repeating: "x", count: 99_999)
            let clients = try await open(
                port, 12, "POST / HTTP/1.1\r\nHost: a\r\n\(Self.first)Content-Length: 100000\r\n\r\n\(unfinished)")
            let body = String(repeating: "y", count: 100_000)
            let other = try await exchange(
                port, "POST / HTTP/1.1\r\nHost: a\r\n\(Self.second)Content-Length: 100000\r\n\r\n\(body)")
            #expect(other.text == "100000")
            let statuses = try await onThread { try clients.map { try $0.readResponse().status } }
            #expect(statuses.count { $0 == 408 } >= 5 && statuses.allSatisfy { $0 == 408 || $0 == 429 }, "\(statuses)")
        }
    }
}
