import HTTPServer
import RawHTTP
import TestSupport
import Testing

@Suite("Request bodies", .timeLimit(.minutes(1)))
struct BodyTests {
    private static func build(_ router: inout Router) {
        router.post("/length") { .text(String($0.body.count)) }
        router.get("/next") { _ in .text("next") }
    }

    private static let head = "POST /length HTTP/1.1\r\nHost: test\r\n"
    private static let next = "GET /next HTTP/1.1\r\nHost: test\r\n\r\n"

    @Test("a body of exactly the limit is taken")
    func atTheLimit() async throws {
        try await withServer(Self.build) { _, port in
            let response = try await post(port, "/length", String(repeating: "x", count: 1 << 20))
            #expect(response.text == "1048576")
        }
    }

    @Test("a body over the limit is read off, answered by 413, and the connection goes on")
    func overTheLimit() async throws {
        try await withServer(Self.build) { _, port in
            for size in [(1 << 20) + 1, 16 << 20] {
                try await onThread {
                    let client = try RawClient(port: port)
                    try client.send(Self.head + "Content-Length: \(size)\r\n\r\n")
                    try client.send([UInt8](repeating: 120, count: size))
                    let response = try client.readResponse()
                    #expect(response.status == 413)
                    #expect(response.json["status"] as? Int == 413)
                    try client.send(Self.next)
                    #expect(try client.readResponse().text == "next")
                }
            }
        }
    }

    @Test("JSON may have another limit than a file, and the answer names the one that holds")
    func twoLimits() async throws {
        try await withServer { router in
            router.open(to: .identified(bodyLimit: BodyLimit(json: 2000, other: 1000))) {
                $0.post("/document") { .text("\($0.body.count)") }
            }
        } _: { _, port in
            let types = [
                ("", 2000), ("Content-Type: \r\n", 2000), ("Content-Type: application/json; charset=utf-8\r\n", 2000),
                ("Content-Type: Application/Problem+JSON\r\n", 2000), ("Content-Type: text/json\r\n", 1000),
                ("Content-Type: application/pdf\r\n", 1000), ("Content-Type: ;\r\n", 2000),
            ]
            for (type, limit) in types {
                for size in [limit, limit + 1] {
                    let head = "POST /document HTTP/1.1\r\nHost: test\r\n\(type)Content-Length: \(size)\r\n\r\n"
                    let answer = try await exchange(port, head + String(repeating: "x", count: size))
                    #expect(answer.status == (size > limit ? 413 : 200), "\(type)")
                    #expect(size == limit || answer.text.contains("\(limit) bytes"), "\(answer.text)")
                }
            }
        }
    }

    @Test("a body that is announced beyond all bounds is refused at once, and the connection closed")
    func farOverTheLimit() async throws {
        try await withServer(Self.build) { _, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send(Self.head + "Content-Length: 17000000000\r\n\r\n")
                let response = try client.readResponse()
                #expect(response.status == 413)
                #expect(response.headers["connection"]?.lowercased() == "close")
                #expect(try client.readToEnd().isEmpty)
            }
        }
    }

    @Test("Expect: 100-continue is granted for a body that is wanted and refused with 413 for one that is not")
    func expectContinue() async throws {
        try await withServer(Self.build) { _, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send(Self.head + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                #expect(try client.readResponse().status == 100)
                try client.send("abc")
                #expect(try client.readResponse().text == "3")
                try client.send(Self.head + "Expect: 100-continue\r\nContent-Length: 1048577\r\n\r\n")
                #expect(try client.readResponse().status == 413)
            }
            #expect(try await get(port, "/next", header: "Expect: miracles\r\n").status == 417)
        }
    }

    @Test("chunked uploads are taken, however cut, and limited like others")
    func chunked() async throws {
        try await withServer(Self.build) { _, port in
            try await onThread {
                let client = try RawClient(port: port)
                let whole =
                    Self.head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n"
                for byte in whole.utf8 { try client.send([byte]) }
                #expect(try client.readResponse().text == "6")
                try client.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<17 { try client.send("10000\r\n" + String(repeating: "x", count: 65536) + "\r\n") }
                try client.send("0\r\n\r\n")
                #expect(try client.readResponse().status == 413)
                try client.send(Self.next)
                #expect(try client.readResponse().text == "next")
            }
        }
    }

    @Test("a chunked upload without end is cut off after what is read off at most")
    func endlessChunks() async throws {
        try await withServer(Self.build) { server, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n")
                #expect(throws: RawClient.Failure.self) {
                    for _ in 0..<1000 { try client.send("10000\r\n" + String(repeating: "x", count: 65536) + "\r\n") }
                }
            }
            #expect(try await get(port, "/next").text == "next")
        }
    }

    @Test("a body whose length is given in two ways, or not validly, is refused and the connection closed")
    func smuggling() async throws {
        try await withServer(Self.build) { _, port in
            for header in [
                "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3\r\nContent-Length: 3\r\n",
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Content-Length: -1\r\n",
                "Content-Length: 3x\r\n",
                "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: gzip\r\n",
                "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            ] {
                try await onThread {
                    let client = try RawClient(port: port)
                    try client.send(Self.head + header + "\r\n")
                    let response = try client.readResponse()
                    #expect([400, 413, 501].contains(response.status), "\(header)")
                    _ = try client.readToEnd()
                }
            }
        }
    }

    @Test("a body shorter than announced never reaches a handler; the bytes after a longer one are a bad request")
    func lies() async throws {
        let seen = Happenings()
        try await withServer { router in
            router.post("/length") { request in
                seen.note("handled")
                return .text(String(request.body.count))
            }
        } _: { _, port in
            try await onThread {
                let short = try RawClient(port: port)
                try short.send(Self.head + "Content-Length: 10\r\n\r\nabc")
                short.finishSending()
                #expect(throws: RawClient.Failure.self) { try short.readResponse() }
                #expect(seen.count("handled") == 0)
                let long = try RawClient(port: port)
                try long.send(Self.head + "Content-Length: 2\r\n\r\nabc def\r\n\r\n")
                #expect(try long.readResponse().text == "2")
                #expect((try? long.readResponse())?.status ?? 400 == 400)
            }
            #expect(seen.count("handled") == 1)
        }
    }

    @Test("a body that dribbles in is cut off at the limit with 408")
    func slowUpload() async throws {
        try await withServer(Self.build) {
            $0.bodyTimeout = .milliseconds(300)
        } _: { server, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send(Self.head + "Content-Length: 1000\r\n\r\nabc")
                let response = try client.readResponse()
                #expect(response.status == 408)
                #expect(response.json["status"] as? Int == 408)
                #expect(try client.readToEnd().isEmpty)
            }
        }
    }

    @Test("when bodies fill their memory, further ones get 429 with Retry-After, and the memory comes back")
    func bodyMemory() async throws {
        let door = Door()
        let seen = Happenings()
        try await withServer { router in
            router.post("/hold") { _ in
                seen.note("held")
                await door.pass()
                return .text("held")
            }
            router.post("/length") { .text(String($0.body.count)) }
        } configure: { configuration in
            configuration.bodies = ShareLimits(total: 100_000, floor: 100_000)
        } _: { _, port in
            async let held = post(port, "/hold", String(repeating: "x", count: 90_000))
            await seen.wait(for: "held")
            let refused = try await post(port, "/length", String(repeating: "x", count: 20_000))
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == "1")
            door.open()
            #expect(try await held.text == "held")
            // It is the end of the first request that frees it, which its caller may see a moment before.
            let isBack = try await eventually(within: .seconds(10)) {
                try await post(port, "/length", String(repeating: "x", count: 20_000)).text == "20000"
            }
            #expect(isBack)
        }
    }
}
