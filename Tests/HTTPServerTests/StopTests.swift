import Foundation
import HTTPServer
import RawHTTP
import Testing

@Suite("Start and stop", .timeLimit(.minutes(1)))
struct StopTests {
    private func makeServer(port: Int = 0, host: String = "127.0.0.1", _ build: (inout Router) -> Void = { _ in })
        -> WebServer
    {
        var router = Router()
        build(&router)
        return WebServer(configuration: WebServerConfiguration(host: host, port: port), router: router)
    }

    @Test("stop lets a running request end, refuses new connections, and closes idle ones")
    func graceful() async throws {
        let door = Door()
        let seen = Happenings()
        let server = makeServer { router in
            router.get("/") { _ in
                seen.note("arrived")
                await door.pass()
                return .text("done")
            }
            router.get("/now") { _ in .text("now") }
        }
        let port = try server.start()
        let (busy, idle) = try await onThread {
            let busy = try RawClient(port: port)
            try busy.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            let idle = try RawClient(port: port)
            try idle.send("GET /now HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try idle.readResponse().text == "now")
            return (busy, idle)
        }
        await seen.wait(for: "arrived")
        async let isClean = server.stop(grace: .seconds(20))
        try await onThread { () throws in
            #expect(try idle.readToEnd().isEmpty)
            #expect(throws: RawClient.Failure.self) {
                let late = try RawClient(port: port)
                try late.send("GET /now HTTP/1.1\r\nHost: test\r\n\r\n")
                _ = try late.readResponse()
            }
        }
        door.open()
        try await onThread {
            let response = try busy.readResponse()
            #expect(response.text == "done")
            #expect(response.headers["connection"]?.lowercased() == "close")
            #expect(try busy.readToEnd().isEmpty)
        }
        #expect(await isClean)
    }

    @Test("handlers that hang are answered with 503 after the grace, whether they heed cancellation or not")
    func hanging() async throws {
        let door = Door()
        let seen = Happenings()
        let server = makeServer { router in
            router.get("/deaf") { _ in
                seen.note("arrived")
                await door.pass()
                return .text("too late")
            }
            router.get("/heeding") { _ in
                seen.note("arrived")
                await untilCancelled()
                throw Problem.unavailable("cancelled")
            }
        }
        let port = try server.start()
        let clients = try await onThread {
            try ["/deaf", "/heeding"].map { path in
                let client = try RawClient(port: port)
                try client.send("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n")
                return client
            }
        }
        await seen.wait(for: "arrived", count: 2)
        let start = ContinuousClock.now
        #expect(await !server.stop(grace: .milliseconds(100)))
        #expect(ContinuousClock.now - start < .seconds(4.1))
        try await onThread { () throws in
            for client in clients { #expect(try client.readResponse().status == 503) }
        }
        door.open()
    }

    @Test("a handler that holds a thread of the library does not hold up stop")
    func blocking() async throws {
        let seen = Happenings()
        let release = DispatchSemaphore(value: 0)
        let server = makeServer { router in
            router.get("/") { _ in
                seen.note("arrived")
                // What no handler may do.
                blockThread(on: release)
                return .text("too late")
            }
        }
        let port = try server.start()
        let client = try await onThread {
            let client = try RawClient(port: port)
            try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            return client
        }
        await seen.wait(for: "arrived")
        let start = ContinuousClock.now
        #expect(await !server.stop(grace: .milliseconds(100)))
        #expect(ContinuousClock.now - start < .seconds(5))
        release.signal()
        // What is left of the server ends by itself.
        try await onThread { _ = try client.readToEnd() }
    }

    @Test("open-ended streams end at once when the server stops, other streams get the grace")
    func streams() async throws {
        let door = Door()
        let server = makeServer { router in
            router.get("/events") { _ in .events(AsyncStream<ServerSentEvent> { $0.yield(ServerSentEvent(data: "x")) })
            }
            router.get("/download") { _ in
                HTTPResponse(
                    body: .stream(
                        HTTPBodyStream { writer in
                            try await writer.write(Array("first".utf8))
                            await door.pass()
                            try await writer.write(Array("second".utf8))
                        }))
            }
        }
        let port = try server.start()
        let (events, download) = try await onThread {
            let events = try RawClient(port: port)
            try events.send("GET /events HTTP/1.1\r\nHost: test\r\n\r\n")
            _ = try events.readHead()
            #expect(try events.readChunk() == Array("data: x\n\n".utf8))
            let download = try RawClient(port: port)
            try download.send("GET /download HTTP/1.1\r\nHost: test\r\n\r\n")
            _ = try download.readHead()
            #expect(try download.readChunk() == Array("first".utf8))
            return (events, download)
        }
        async let isClean = server.stop(grace: .seconds(20))
        try await onThread { () throws in #expect(try events.readChunk() == nil) }
        door.open()
        try await onThread { () throws in
            #expect(try download.readChunk() == Array("second".utf8))
            #expect(try download.readChunk() == nil)
        }
        #expect(await isClean)
    }

    @Test("stop under load answers or closes every connection and returns in time, again and again")
    func stopUnderLoad() async throws {
        for _ in 0..<10 {
            let server = makeServer { router in
                router.get("/") { _ in
                    await Task.yield()
                    return .text("ok")
                }
            }
            let port = try server.start()
            let seen = Happenings()
            async let load: Void = withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await onThread {
                            let client = try RawClient(port: port)
                            do {
                                while true {
                                    try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                                    #expect(try client.readResponse().status == 200)
                                    seen.note("served")
                                }
                            } catch RawClient.Failure.timeout {
                                Issue.record("a connection was left hanging")
                            } catch {}
                        }
                    }
                }
                try await group.waitForAll()
            }
            await seen.wait(for: "served", count: 200)
            let start = ContinuousClock.now
            await server.stop(grace: .seconds(5))
            #expect(ContinuousClock.now - start < .seconds(9))
            try await load
            #expect(server.connectionsOpen == 0)
        }
    }

    @Test("a taken port, an unknown host and an address of another machine are different errors")
    func startFailures() async throws {
        let first = makeServer()
        let port = try first.start()
        #expect(throws: WebServerError.portTaken(host: "127.0.0.1", port: port)) { try makeServer(port: port).start() }
        #expect(throws: WebServerError.unknownHost("no such host")) { try makeServer(host: "no such host").start() }
        #expect(throws: WebServerError.unknownHost("")) { try makeServer(host: "").start() }
        #expect(throws: WebServerError.addressNotAvailable("192.0.2.1")) { try makeServer(host: "192.0.2.1").start() }
        #expect(throws: WebServerError.alreadyStarted) { try first.start() }
        await first.stop(grace: .zero)
        await first.stop(grace: .zero)
    }

    @Test("the port is free again right after stop, although connections to it linger")
    func restart() async throws {
        // An address that no other test listens on, so that none takes the port in between.
        let first = makeServer(host: "127.0.0.77") { $0.get("/") { _ in .text("ok") } }
        let port = try first.start()
        let client = try await onThread {
            let client = try RawClient(port: port, address: 0x7F00_004D)
            try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try client.readResponse().text == "ok")
            return client
        }
        await first.stop(grace: .zero)
        let second = makeServer(port: port, host: "127.0.0.77")
        #expect(try second.start() == port)
        await second.stop(grace: .zero)
        client.close()
    }

    @Test("a server on :: answers IPv4 and IPv6, and shows the caller's address as the caller knows it")
    func addresses() async throws {
        let server = makeServer(host: "::") { router in
            router.get("/") { .text($0.remoteAddress) }
        }
        guard let port = try? server.start() else { return }  // a machine without IPv6
        #expect(try await get(port, "/").text == "127.0.0.1")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["curl", "-s", "--max-time", "10", "http://[::1]:\(port)/"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try await onThread {
            String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        #expect(text == "::1")
        await server.stop(grace: .zero)
    }
}

/// Hidden from the compiler's check for blocking calls in asynchronous code.
private func blockThread(on semaphore: DispatchSemaphore) { semaphore.wait() }
