import FleetTestSupport
import Foundation
import Redis
import RedisTestSupport
import TestSupport
import Testing

/// A Redis that answers and does not do what the dispatcher needs: jobs run by PostgreSQL, everyone names the same cause,
/// and all is well again when the cause is gone.
@Suite("A Redis that refuses", .serialized, FleetScope<RedisEnvironment>(), .logs(of: RedisEnvironment.self))
struct RedisStateTests {
    struct State: Sendable, CustomTestStringConvertible {
        let name: String
        let code: String
        /// In the problem or the advice.
        let word: String
        let faults: [String]
        let mends: [String]
        let isClusterNode: Bool

        init(
            _ name: String, _ code: String, _ word: String, _ faults: [String], mends: [String],
            isClusterNode: Bool = false
        ) {
            self.name = name
            self.code = code
            self.word = word
            self.faults = faults
            self.mends = mends
            self.isClusterNode = isClusterNode
        }

        var testDescription: String { name }
    }

    var estate: RedisEnvironment { get throws { try .current } }

    private static let key = "flotilla:{bench}:tenants"

    @Test(
        "taken away while it runs: it is named everywhere, jobs run, and it is over when its cause is",
        arguments: [
            State(
                "full memory", "redis_out_of_memory", "OOM", ["CONFIG SET maxmemory 1"],
                mends: ["CONFIG SET maxmemory 0"]),
            State("a replica", "redis_read_only", "READONLY", ["REPLICAOF 127.0.0.1 1"], mends: ["REPLICAOF NO ONE"]),
            State(
                "too few replicas", "redis_too_few_replicas", "NOREPLICAS", ["CONFIG SET min-replicas-to-write 3"],
                mends: ["CONFIG SET min-replicas-to-write 0"]),
            State(
                "another program's key", "redis_wrong_type", "WRONGTYPE", ["DEL \(key)", "SET \(key) theirs"],
                mends: ["GETDEL \(key)"]),
            State(
                "no right to EVALSHA", "redis_not_permitted", "EVALSHA", ["ACL SETUSER default -evalsha"],
                mends: ["ACL SETUSER default +evalsha"]),
            State(
                "no right to ZADD", "redis_not_permitted", "ZADD", ["ACL SETUSER default -zadd"],
                mends: ["ACL SETUSER default +zadd"]),
            State(
                "no right to our keys", "redis_not_permitted", "~flotilla:*",
                ["ACL SETUSER default resetkeys ~other:*"],
                mends: ["ACL SETUSER default allkeys"]),
            State(
                "a password asked for", "redis_password_missing", "NOAUTH",
                ["CONFIG SET requirepass secret", "CLIENT KILL TYPE normal SKIPME yes"],
                mends: ["ACL SETUSER default nopass"]),
        ])
    func atRunTime(_ state: State) async throws {
        let estate = try estate
        try await estate.withOperator { client in
            for fault in state.faults { try await client.command(Self.command(fault)) }
            try await expectNamed(state)
            if state.code == "redis_wrong_type" {
                #expect(try await client.command(RedisCommand("GET", .text(Self.key))).utf8 == "theirs")
            }
            for mend in state.mends { try await client.command(Self.command(mend)) }
        }
        try await expectWell()
    }

    @Test(
        "found at its start: the same",
        arguments: [
            State(
                "EVALSHA renamed", "redis_command_missing", "EVALSHA", ["--rename-command", "EVALSHA", ""], mends: []),
            State("SCRIPT renamed", "redis_command_missing", "SCRIPT", ["--rename-command", "SCRIPT", ""], mends: []),
            State(
                "ZPOPMIN renamed", "redis_command_missing", "ZPOPMIN", ["--rename-command", "ZPOPMIN", "x"], mends: []),
            State(
                "a cluster without slots", "redis_cluster_down", "CLUSTERDOWN", [], mends: [], isClusterNode: true),
        ])
    func atItsStart(_ state: State) async throws {
        let estate = try estate
        try await estate.fleet.redis.restart(
            as: .init(arguments: state.faults, isClusterNode: state.isClusterNode))
        try await expectNamed(state)
        try await estate.fleet.redis.restart(as: .init())
        try await expectWell()
    }

    @Test("one node of a cluster behind a plain URL: the same")
    func moved() async throws {
        let estate = try estate
        let options = RedisTestServer.Options(isClusterNode: true)
        try await withRedisServer(options) { owner in
            try await estate.fleet.redis.restart(as: options)
            let other = RedisClient(try RedisConfiguration(url: owner.url))
            let own = RedisClient(try RedisConfiguration(url: estate.fleet.redis.url))
            defer {
                other.close()
                own.close()
            }
            try await other.command(RedisCommand("CLUSTER", "ADDSLOTSRANGE", 0, 16_383))
            try await own.command(
                RedisCommand(
                    "CLUSTER", "MEET", "127.0.0.1", .integer(Int64(owner.port)), .integer(Int64(owner.busPort))))
            try await expectNamed(State("one node of a cluster", "redis_moved", "MOVED", [], mends: []))
            try await estate.fleet.redis.restart(as: .init())
        }
        try await expectWell()
    }

    @Test("without PING, INFO, ROLE and CONFIG all works, and /readyz says so")
    func fewRights() async throws {
        let estate = try estate
        try await estate.withOperator { client in
            // As docs/troubleshooting.md has it.
            let rights =
                "+@sortedset +@hash +@set +@list +@stream +@string +evalsha +script|load +time +exists +del +pexpire"
            try await client.command(
                Self.command("ACL SETUSER default reset on nopass ~flotilla:* " + rights))
            try await client.command(Self.command("CLIENT KILL TYPE normal SKIPME yes"))
            try await Task.sleep(for: .seconds(1))
            try await expectWell()
            let status = try await estate.fleet.flotilla("doctor")
            #expect(status.output.contains("does what the dispatcher needs"), "\(status.all)")
            try await client.command(Self.command("ACL SETUSER default reset on nopass ~* &* +@all"))
        }
    }

    @Test("each wrong address or password has a code of its own")
    func addresses() async throws {
        let estate = try estate
        let port = estate.fleet.redis.port
        let api = estate.fleet.anybody.url.split(separator: ":").last ?? ""
        let cases = [
            ("redis://no-such-host.invalid", "redis_host_unknown"), ("redis://127.0.0.1:1", "redis_connection_refused"),
            ("redis://:secret@127.0.0.1:\(port)", "redis_password_unexpected"),
            ("redis://somebody:secret@127.0.0.1:\(port)", "redis_password_wrong"),
            ("redis://127.0.0.1:\(api)", "redis_closes_connections"),
            ("rediss://127.0.0.1:\(port)", "redis_tls_refused"),
        ]
        for (url, code) in cases {
            let doctor = try await estate.fleet.flotilla("doctor", environment: ["REDIS_URL": url])
            #expect(doctor.status == 1 && doctor.output.contains("[\(code)]"), "\(url): \(doctor.all)")
        }
        let directory = estate.fleet.redis.directory.appending(path: "tls")
        let certificate = try await TestCertificate.make(for: ["DNS:localhost"], in: directory)
        try await withRedisServer(.init(certificate: certificate)) { server in
            for (url, code) in [
                (server.url, "redis_certificate_refused"),
                ("redis://127.0.0.1:\(server.port)", "redis_closes_connections"),
            ] {
                let doctor = try await estate.fleet.flotilla("doctor", environment: ["REDIS_URL": url])
                #expect(doctor.status == 1 && doctor.output.contains("[\(code)]"), "\(url): \(doctor.all)")
            }
        }
    }

    // MARK: What everyone says

    func expectNamed(_ state: State) async throws {
        let estate = try estate
        let ready = try await estate.isTold(state.code)
        #expect(ready["status"] == "degraded" && ready["broker"] != "up", "\(ready)")
        let reason = ready["reasons"].array.first { $0["code"].string == state.code } ?? .null
        #expect("\(reason)".contains(state.word), "\(reason)")
        let (why, queued) = try await estate.whyOfQueuedJob()
        #expect(why["code"] == "dispatcher_away" && why["reason"].string == state.code, "\(why)")
        let start = ContinuousClock.now
        let jobs = [queued] + [try await estate.admin.job("bench.noop"), try await estate.admin.job("bench.noop")]
        for id in jobs { #expect(try await estate.admin.settled(id)["status"] == "succeeded") }
        let time = start.duration(to: .now)
        let doctor = try await estate.fleet.flotilla("doctor")
        #expect(doctor.status == 1 && doctor.output.contains("[\(state.code)]"), "\(doctor.all)")
        let isLogged = try await eventually {
            estate.worker.log.split(separator: "\n").contains {
                $0.contains("cannot serve") && $0.contains("\"\(state.code)\"") && $0.contains(#""level":"warning""#)
            }
        }
        #expect(isLogged)
        let isCounted = try await eventually {
            let page = String(decoding: try await estate.fleet.anybody.get("/metrics").body, as: UTF8.self)
            return page.contains("flotilla_broker_up 0\n")
                && page.contains("flotilla_unhealthy{reason=\"\(state.code)\"} 1\n")
        }
        #expect(isCounted)
        let problem = reason["problem"].string ?? "-"
        print(
            "figure: \(state.name): /readyz \(ready["status"].string ?? "-"), broker \(ready["broker"].string ?? "-"), "
                + "\(state.code); doctor exit \(doctor.status); why \(why["code"].string ?? "-"), "
                + "\(why["reason"].string ?? "-"); logged \(isLogged); 3 jobs in \(time): \(problem)")
    }

    func expectWell() async throws {
        let estate = try estate
        #expect(try await estate.isTold(nil)["broker"] == "up")
        for _ in 0..<3 {
            let id = try await estate.admin.job("bench.noop")
            #expect(try await estate.admin.settled(id)["status"] == "succeeded")
        }
    }

    static func command(_ text: String) -> RedisCommand {
        let words = text.split(separator: " ").map(String.init)
        return RedisCommand(words[0], arguments: words.dropFirst().map { .text($0) })
    }
}
