import HTTPServer
import RawHTTP
import TestSupport
import Testing

@Suite("Hostile bytes", .timeLimit(.minutes(2)))
struct FuzzTests {
    private static let seeds: [String] = [
        "GET /jobs/1?a=b%20c HTTP/1.1\r\nHost: test\r\nX-Request-Id: abc\r\n\r\n",
        "POST /jobs HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\":[1]}",
        "POST /jobs HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3;x=y\r\nefg\r\n0\r\nT: u\r\n\r\n",
        "POST /jobs HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
        "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n",
        "DELETE http://test/api/v1/jobs/%F0%9F%98%80/ HTTP/1.1\r\nHost: test\r\ntraceparent: 00-x\r\n\r\n",
        "GET /stream HTTP/1.1\r\nHost: test\r\n\r\nGET /later HTTP/1.1\r\nHost: test\r\n\r\n",
    ]

    private static func mutate(_ random: inout SeededGenerator) -> [UInt8] {
        if Int.random(in: 0..<20, using: &random) == 0 {
            return (0..<Int.random(in: 1...2000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
        let tokens = [
            "\r\n", "\n", "\0", ":", " ", "%", "%00", "\r\n\r\n", "-1", "99999999999", "chunked", "Host: b\r\n", ",",
            "\t", "HTTP/1.1",
        ]
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(contentsOf: Array((tokens.randomElement(using: &random) ?? "").utf8), at: index)
            case 2: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...8, using: &random)))
            case 3: bytes.append(contentsOf: bytes[index...].prefix(200))
            default:
                bytes.insert(
                    contentsOf: [UInt8](repeating: bytes[index], count: Int.random(in: 1...3000, using: &random)),
                    at: index)
            }
            if bytes.isEmpty { bytes = [0] }
        }
        return bytes
    }

    @Test("two thousand broken requests each get an answer or a close, and the server serves on")
    func fuzz() async throws {
        let seed = Settings.seed
        print("HTTP fuzz seed \(seed)")
        try await withServer { router in
            router.get("/") { _ in .text("root") }
            router.get("/jobs/{id}") { .text($0.parameters["id"] ?? "") }
            router.post("/jobs") { request in
                await Task.yield()
                return .json(text: String(decoding: try request.json().serialized(), as: UTF8.self))
            }
            router.delete("/jobs/{id}") { _ in .empty() }
            router.get("/later") { _ in
                await Task.yield()
                return .text("later")
            }
            router.get("/stream") { _ in
                HTTPResponse(
                    body: .stream(HTTPBodyStream { for index in 0..<5 { try await $0.write([UInt8(index)]) } }))
            }
        } configure: { configuration in
            configuration.headerTimeout = .seconds(2)
            configuration.bodyTimeout = .seconds(2)
            configuration.idleTimeout = .seconds(2)
        } _: { server, port in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<200 {
                    group.addTask {
                        try await onThread {
                            var random = SeededGenerator(seed &+ UInt64(lane))
                            for round in 0..<10 {
                                let bytes = Self.mutate(&random)
                                let client = try RawClient(port: port)
                                do {
                                    try client.send(bytes)
                                    if Bool.random(using: &random) { client.finishSending() }
                                    let answer = try client.readToEnd()
                                    #expect(
                                        answer.isEmpty || answer.starts(with: Array("HTTP/1.".utf8)),
                                        "seed \(seed) lane \(lane) round \(round)")
                                } catch RawClient.Failure.timeout {
                                    Issue.record("left hanging: seed \(seed) lane \(lane) round \(round)")
                                } catch {}
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await get(port, "/jobs/7").text == "7")
            #expect(server.handlersRunning == 0)
            #expect(server.streamsOpen == 0)
        }
    }
}
