import HTTPClient
import PythonHelpers
import Reactor
import Testing

@Suite("Addresses that a request is pinned to, and bodies that are cut")
struct HTTPClientPinTests {
    @Test("a pinned request goes to its address under its own name, whatever that leads to")
    func pinned() async throws {
        let server = try await SharedServer.get()
        // RFC 6761 keeps .invalid from ever resolving.
        var request = HTTPClientRequest(url: "http://nowhere.invalid:\(server.ports.http)/echo")
        request.pinnedAddress = IPAddress("127.0.0.1")
        let response = try await WebClient().send(request)
        #expect(String(decoding: response.body, as: UTF8.self).contains("nowhere.invalid:\(server.ports.http)"))
        // The other requests of the client know nothing of it.
        request.pinnedAddress = nil
        let client = WebClient()
        #expect(try await failure(of: request, with: client) == HTTPClientError(.cannotResolve))
        request.pinnedAddress = IPAddress("127.0.0.1")
        #expect(try await client.send(request).status == 200)
        request.pinnedAddress = nil
        #expect(try await failure(of: request, with: client) == HTTPClientError(.cannotResolve))
    }

    @Test("a pinned IPv6 address is one that nothing listens at, not one that cannot be read")
    func version6() async throws {
        let server = try await SharedServer.get()
        var request = HTTPClientRequest(url: "http://nowhere.invalid:\(server.ports.http)/echo")
        request.pinnedAddress = IPAddress("::1")
        #expect(try await failure(of: request)?.kind == .cannotConnect)
    }

    @Test(
        "a body that is cut is no error, whether it is counted, announced or breaks off",
        arguments: [("/huge?1000001", 1000), ("/cut", 100), ("/reset", 100), ("/ok", 5)])
    func cut(_ path: String, _ count: Int) async throws {
        var request = HTTPClientRequest(url: try await SharedServer.get().url(path))
        request.limits = HTTPClientLimits(responseBytes: 1000, cutsBody: true)
        #expect(try await WebClient().send(request).body.count == count)
    }

    @Test("without a head there is no answer that could be cut", arguments: ["/hang-up", "/garbage", "/headers"])
    func headless(_ path: String) async throws {
        var request = HTTPClientRequest(url: try await SharedServer.get().url(path))
        request.limits = HTTPClientLimits(responseBytes: 1000, cutsBody: true)
        #expect(try await failure(of: request) != nil)
    }

    @Test("a body that takes too long is cut at the total limit")
    func slow() async throws {
        var request = HTTPClientRequest(url: try await SharedServer.get().url("/drip"))
        request.limits = HTTPClientLimits(total: .milliseconds(300), cutsBody: true)
        let response = try await WebClient().send(request)
        #expect(response.status == 200)
        #expect(response.body.count < 100)
    }
}
