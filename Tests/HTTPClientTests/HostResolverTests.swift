import Foundation
import HTTPClient
import Reactor
import Synchronization
import Testing

@Suite("Names are looked up beside the callers", .timeLimit(.minutes(1)))
struct HostResolverTests {
    /// Look-ups that wait until they are let through.
    private final class Gate: Sendable {
        let names = Mutex<[String]>([])
        let semaphore = DispatchSemaphore(value: 0)

        func resolver(threads: Int = 64) -> HostResolver {
            HostResolver(threads: threads) { [self] name in
                names.withLock { $0.append(name) }
                semaphore.wait()
                return [IPAddress("192.0.2.1")].compactMap { $0 }
            }
        }

        func awaitNames(_ count: Int) async throws {
            while names.withLock({ $0.count }) < count { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private func failure(_ resolver: HostResolver, _ name: String, _ limit: Duration) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            _ = try await resolver.addresses(of: name, until: .now + limit)
            return nil
        } catch {
            return error
        }
    }

    @Test("the system's resolver knows this machine, and says when a name leads nowhere")
    func system() async throws {
        let own = try await HostResolver().addresses(of: "localhost", until: .now + .seconds(20))
        #expect(own.contains { $0 == IPAddress("127.0.0.1") || $0 == IPAddress("::1") })
        // RFC 6761 keeps .invalid from ever resolving.
        #expect(await failure(HostResolver(), "nowhere.invalid", .seconds(20)) == HTTPClientError(.cannotResolve))
        #expect(SystemResolver.addresses(of: "a\u{0}b").isEmpty)
    }

    @Test("one look-up serves all who ask meanwhile; the next question is a new one")
    func shared() async throws {
        let gate = Gate()
        let resolver = gate.resolver()
        let first = (0..<10).map { _ in
            Task { try await resolver.addresses(of: "a.example", until: .now + .seconds(20)) }
        }
        try await gate.awaitNames(1)
        // Those that came meanwhile wait with it, those that come later ask again: at most ten in all.
        for _ in 0..<11 { gate.semaphore.signal() }
        for task in first { #expect(try await task.value.count == 1) }
        let before = gate.names.withLock { $0.count }
        _ = try await resolver.addresses(of: "a.example", until: .now + .seconds(20))
        #expect(gate.names.withLock { $0.count } == before + 1)
    }

    @Test("a silent name server holds a caller until its deadline, and others not at all")
    func deadline() async throws {
        let silent = DispatchSemaphore(value: 0)
        defer { silent.signal() }
        let resolver = HostResolver { name in
            if name == "silent.example" { silent.wait() }
            return [IPAddress("192.0.2.1")].compactMap { $0 }
        }
        let late = await failure(resolver, "silent.example", .milliseconds(50))
        #expect(late == HTTPClientError(.connectTimedOut))
        #expect(try await resolver.addresses(of: "quick.example", until: .now + .seconds(20)).count == 1)
    }

    @Test("names beyond the threads wait in turn, and one that no caller waits for any more is not looked up")
    func threads() async throws {
        let gate = Gate()
        let resolver = gate.resolver(threads: 1)
        let first = Task { try await resolver.addresses(of: "first.example", until: .now + .seconds(20)) }
        try await gate.awaitNames(1)
        #expect(await failure(resolver, "left.example", .milliseconds(30)) == HTTPClientError(.connectTimedOut))
        let second = Task { try await resolver.addresses(of: "second.example", until: .now + .seconds(20)) }
        gate.semaphore.signal()
        gate.semaphore.signal()
        _ = try await first.value
        _ = try await second.value
        #expect(gate.names.withLock { $0 } == ["first.example", "second.example"])
    }

    @Test("a cancelled question ends at once")
    func cancelled() async throws {
        let gate = Gate()
        let resolver = gate.resolver()
        let task = Task { await failure(resolver, "a.example", .seconds(20)) }
        try await gate.awaitNames(1)
        task.cancel()
        #expect(await task.value == HTTPClientError(.cancelled))
        gate.semaphore.signal()
    }
}
