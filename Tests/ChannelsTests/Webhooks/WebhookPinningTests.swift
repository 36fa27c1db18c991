import ChannelTestSupport
import Foundation
import HTTPClient
import Reactor
import Synchronization
import Testing

@testable import Channels

/// A resolver whose answers are given one after the other; the last one stays.
final class ScriptedNames: Sendable {
    private let answers: Mutex<[[String]]>
    private let asked = Mutex<[String]>([])

    init(_ answers: [[String]]) { self.answers = Mutex(answers) }

    var questions: [String] { asked.withLock { $0 } }

    var resolver: HostResolver {
        HostResolver { [self] name in
            asked.withLock { $0.append(name) }
            return answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }.compactMap { IPAddress($0) }
        }
    }
}

@Suite("A delivery goes to the address that was judged, and to no other", .timeLimit(.minutes(1)))
struct WebhookPinningTests {
    @Test(
        "a name that leads inside is refused for good, nothing sent",
        arguments: [
            ["10.0.0.1"], ["127.0.0.3"], ["169.254.169.254"], ["::1"], ["fd00::1"], ["::ffff:10.0.0.1"],
            // One is enough, wherever it stands.
            ["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"],
        ])
    func inside(_ addresses: [String]) async throws {
        let server = try await SharedEndpoint.get()
        let names = ScriptedNames([addresses])
        let outcome = await WebhookChannel.local(resolver: names.resolver)
            .deliver(to: "https://hooks.example:\(server.ports.https)/inside")
        #expect(outcome.kind == .refused)
        #expect(outcome.code == "address_refused")
        #expect(outcome.text.contains("FLOTILLA_WEBHOOK_ALLOW"))
        #expect(!outcome.text.contains("10.0.0.1"))
        #expect(try await server.requests("/inside").isEmpty)
    }

    @Test("a name that leads elsewhere with the second question is asked once a delivery, and refused then")
    func rebinding() async throws {
        let server = try await SharedEndpoint.get()
        let names = ScriptedNames([["127.0.0.1"], ["169.254.169.254"]])
        let channel = WebhookChannel.local(authority: server.authorityFile, resolver: names.resolver)
        let url = "https://hooks.example:\(server.ports.https)/rebinding"
        #expect(await channel.deliver(to: url).kind == .sent)
        // The kept connection does not speak for the new address.
        #expect(await channel.deliver(to: url).code == "address_refused")
        #expect(names.questions == ["hooks.example", "hooks.example"])
        #expect(try await server.requests("/rebinding").count == 1)
    }

    @Test("connections are kept for the same address alone")
    func keptConnections() async throws {
        let server = try await SharedEndpoint.get()
        let names = ScriptedNames([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2"]])
        let channel = WebhookChannel.local(authority: server.authorityFile, resolver: names.resolver)
        for _ in 0..<4 {
            let url = "https://hooks.example:\(server.ports.https)/kept"
            #expect(await channel.deliver(to: url).kind == .sent)
        }
        let requests = try await server.requests("/kept", atLeast: 4)
        try #require(requests.map(\.address) == ["127.0.0.1", "127.0.0.2", "127.0.0.1", "127.0.0.2"])
        #expect(
            requests.map { $0.headers["host"] } == Array(repeating: "hooks.example:\(server.ports.https)", count: 4)
        )
        #expect(requests[0].connection == requests[2].connection)
        #expect(requests[1].connection == requests[3].connection)
        #expect(requests[0].connection != requests[1].connection)
    }

    @Test("an address that takes no connection is followed by the next one")
    func nextAddress() async throws {
        let server = try await SharedEndpoint.get()
        let own = AddressGuard(allowing: ["127.0.0.0/8"].compactMap { IPNetwork($0) })
        let names = ScriptedNames([["127.0.0.3", "127.0.0.2"]])
        let channel = WebhookChannel(
            addresses: own, certificateAuthorityFile: server.authorityFile, resolver: names.resolver)
        #expect(await channel.deliver(to: "https://hooks.example:\(server.ports.https)/next").kind == .sent)
        #expect(try await server.requests("/next").map(\.address) == ["127.0.0.2"])
    }

    @Test("a certificate has to be valid for the name, whatever address was judged")
    func certificates() async throws {
        let server = try await SharedEndpoint.get()
        let names = ScriptedNames([["127.0.0.1"]])
        let channel = WebhookChannel.local(authority: server.authorityFile, resolver: names.resolver)
        for port in [server.ports.wrongName, server.ports.expired, server.ports.selfSigned, server.ports.http] {
            let outcome = await channel.deliver(to: "https://hooks.example:\(port)/certificate")
            #expect(outcome.kind == .deferred(after: nil))
            #expect(outcome.code == "tls")
            #expect(outcome.speaksOfDestination)
        }
        let other = await channel.deliver(to: "https://third.example:\(server.ports.https)/certificate")
        #expect(other.code == "tls")
        #expect(try await server.requests("/certificate").isEmpty)
    }

    @Test("a name without an address, and one whose server is silent, are tried again")
    func unresolved() async throws {
        let none = await WebhookChannel.local(resolver: ScriptedNames([]).resolver).deliver(
            to: "https://hooks.example/")
        #expect(none.kind == .deferred(after: nil))
        #expect(none.code == "cannot_resolve")
        let gate = DispatchSemaphore(value: 0)
        defer { gate.signal() }
        let silent = HostResolver { _ in
            gate.wait()
            return []
        }
        let late = await WebhookChannel.local(attempt: .milliseconds(200), resolver: silent)
            .deliver(to: "https://hooks.example/")
        #expect(late.kind == .deferred(after: nil))
        #expect(late.code == "connect_timed_out")
    }

    @Test(
        "a refused literal is refused with its delivery, too",
        arguments: ["http://127.0.0.3/", "https://[::1]/", "ftp://a/"])
    func literal(_ url: String) async {
        let outcome = await WebhookChannel.local().deliver(to: url)
        #expect(outcome.kind == .refused)
        #expect(outcome.code == (url.hasPrefix("ftp") ? "invalid_url" : "address_refused"))
    }
}
