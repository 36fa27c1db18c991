import HTTPClient
import PythonHelpers
import Testing

@Suite("Streamed answers")
struct HTTPClientStreamTests {
    @Test("the head is there before the body, and each chunk when the server sends it")
    func chunks() async throws {
        let server = try await FaultyServer()
        let stream = try await WebClient().stream(HTTPClientRequest(url: server.url("/push")))
        #expect(stream.status == 200)
        #expect(stream.headers["content-type"] == "text/event-stream")
        var chunks = stream.body.makeAsyncIterator()
        for text in ["data: 1\n\n", "data: 2\n\n"] {
            try await server.push(text)
            #expect(try await chunks.next() == Array(text.utf8))
        }
        try await server.push("")
        #expect(try await chunks.next() == nil)
        #expect(try await chunks.next() == nil)
    }

    @Test("a reader that does not read holds the server back; when it reads, it gets every byte")
    func backPressure() async throws {
        let server = try await FaultyServer()
        let limits = HTTPClientLimits(total: .seconds(120), responseBytes: .max)
        let size = 24 << 20
        let stream = try await WebClient().stream(HTTPClientRequest(url: server.url("/flood?\(size)"), limits: limits))
        // What the kernel's socket buffers take is out of our hands; it is far from the whole.
        #expect(try await server.awaitStall() < 16 << 20)
        var received = 0
        for try await chunk in stream.body {
            #expect(chunk.count <= 512 << 10)
            received += chunk.count
        }
        #expect(received == size)
    }

    @Test("dropping the body closes the connection")
    func dropped() async throws {
        let server = try await FaultyServer()
        let client = WebClient()
        do {
            let stream = try await client.stream(HTTPClientRequest(url: server.url("/flood")))
            var chunks = stream.body.makeAsyncIterator()
            _ = try await chunks.next()
        }
        try await server.awaitClosed("/flood")
    }

    @Test("cancelling the reading task ends the stream and closes the connection")
    func cancelled() async throws {
        let server = try await FaultyServer()
        let stream = try await WebClient().stream(HTTPClientRequest(url: server.url("/drip")))
        let (read, hasRead) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for try await _ in stream.body { hasRead.yield() }
        }
        for await _ in read.prefix(1) {}
        task.cancel()
        #expect(
            await task.result.error as? HTTPClientError == HTTPClientError(.cancelled, requestMayHaveBeenSent: true))
        try await server.awaitClosed("/drip")
    }

    @Test("a body that another task cancels ends its reader and closes the connection")
    func cancelledBody() async throws {
        let server = try await FaultyServer()
        let stream = try await WebClient().stream(HTTPClientRequest(url: server.url("/drip")))
        let reader = Task {
            for try await _ in stream.body {}
        }
        stream.body.cancel()
        #expect(
            await reader.result.error as? HTTPClientError == HTTPClientError(.cancelled, requestMayHaveBeenSent: true))
        try await server.awaitClosed("/drip")
    }

    @Test("a stream that breaks off throws after what had come")
    func brokenOff() async throws {
        let server = try await SharedServer.get()
        let stream = try await WebClient().stream(HTTPClientRequest(url: server.url("/cut")))
        var received = 0
        let error = await #expect(throws: HTTPClientError.self) {
            for try await chunk in stream.body { received += chunk.count }
        }
        #expect(error?.kind == .reset)
        #expect(received == 100)
    }

    @Test("limits on time and size hold for streams too")
    func limits() async throws {
        let server = try await SharedServer.get()
        let short = HTTPClientLimits(total: .seconds(2))
        let drip = try await WebClient().stream(HTTPClientRequest(url: server.url("/drip"), limits: short))
        let late = await #expect(throws: HTTPClientError.self) { for try await _ in drip.body {} }
        #expect(late?.kind == .timedOut(.total))
        let small = HTTPClientLimits(responseBytes: 100_000)
        let huge = try await WebClient().stream(HTTPClientRequest(url: server.url("/huge?10000000"), limits: small))
        let large = await #expect(throws: HTTPClientError.self) { for try await _ in huge.body {} }
        #expect(large?.kind == .tooLarge)
        let silent = await #expect(throws: HTTPClientError.self) {
            _ = try await WebClient().stream(HTTPClientRequest(url: server.url("/silent"), limits: short))
        }
        #expect(silent?.kind == .timedOut(.total))
    }
}
