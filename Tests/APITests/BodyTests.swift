import Accounts
import Fleet
import FleetTestSupport
import Foundation
import HTTPServer
import JSON
import Jobs
import Testing

@testable import API

/// Everything that is wrong with a body is reported at once, each mistake with its place.
@Suite("Bodies")
struct BodyTests {
    private let api: InProcess

    init() throws { api = try .alone() }

    /// The pointers of what is wrong with a body.
    private func pointers(_ body: JSON, _ read: (JSONValue) throws(Problem) -> Void) throws -> [String] {
        do {
            try read(try JSONValue(parsing: body.bytes))
            return []
        } catch let problem as Problem {
            #expect(problem.status == .unprocessableContent)
            return problem.errors.map(\.pointer)
        }
    }

    // MARK: Scans

    @Test("every member of a scan that is wrong is named") func scans() async throws {
        let cases: [(JSON, [String])] = [
            ([:], ["/provider", "/services"]),
            (["provider": "azure", "services": ["ec2"]], ["/provider"]),
            (["provider": "aws", "services": ["ec2", "s4"]], ["/services/1"]),
            (["provider": "aws", "services": []], ["/services"]),
            (["provider": "aws", "services": "ec2"], ["/services"]),
            (["provider": 7, "services": [nil]], ["/provider", "/services/0"]),
            (["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1", "Mars"]], ["/regions/1"]),
            (["provider": "aws", "services": ["ec2"], "regions": ["cn-north-1"]], ["/regions/0"]),
            (["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1", "us-gov-west-1"]], ["/regions/1"]),
            (["provider": "aws", "services": ["ec2"], "regions": []], ["/regions"]),
            (["provider": "aws", "services": ["ec2"], "regions": ["169.254.169.254/"]], ["/regions/0"]),
            (["provider": "aws", "services": ["ec2"], "region": ["eu-west-1"]], ["/region"]),
            (["provider": "aws", "services": ["ec2"], "account": "1"], ["/account"]),
            (["provider": "aws", "services": ["ec2"], "metrics": ["hours": 0]], ["/metrics"]),
            (["provider": "aws", "services": ["ec2"], "metrics": "yes"], ["/metrics"]),
            ([], [""]), ("text", [""]), (1, [""]), (nil, [""]),
        ]
        for (body, expected) in cases {
            let answer = try await api.send(.post, "/scans", body, as: .school)
            #expect(answer.status == 422 && answer.pointers == expected, "\(body): \(answer)")
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
    }

    @Test(
        "a role ARN of the wrong kind is refused with its pointer",
        arguments: [
            "x", "arn:aws:iam::111122223333:user/scan", "arn:aws:iam::1:role/scan", "arn:aws:s3:::bucket",
            "arn:aws:sts::111122223333:assumed-role/scan/session", "arn:aws:iam::111122223333:role/", "",
            "arn:aws:iam::111122223333:role/sc an", "arn:nowhere:iam::111122223333:role/scan",
            "arn:aws:iam:eu-west-1:111122223333:role/scan", "arn:aws:iam::111122223333:role/scan\r\nX: y",
        ])
    func roleARN(text: String) async throws {
        let body: JSON = ["provider": "aws", "services": ["ec2"], "role_arn": .string(text)]
        let answer = try await api.send(.post, "/scans", body, as: .school)
        #expect(answer.status == 422 && answer.pointers == ["/role_arn"], "\(answer)")
    }

    // MARK: Jobs

    @Test("a job's members are checked, and what PostgreSQL could not hold is refused") func jobs() async throws {
        let cases: [([String: JSON], [String])] = [
            (["payload": []], ["/payload"]), (["payload": ["a": ["b": "\u{0}"]]], ["/payload"]),
            (["payload": ["\u{0}": 1]], ["/payload"]),
            (["payload": ["a": .string(String(repeating: "x", count: 300 << 10))]], ["/payload"]),
            (["priority": 10], ["/priority"]), (["priority": 1.5], ["/priority"]),
            (["run_at": "tomorrow"], ["/run_at"]), (["timeout": 0], ["/timeout"]),
            (["expires_at": "2001-01-01T00:00:00Z"], ["/expires_at"]),
            (["timeout": -1, "max_attempts": 0], ["/timeout", "/max_attempts"]),
            (["unique_key": "\u{0}"], ["/unique_key"]), (["unique_for": 60], ["/unique_for"]),
            (["unique_key": .string(String(repeating: "k", count: 201))], ["/unique_key"]),
            (["limit_key": ""], ["/limit_key"]), (["tenant": "me"], ["/tenant"]), (["paylod": [:]], ["/paylod"]),
            (["after": ["#0"]], ["/after"]), (["after_failed": "cancel"], ["/after_failed"]),
            (["batch": "x"], ["/batch"]),
        ]
        for (members, expected) in cases {
            let body = JSON.object(["kind": "bench.noop"].merging(members) { $1 })
            let answer = try await api.send(.post, "/jobs", body)
            #expect(answer.status == 422 && answer.pointers == expected, "\(members): \(answer)")
        }
        #expect(
            try pointers(["kind": "nonsense"]) { json throws(Problem) in _ = try JobBody(json, kinds: [:]) } == [
                "/kind"
            ])
    }

    @Test("a list of jobs says which of them is wrong, and what only the whole shows") func jobLists() async throws {
        let noop: JSON = ["kind": "bench.noop"]
        let unique: JSON = ["kind": "bench.noop", "unique_key": "k"]
        let cases: [(JSON, [String])] = [
            (["jobs": []], ["/jobs"]), (["jobs": "x"], ["/jobs"]), ([:], ["/jobs"]), ([], [""]),
            (["jobs": [noop], "job": []], ["/job"]),
            (["jobs": [noop, ["kind": "bench.noop", "priority": -1]]], ["/jobs/1/priority"]),
            (["jobs": [unique, ["kind": "bench.noop", "after": ["#0"]]]], ["/jobs/1/after"]),
            (["jobs": [noop, ["kind": "bench.noop", "after": ["#1"]]]], ["/jobs/1/after"]),
            (["jobs": [noop], "batch": []], ["/batch"]),
            (["jobs": [noop], "batch": ["name": "", "color": 1]], ["/batch/color", "/batch/name"]),
            (
                ["jobs": [], "batch": ["callback": ["kind": "bench.noop", "unique_key": "k", "after": []]]],
                ["/batch/callback/after", "/batch/callback/unique_key"]
            ),
        ]
        for (body, expected) in cases {
            let answer = try await api.send(.post, "/jobs/batch", body)
            #expect(answer.status == 422 && answer.pointers == expected, "\(body): \(answer)")
        }
    }

    @Test("a bulk operation names what it means, and nothing beyond it") func bulk() async throws {
        let cases: [(JSON, [String])] = [
            ([:], ["/filter"]), (["filter": [:]], ["/filter"]), (["filter": ["kind": nil]], ["/filter"]),
            (["filter": ["kind": "bench.noop"], "rate": 0], ["/rate"]),
            (["filter": ["status": "queued"]], ["/filter/status"]),
            (["filter": ["kind": "bench.noop", "colour": 1]], ["/filter/colour"]),
            (
                ["filter": ["created_after": "2026-01-02T00:00:00Z", "created_before": "2026-01-01T00:00:00Z"]],
                ["/filter/created_after"]
            ),
        ]
        for (body, expected) in cases {
            let answer = try await api.send(.post, "/jobs/retry", body)
            #expect(answer.status == 422 && answer.pointers == expected, "\(body): \(answer)")
        }
        let other: JSON = ["filter": ["tenant": .string(UUID().uuidString)]]
        #expect(try await api.send(.post, "/jobs/cancel", other, as: .school).pointers == ["/filter/tenant"])
    }

    // MARK: Schedules

    @Test("what is wrong with a schedule is said with its place: expression, zone, kind, policy and strangers")
    func schedules() async throws {
        let table: [([String: JSON], [String])] = [
            (["cron": "61 * * * *"], ["/cron"]), (["cron": nil], ["/cron"]), (["time_zone": "Paris"], ["/time_zone"]),
            (["missed": "never"], ["/missed"]), (["missed_limit": 0], ["/missed_limit"]),
            (["overlap": "maybe"], ["/overlap"]), (["name": "Has Spaces"], ["/name"]), (["color": 1], ["/color"]),
            (["name": .string(UUID().uuidString)], ["/name"]), (["run_at": "2026-01-01T00:00:00Z"], ["/run_at"]),
            (["payload": [1]], ["/payload"]), (["timeout": -1], ["/timeout"]), (["paused": "yes"], ["/paused"]),
        ]
        for (change, expected) in table {
            let plain: [String: JSON] = ["name": "nightly", "cron": "0 3 1 1 *", "kind": "bench.noop"]
            let answer = try await api.send(.post, "/schedules", .object(plain.merging(change) { $1 }))
            #expect(answer.status == 422 && answer.pointers == expected, "\(change): \(answer)")
        }
        let late: JSON = ["name": "nightly", "cron": "0 0 L-40 * *", "kind": "bench.noop"]
        let answer = try await api.send(.post, "/schedules", late)
        #expect(answer["errors"][0]["message"].string?.contains("at character 7") == true)
    }

    @Test("a tenant schedules what a module offers and nothing else, no more often than it may")
    func schedulesOfTenants() async throws {
        let scan: JSON = ["provider": "aws", "services": ["ec2"]]
        let plain: [String: JSON] = ["name": "Jede Nacht", "cron": "0 3 * * *", "scan": scan]
        for (change, expected) in [
            (["cron": "* * * * *"], ["/cron"]), (["scan": nil], ["/scan"]),
            (["scan": ["provider": "aws", "services": ["ec9"]]], ["/scan/services/0"]),
            (["scan": ["provider": "aws", "services": ["ec2"], "metrics": ["hours": -1]]], ["/scan/metrics"]),
            (["scan": nil, "kind": "bench.noop"], ["/scan"]), (["kind": "bench.noop"], ["/kind"]),
        ] as [([String: JSON], [String])] {
            let answer = try await api.send(.post, "/schedules", .object(plain.merging(change) { $1 }), as: .school)
            #expect(answer.status == 422 && answer.pointers == expected, "\(change): \(answer)")
        }
    }

    // MARK: Queues

    @Test("a patch of limits is read whole, or refused with the place of each mistake") func limits() throws {
        func read(_ body: JSON) throws -> QueueBody {
            try QueueBody(JSONValue(parsing: body.bytes), kinds: ["scan.aws.ec2"])
        }
        let wrong: JSON = [
            "running": -1, "colour": "red", "tenants": ["me": ["running": 1]], "each_tenant": 3,
            "kinds": [
                "scan.aws.ec2": ["starts": ["per_second": 0], "each_key": ["weight": 2], "keys": ["": ["running": 1]]],
                "no.kind": [:],
            ],
        ]
        let problem = #expect(throws: Problem.self) { try read(wrong) }
        #expect(
            Set(problem?.errors.map(\.pointer) ?? []) == [
                "/running", "/colour", "/tenants/me", "/each_tenant", "/kinds/scan.aws.ec2/starts/per_second",
                "/kinds/scan.aws.ec2/each_key/weight", "/kinds/scan.aws.ec2/keys/", "/kinds/no.kind",
            ])
        let tenant = UUID().uuidString.lowercased()
        let right: JSON = [
            "running": nil, "paused": true, "starts": "unlimited", "each_tenant": nil,
            "tenants": .object([tenant: ["weight": 2]]),
            "kinds": ["scan.aws.ec2": ["each_key": ["starts": ["per_second": 2.5, "burst": 4]]]],
        ]
        let changes = try read(right).changes
        #expect(
            changes == [
                LimitChange(.init(.queue), running: .some(nil), rate: StartRate(perSecond: 0), isPaused: true),
                LimitChange(
                    .init(.tenant), running: .some(nil), rate: .some(nil), weight: .some(nil), isPaused: .some(nil)),
                LimitChange(.init(.tenant, subject: tenant), weight: 2),
                LimitChange(.init(.key, kind: "scan.aws.ec2"), rate: StartRate(perSecond: 2.5, burst: 4)),
            ])
        #expect(try read(["kinds": ["scan.aws.ec2": nil]]).dropped == ["scan.aws.ec2"])
    }

    @Test("a kind whose jobs have rows beside them is no plain job: the refusal names the route that makes both")
    func routed() throws {
        for (kind, route) in [("scan.aws.ec2", "POST /scans"), ("notify.email", "POST /notifications")] {
            let json = try JSONValue(parsing: JSON.object(["kind": .string(kind), "payload": [:]]).bytes)
            do throws(Problem) {
                _ = try JobBody(json, kinds: Domains.kinds(includingBench: false))
                Issue.record("\(kind) was taken")
            } catch {
                #expect(
                    error.errors.contains { $0.pointer == "/kind" && $0.message.contains(route) }, "\(error.errors)")
            }
        }
    }
}
