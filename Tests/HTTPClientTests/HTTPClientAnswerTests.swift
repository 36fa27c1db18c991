import Foundation
import HTTPClient
import PythonHelpers
import Testing

@Suite("What the HTTP client sends and brings back")
struct HTTPClientAnswerTests {
    struct Echo: Decodable {
        let method: String
        let target: String
        let headers: [[String]]
        let body: String

        func values(_ name: String) -> [String] {
            headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
        }
    }

    private func echo(_ change: (inout HTTPClientRequest) -> Void) async throws -> Echo {
        let server = try await SharedServer.get()
        var request = HTTPClientRequest(url: server.url("/echo"))
        change(&request)
        let response = try await WebClient().send(request)
        return try JSONDecoder().decode(Echo.self, from: Data(response.body))
    }

    @Test("status, headers in order and without regard to case, and the body come back")
    func answer() async throws {
        let response = try await WebClient().send(HTTPClientRequest(url: try await SharedServer.get().url("/ok")))
        #expect(response.status == 200)
        #expect(response.head.version == "1.1")
        #expect(response.body == Array("hello".utf8))
        #expect(response.headers.values("X-TWICE") == ["a", "b"])
        #expect(response.headers["x-empty"] == "")
        #expect(response.headers["absent"] == nil)
    }

    @Test("an HTTP error status is an answer, not an error", arguments: [404, 500, 503])
    func status(_ status: Int) async throws {
        let request = HTTPClientRequest(url: try await SharedServer.get().url("/status?\(status)"))
        let response = try await WebClient().send(request)
        #expect(response.status == status)
        #expect(response.body == Array("sorry".utf8))
    }

    @Test("a body goes out byte for byte, with no content type or expectation that the caller did not set")
    func body() async throws {
        let body = (0..<5000).map { UInt8($0 % 128) }
        let echo = try await echo {
            $0.method = "POST"
            $0.body = body
            $0.headers = ["X-One": "1", "X-None": ""]
        }
        #expect(echo.method == "POST")
        #expect(Array(echo.body.unicodeScalars.map { UInt8($0.value) }) == body)
        #expect(echo.values("content-length") == ["5000"])
        #expect(echo.values("content-type").isEmpty)
        #expect(echo.values("expect").isEmpty)
        #expect(echo.values("x-one") == ["1"])
        #expect(echo.values("x-none") == [""])
    }

    @Test("any method can be sent, with and without a body", arguments: ["GET", "POST", "PUT", "DELETE", "PATCH"])
    func methods(_ method: String) async throws {
        for body in ["", "content"] {
            let echo = try await echo {
                $0.method = method
                $0.body = Array(body.utf8)
            }
            #expect(echo.method == method)
            #expect(echo.body == body)
        }
    }

    @Test("a path goes out as it is written, dots and all")
    func path() async throws {
        let server = try await SharedServer.get()
        _ = try await WebClient().send(HTTPClientRequest(url: server.url("/a/../b/./c%2Fd?x=%2F&y")))
        #expect(try await server.seen().contains { $0.target == "/a/../b/./c%2Fd?x=%2F&y" })
    }

    @Test("chunked and compressed bodies come back whole and decoded")
    func codings() async throws {
        let server = try await SharedServer.get()
        let chunked = try await WebClient().send(HTTPClientRequest(url: server.url("/chunked")))
        #expect(String(decoding: chunked.body, as: UTF8.self) == "one two three")
        #expect(chunked.headers["x-trailer"] == nil)
        let gzip = try await WebClient().send(HTTPClientRequest(url: server.url("/gzip")))
        #expect(gzip.body == Array(String(repeating: "packed ", count: 1000).utf8))
    }

    @Test("an interim answer is passed over")
    func interim() async throws {
        let response = try await WebClient().send(
            HTTPClientRequest(url: try await SharedServer.get().url("/hundred")))
        #expect(response.status == 200)
        #expect(response.headers["link"] == nil)
        #expect(response.body == Array("after".utf8))
    }

    @Test("a redirect is returned unless it was asked to be followed, and only over HTTP, and only so often")
    func redirects() async throws {
        let server = try await SharedServer.get()
        var request = HTTPClientRequest(url: server.url("/redirect"))
        #expect(try await WebClient().send(request).status == 302)
        request.redirects = 2
        let followed = try await WebClient().send(request)
        #expect(followed.status == 200)
        #expect(followed.body == Array("hello".utf8))
        #expect(followed.headers["location"] == nil)
        request.url = server.url("/loop")
        #expect(try await failure(of: request)?.kind == .tooManyRedirects)
        request.url = server.url("/elsewhere")
        #expect(try await failure(of: request) != nil)
    }

    @Test("a connection is kept for the next request, unless a fresh one was asked for")
    func reuse() async throws {
        let server = try await FaultyServer()
        let client = WebClient()
        var request = HTTPClientRequest(url: server.url("/ok"))
        for _ in 0..<5 { _ = try await client.send(request) }
        #expect(Set(try await server.seen().map(\.connection)).count == 1)
        request.needsFreshConnection = true
        _ = try await client.send(request)
        #expect(Set(try await server.seen().map(\.connection)).count == 2)
    }

    @Test("no more requests than allowed are at one server at once; the others follow")
    func bound() async throws {
        let server = try await FaultyServer()
        let client = WebClient(HTTPClientConfiguration(requestsPerHost: 3))
        let request = HTTPClientRequest(url: server.url("/gate"))
        let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<10 { group.addTask { try await client.send(request).body } }
            #expect(try await server.awaitHeld(3) == 3)
            // An answer that passes the gate of another server's queue shows that the loop is not held up.
            _ = try await client.send(HTTPClientRequest(url: try await SharedServer.get().url("/ok")))
            #expect(try await server.seen().count == 3)
            try await server.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(bodies == Array(repeating: Array("through".utf8), count: 10))
        #expect(Set(try await server.seen().map(\.connection)).count <= 3)
    }

    @Test("many requests at once each get their own answer")
    func many() async throws {
        let server = try await SharedServer.get()
        let client = WebClient(HTTPClientConfiguration(requestsPerHost: 16))
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let request = HTTPClientRequest(
                        method: "POST", url: server.url("/echo"), body: Array("\(number)".utf8))
                    let echo = try JSONDecoder().decode(Echo.self, from: Data(try await client.send(request).body))
                    return (number, echo.body)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 200)
        #expect(answers.allSatisfy { "\($0.0)" == $0.1 })
    }
}
