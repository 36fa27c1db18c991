import Foundation
import HTTPServer
import RawHTTP
import Synchronization
import Testing

@Suite("Handlers", .timeLimit(.minutes(1)))
struct HandlerTests {
    @Test("a thousand requests wait at the same time and all are answered")
    func manySuspended() async throws {
        let door = Door()
        let seen = Happenings()
        try await withServer { router in
            router.get("/{index}") { request in
                seen.note("arrived")
                await door.pass()
                return .text(request.parameters["index"] ?? "")
            }
        } _: { server, port in
            let clients = try await onThread {
                OpenFileLimit.raise()
                return try (0..<1000).map { index in
                    let client = try RawClient(port: port)
                    try client.send("GET /\(index) HTTP/1.1\r\nHost: test\r\n\r\n")
                    return client
                }
            }
            await seen.wait(for: "arrived", count: 1000)
            #expect(server.handlersRunning == 1000)
            door.open()
            try await onThread { () throws in
                for (index, client) in clients.enumerated() { #expect(try client.readResponse().text == "\(index)") }
            }
            #expect(server.handlersRunning == 0)
        }
    }

    @Test("beyond the limit requests get 429 with Retry-After on a connection that stays, and the limit frees again")
    func overload() async throws {
        let door = Door()
        let seen = Happenings()
        try await withServer { router in
            router.get("/wait") { _ in
                seen.note("arrived")
                await door.pass()
                return .text("done")
            }
            router.get("/now") { _ in .text("now") }
        } configure: { configuration in
            configuration.requests = ShareLimits(total: 10, floor: 10)
        } _: { _, port in
            let waiting = try await onThread {
                try (0..<10).map { _ in
                    let client = try RawClient(port: port)
                    try client.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n")
                    return client
                }
            }
            await seen.wait(for: "arrived", count: 10)
            let refused = try await onThread {
                let client = try RawClient(port: port)
                for _ in 0..<100 {
                    try client.send("GET /now HTTP/1.1\r\nHost: test\r\n\r\n")
                    let response = try client.readResponse()
                    #expect(response.status == 429)
                    #expect(response.headers["retry-after"] == "1")
                    #expect(response.json["status"] as? Int == 429)
                }
                return client
            }
            door.open()
            try await onThread {
                for client in waiting { #expect(try client.readResponse().text == "done") }
                try refused.send("GET /now HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try refused.readResponse().text == "now")
            }
        }
    }

    @Test(
        "a handler's task is cancelled when its client leaves, by an orderly end or by a reset",
        arguments: [false, true])
    func clientLeaves(byReset: Bool) async throws {
        let seen = Happenings()
        try await withServer { router in
            router.get("/") { _ in
                seen.note("arrived")
                await untilCancelled()
                seen.note("cancelled")
                throw CancellationError()
            }
        } _: { server, port in
            let client = try await onThread {
                let client = try RawClient(port: port)
                try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                return client
            }
            await seen.wait(for: "arrived")
            if byReset { client.reset() } else { client.close() }
            await seen.wait(for: "cancelled")
        }
    }

    @Test("a pipelined request behind a waiting one does not look like a client that left")
    func pipelinedIsNotGone() async throws {
        let seen = Happenings()
        let door = Door()
        try await withServer { router in
            router.get("/patient") { _ in
                seen.note("arrived")
                await door.pass()
                return .text(Task.isCancelled ? "cancelled" : "fine")
            }
            router.get("/leaving") { _ in
                seen.note("arrived")
                await untilCancelled()
                seen.note("cancelled")
                throw CancellationError()
            }
        } _: { _, port in
            let (patient, leaving) = try await onThread {
                let patient = try RawClient(port: port)
                try patient.send(String(repeating: "GET /patient HTTP/1.1\r\nHost: test\r\n\r\n", count: 2))
                let leaving = try RawClient(port: port)
                try leaving.send("GET /leaving HTTP/1.1\r\nHost: test\r\n\r\n")
                return (patient, leaving)
            }
            await seen.wait(for: "arrived", count: 2)
            leaving.close()
            // The watch has looked at both once it has found the one that left.
            await seen.wait(for: "cancelled")
            door.open()
            try await onThread {
                for _ in 0..<2 {
                    let response = try patient.readResponse()
                    #expect(response.text == "fine")
                }
            }
        }
    }

    private struct Secret: Error, CustomStringConvertible {
        let description = "password=hunter2"
    }

    @Test("an error becomes a 500 that says nothing, and is reported with the request's id")
    func unknownErrors() async throws {
        let reported = Mutex<[String]>([])
        try await withServer { router in
            router.get("/now") { _ in throw Secret() }
            router.get("/later") { _ in
                await Task.yield()
                throw Secret()
            }
        } configure: { configuration in
            configuration.onFailure = { error, summary in
                reported.withLock {
                    $0.append("\(error.map { "\($0)" } ?? "") \(summary.requestID) \(summary.route ?? "")")
                }
            }
        } _: { _, port in
            for path in ["/now", "/later"] {
                let response = try await get(port, path, header: "X-Request-Id: me\r\n")
                #expect(response.status == 500)
                #expect(response.headers["content-type"] == "application/problem+json")
                #expect(!response.text.contains("hunter2"))
                #expect(Set(response.json.keys) == ["type", "title", "status"])
            }
            #expect(reported.withLock { $0 } == ["password=hunter2 me /now", "password=hunter2 me /later"])
        }
    }

    private struct Teapot: HTTPResponseError {
        var problem: Problem {
            Problem(
                HTTPStatus(rawValue: 418), type: "https://example.org/teapot", title: "Teapot",
                detail: "short \"and\" stout",
                errors: [.init(pointer: "/a~1b", message: "m")], extensions: ["spout": .bool(true), "status": .null],
                headers: ["Retry-After": "7"])
        }
    }

    @Test("an error that knows its answer gives it")
    func knownErrors() async throws {
        try await withServer { router in
            router.get("/") { _ in throw Teapot() }
        } _: { _, port in
            let response = try await get(port, "/")
            #expect(response.status == 418)
            #expect(response.headers["retry-after"] == "7")
            #expect(
                response.text
                    == #"{"type":"https://example.org/teapot","title":"Teapot","status":418,"#
                    + #""detail":"short \"and\" stout","errors":[{"pointer":"/a~1b","message":"m"}],"spout":true}"#)
        }
    }

    @Test("a handler that takes too long is cancelled and answered with 503, even when it ignores that")
    func handlerLimit() async throws {
        let door = Door()
        try await withServer { router in
            router.get("/") { _ in
                await door.pass()
                return .text("too late")
            }
            router.get("/now") { _ in .text("now") }
        } configure: { configuration in
            configuration.handlerTimeout = .milliseconds(200)
        } _: { _, port in
            let client = try await onThread {
                let client = try RawClient(port: port)
                try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                let response = try client.readResponse()
                #expect(response.status == 503)
                #expect(response.headers["retry-after"] == "1")
                return client
            }
            door.open()
            try await onThread {
                try client.send("GET /now HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try client.readResponse().text == "now")
            }
        }
    }

    @Test("large answers arrive whole")
    func largeAnswers() async throws {
        try await withServer { router in
            router.get("/") { _ in .bytes([UInt8](repeating: 120, count: 8 << 20), contentType: "text/plain") }
        } _: { _, port in
            let response = try await get(port, "/")
            #expect(response.body.count == 8 << 20)
        }
    }
}
