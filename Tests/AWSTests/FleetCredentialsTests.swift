import AWSTestSupport
import Foundation
import HTTPClient
import Synchronization
import TestSupport
import Testing

@testable import AWS

/// What one process makes of a source: one load at a time, in time, and what there is for as long as it is valid.
@Suite("The fleet's own credentials", .timeLimit(.minutes(2)))
struct FleetCredentialsTests {
    /// A source whose answers are held until they are given.
    private final class Source: CredentialsSource {
        private struct State {
            var loads = 0
            var life: TimeInterval? = 3600
            var waiters: [CheckedContinuation<Void, Never>] = []
            var isHeld = false
        }

        let name = "a test"
        let advice = "Look at the test."
        private let state = Mutex(State())

        var loads: Int { state.withLock { $0.loads } }

        /// - Parameter life: of what is given from now on, in seconds; nil for none at all.
        func give(life: TimeInterval?) { state.withLock { $0.life = life } }

        func hold() { state.withLock { $0.isHeld = true } }

        func release() {
            let waiters = state.withLock { state in
                state.isHeld = false
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume() }
        }

        func load(until deadline: ContinuousClock.Instant) async throws(CredentialsFailure) -> AWSCredentials {
            await withCheckedContinuation { continuation in
                let isHeld = state.withLock { state in
                    state.loads += 1
                    if state.isHeld { state.waiters.append(continuation) }
                    return state.isHeld
                }
                if !isHeld { continuation.resume() }
            }
            guard let life = state.withLock({ $0.life }) else {
                throw CredentialsFailure("The test gives none.", advice: advice)
            }
            return AWSCredentials(
                accessKeyID: "KEY\(loads)", secretAccessKey: "s", sessionToken: "t", expiration: Date() + life)
        }
    }

    private let region: AWSRegion
    private let source = Source()

    init() throws { region = try #require(AWSRegion("eu-west-1")) }

    @Test("callers that come at once share one load, and the end of one of them is none of the others'")
    func shared() async throws {
        source.hold()
        let own = FleetCredentials(source, region: region)
        let first = Task { try await own.load().accessKeyID }
        #expect(try await eventually { source.loads == 1 })
        let others = (0..<50).map { _ in Task { try await own.load().accessKeyID } }
        first.cancel()
        source.release()
        for other in others { #expect(try await other.value == "KEY1") }
        #expect(source.loads == 1)
        #expect(try await own.load().accessKeyID == "KEY1")
    }

    @Test("what is about to end is taken anew while it is still given; a load that fails leaves it until its end")
    func refresh() async throws {
        let clock = Mutex(Date())
        let failures = Mutex(0)
        let own = FleetCredentials(
            source, region: region, pause: .zero, now: { clock.withLock { $0 } },
            onFailure: { _ in failures.withLock { $0 += 1 } })
        #expect(try await own.load().accessKeyID == "KEY1")
        clock.withLock { $0 += 3000 }
        #expect(try await own.load().accessKeyID == "KEY1")
        #expect(source.loads == 1)
        // Four minutes before the end, with a source that gives nothing.
        source.give(life: nil)
        clock.withLock { $0 += 360 }
        #expect(try await own.load().accessKeyID == "KEY1")
        #expect(try await eventually { failures.withLock { $0 } == 1 })
        // A source that does not answer keeps a caller waiting no longer than its limit.
        source.hold()
        #expect(try await own.load().accessKeyID == "KEY1")
        #expect(try await eventually { source.loads == 3 })
        #expect(try await own.load().accessKeyID == "KEY1")
        #expect(source.loads == 3)
        source.give(life: 7200)
        source.release()
        #expect(try await eventually { try await own.load().accessKeyID == "KEY3" })
    }

    @Test("expired ones are never handed out; a failure is cached for a moment, and is the operator's to mend")
    func ended() async throws {
        let own = FleetCredentials(source, region: region, pause: .seconds(60))
        source.give(life: -1)
        for _ in 0..<3 {
            await #expect(throws: CredentialsFailure.self) { try await own.load() }
        }
        #expect(source.loads == 1)
        do throws(AWSError) {
            _ = try await own.credentials(until: .now + .seconds(5))
            Issue.record("ended credentials were given")
        } catch {
            #expect(error.kind == .operatorCredentials)
        }
    }

    @Test("a session that AWS calls expired is replaced by a fresh one within the same call")
    func replaced() async throws {
        let aws = try await ScriptedAWS()
        let server = try await CredentialsServer()
        let fixture = try Fixture(aws.url)
        let http = WebClient(HTTPClientConfiguration(usesProxies: false))
        let own = FleetCredentials(InstanceSource(endpoint: server.url, http: http), region: fixture.region)
        let sts = STS(client: fixture.client, region: fixture.region, credentials: own)
        let request = AssumeRoleRequest(
            role: try RoleARN("arn:aws:iam::111122223333:role/scan"), externalID: "external", sessionName: "test")
        try await aws.script("AssumeRole", .error("ExpiredToken", status: 403))
        _ = try await sts.assumeRole(request, until: .now + .seconds(20))
        let tokens = try await aws.calls().map { $0.headers["x-amz-security-token"] }
        #expect(tokens == ["token1", "token2"])
    }

    @Test("without any source there is no key; a source that was there and is gone is the operator's outage")
    func none() async throws {
        let server = try await CredentialsServer()
        let http = WebClient(HTTPClientConfiguration(usesProxies: false))
        func kind(_ own: FleetCredentials) async -> AWSError.Kind? {
            do throws(AWSError) {
                _ = try await own.credentials(until: .now + .seconds(5))
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(
            await kind(FleetCredentials(InstanceSource(endpoint: "http://127.0.0.1:1", http: http), region: region))
                == .noCredentials)
        let own = FleetCredentials(InstanceSource(endpoint: server.url, http: http), region: region)
        let first = try await own.load()
        try await server.set(silent: true)
        do throws(AWSError) {
            _ = try await own.replacement(for: first, until: .now + .seconds(5))
            Issue.record("a silent source gave credentials")
        } catch {
            #expect(error.kind == .operatorCredentials)
        }
        try await server.set(silent: false)
    }
}
