import Foundation
import HTTPServer
import RawHTTP
import Synchronization
import Testing

@Suite("Streamed answers", .timeLimit(.minutes(1)))
struct StreamTests {
    @Test("chunks arrive as they are written, and the connection goes on after the end")
    func chunks() async throws {
        let (chunks, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        try await withServer { router in
            router.get("/") { _ in HTTPResponse(body: .stream(HTTPBodyStream(chunks))) }
            router.get("/next") { _ in .text("next") }
        } _: { server, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try client.readHead().lowercased().contains("transfer-encoding: chunked"))
                #expect(server.streamsOpen == 1)
                for index in 0..<5 {
                    continuation.yield(Array("chunk \(index)".utf8))
                    #expect(try client.readChunk() == Array("chunk \(index)".utf8))
                }
                continuation.finish()
                #expect(try client.readChunk() == nil)
                try client.send("GET /next HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try client.readResponse().text == "next")
                #expect(server.streamsOpen == 0)
            }
        }
    }

    @Test("an HTTP/1.0 client gets a stream until the connection closes; HEAD gets none and starts none")
    func otherClients() async throws {
        let seen = Happenings()
        try await withServer { router in
            router.get("/") { _ in
                HTTPResponse(
                    body: .stream(
                        HTTPBodyStream { writer in
                            seen.note("started")
                            try await writer.write(Array("abc".utf8))
                            try await writer.write(Array("def".utf8))
                        }))
            }
        } _: { server, port in
            try await onThread {
                let old = try RawClient(port: port)
                try old.send("GET / HTTP/1.0\r\n\r\n")
                #expect(try old.readResponse().text == "abcdef")
                let head = try RawClient(port: port)
                try head.send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n")
                let response = try head.readResponse(to: "HEAD")
                #expect(response.status == 200)
                #expect(response.headers["connection"]?.lowercased() == "close")
                _ = try head.readToEnd()
            }
            #expect(seen.count("started") == 1)
            #expect(server.streamsOpen == 0)
        }
    }

    @Test("events are framed, and no text in them can forge another")
    func events() async throws {
        let events = [
            ServerSentEvent(id: "1", event: "status", data: "{\"a\":1}"),
            ServerSentEvent(id: "2\nid: 9", event: "x\r\ny", data: "one\ntwo\r\n\rfour", retry: 500),
        ]
        try await withServer { router in
            router.get("/") { _ in
                .events(
                    AsyncStream { continuation in
                        for event in events { continuation.yield(event) }
                        continuation.finish()
                    })
            }
        } _: { _, port in
            let response = try await get(port, "/")
            #expect(response.headers["content-type"] == "text/event-stream")
            #expect(response.headers["cache-control"] == "no-store")
            #expect(
                response.text == "id: 1\nevent: status\ndata: {\"a\":1}\n\n"
                    + "id: 2id: 9\nevent: xy\nretry: 500\ndata: one\ndata: two\ndata: \ndata: four\n\n")
        }
    }

    @Test("a silent event stream sends heartbeats")
    func heartbeat() async throws {
        try await withServer { router in
            router.get("/") { _ in
                .events(AsyncStream<ServerSentEvent> { _ in }, heartbeat: .milliseconds(100))
            }
        } _: { _, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                _ = try client.readHead()
                for _ in 0..<3 { #expect(try client.readChunk() == Array(":\n\n".utf8)) }
            }
        }
    }

    @Test("a reader that stands still holds the producer back, in bounded memory")
    func slowReader() async throws {
        let written = Atomic<Int>(0)
        let seen = Happenings()
        try await withServer { router in
            router.get("/") { _ in
                HTTPResponse(
                    body: .stream(
                        HTTPBodyStream { writer in
                            let chunk = [UInt8](repeating: 120, count: 32 << 10)
                            while written.load(ordering: .relaxed) < 256 << 20 {
                                try await writer.write(chunk)
                                written.add(chunk.count, ordering: .relaxed)
                            }
                            seen.note("end")
                        }))
            }
        } _: { _, port in
            try await onThread {
                let client = try RawClient(port: port, receiveBuffer: 64 << 10)
                try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                _ = try client.readHead()
                var total = 0
                var furthestAhead = 0
                while let chunk = try client.readChunk() {
                    total += chunk.count
                    furthestAhead = max(furthestAhead, written.load(ordering: .relaxed) - total)
                }
                #expect(total == 256 << 20)
                // What the kernel's buffers of both ends take, and little more.
                #expect(furthestAhead < 16 << 20)
            }
            await seen.wait(for: "end")
        }
    }

    @Test(
        "when the reader leaves, the producer is cancelled, whether it was writing or waiting",
        arguments: [true, false])
    func readerLeaves(whileWriting: Bool) async throws {
        let seen = Happenings()
        try await withServer { router in
            router.get("/") { _ in
                HTTPResponse(
                    body: .stream(
                        HTTPBodyStream { writer in
                            do {
                                try await writer.write([120])
                                if !whileWriting { await untilCancelled() }
                                while true { try await writer.write([UInt8](repeating: 120, count: 100_000)) }
                            } catch {
                                seen.note("\(type(of: error))")
                                throw error
                            }
                        }))
            }
        } _: { server, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                _ = try client.readHead()
                _ = try client.readChunk()
                client.close()
            }
            await seen.wait(for: "CancellationError")
        }
    }

    @Test("a stream that fails breaks off, so that the reader does not take it for whole")
    func failingStream() async throws {
        struct Failure: Error {}
        try await withServer { router in
            router.get("/") { _ in
                HTTPResponse(
                    body: .stream(
                        HTTPBodyStream { writer in
                            try await writer.write([120])
                            throw Failure()
                        }))
            }
        } _: { _, port in
            _ = await #expect(throws: RawClient.Failure.self) { try await get(port, "/") }
        }
    }

    @Test("a thousand listeners wait without a thread each, and beyond the limit there is a 503")
    func manyListeners() async throws {
        let door = Door()
        try await withServer { router in
            router.get("/") { _ in
                HTTPResponse(
                    body: .stream(
                        HTTPBodyStream { writer in
                            try await writer.write(Array("hello".utf8))
                            await door.pass()
                            try await writer.write(Array("bye".utf8))
                        }))
            }
        } configure: { configuration in
            configuration.streams = ShareLimits(total: 1000, floor: 1000)
        } _: { server, port in
            let clients = try await onThread {
                OpenFileLimit.raise()
                return try (0..<1000).map { _ in
                    let client = try RawClient(port: port)
                    try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                    _ = try client.readHead()
                    #expect(try client.readChunk() == Array("hello".utf8))
                    return client
                }
            }
            #expect(server.streamsOpen == 1000)
            let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
            #expect(threads < 500)
            #expect(try await get(port, "/").status == 429)
            door.open()
            let ends = try await onThread { try clients.map { ($0, try $0.readChunk(), try $0.readChunk()) } }
            #expect(ends.allSatisfy { $0.1 == Array("bye".utf8) && $0.2 == nil })
        }
    }
}
