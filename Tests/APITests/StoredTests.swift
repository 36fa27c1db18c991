import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

/// Routes over a database.
@Suite("Routes that store")
struct StoredTests {
    @Test("links begin as the caller's path did") func prefixes() async throws {
        try await InProcess.with { api in
            for prefix in ["", "/api/v1"] {
                let one = try await api.send(.post, "\(prefix)/jobs", ["kind": "bench.noop"])
                let path = "\(prefix)/jobs/\(one["id"].string ?? "")"
                #expect(one.status == 202 && one.headers["Location"] == path && one["status_url"].string == path)
                #expect(try await api.send(.get, path)["id"] == one["id"])
                let many = try await api.send(
                    .post, "\(prefix)/jobs/batch", ["jobs": [["kind": "bench.noop"]], "batch": ["name": "b"]])
                #expect(many["jobs"][0]["status_url"].string?.hasPrefix("\(prefix)/jobs/") == true, "\(many)")
                let batch = try #require(many["batch_url"].string)
                #expect(batch.hasPrefix("\(prefix)/batches/") && many.headers["Location"] == batch)
                let jobs = try await api.send(.get, batch)["jobs_url"].string ?? ""
                #expect(jobs.hasPrefix("\(prefix)/jobs?batch="))
                #expect(try await api.send(.get, jobs)["items"].array.count == 1)
                let body: JSON = ["filter": ["kind": "bench.noop"]]
                let bulk = try await api.send(.post, "\(prefix)/jobs/cancel", body)
                #expect(bulk.headers["Location"]?.hasPrefix("\(prefix)/operations/") == true)
                let scan = try await api.send(
                    .post, "\(prefix)/scans", ["provider": "aws", "services": ["ec2"]], as: .school)
                #expect(scan.headers["Location"]?.hasPrefix("\(prefix)/scans/") == true, "\(scan)")
                let schedule = try await api.send(
                    .post, "\(prefix)/schedules",
                    ["name": .string("s\(prefix.count)"), "cron": "@daily", "kind": "bench.noop"])
                #expect(schedule.headers["Location"]?.hasPrefix("\(prefix)/schedules/") == true, "\(schedule)")
            }
        }
    }

    @Test("a scheduled scan reads the metrics that it asks for") func scheduledMetrics() async throws {
        try await InProcess.with { api in
            func body(_ metrics: JSON?) -> JSON {
                var scan: [String: JSON] = ["provider": "aws", "services": ["ec2"]]
                scan["metrics"] = metrics
                return [
                    "name": .string(UUID().uuidString.lowercased() + "x"), "cron": "0 3 * * *", "scan": .object(scan),
                ]
            }
            for (metrics, expected) in [
                (["hours": 5], ["hours": 5]), (false, false), (nil, ["hours": 24]),
            ] as [(JSON?, JSON)] {
                let made = try await api.send(.post, "/schedules", body(metrics), as: .school)
                let path = try #require(made.headers["Location"], "\(made)")
                #expect(made["scan"]["metrics"] == metrics ?? .null)
                let fired = try await api.send(.post, "\(path)/fire", as: .school)
                #expect(fired.status == 202, "\(fired)")
                let scans = try await api.send(.get, "/scans", as: .school)["items"].array
                let scan = scans.first { $0["runs"][0]["job_id"] == fired["jobs"][0]["id"] }
                #expect(scan?["metrics"] == expected, "\(scan ?? .null)")
            }
            let refused = try await api.send(.post, "/schedules", body(["hours": 1_000_000]), as: .school)
            #expect(refused.status == 422 && refused.pointers == ["/scan/metrics"], "\(refused)")
        }
    }

    @Test("a page ends where the next one begins, in every list of more than it holds") func pages() async throws {
        try await InProcess.with { api in
            for number in 0..<3 {
                let batch: JSON = ["jobs": [["kind": "bench.noop"]], "batch": ["name": .string("\(number)")]]
                #expect(try await api.send(.post, "/jobs/batch", batch).status == 202)
            }
            for path in ["/batches", "/jobs"] {
                var ids: [String] = []
                var next: JSON = ""
                while let cursor = next.string {
                    let query = cursor.isEmpty ? "" : "&cursor=\(cursor)"
                    let page = try await api.send(.get, "\(path)?limit=2\(query)")
                    #expect(page["items"].array.count <= 2 && page.json.names == ["items", "next_cursor"])
                    ids += page["items"].array.compactMap { $0["id"].string }
                    next = page["next_cursor"]
                }
                #expect(ids.count == 3 && ids == ids.sorted(by: >), "\(path): \(ids)")
            }
        }
    }

    @Test("an answer that was corrected is the one that a repetition gets") func repetitions() async throws {
        try await InProcess.with { api in
            let job: JSON = ["kind": "bench.noop", "unique_key": "k"]
            let user = try api.token()
            let first = try await api.send(.post, "/jobs", job)
            func repeated() async throws -> Reply {
                try await api.send(
                    .post, "/jobs", job, as: nil,
                    headers: ["Idempotency-Key": "one", "Authorization": "Bearer \(user)"])
            }
            let second = try await repeated()
            #expect(first.status == 202 && second.status == 200 && second["id"] == first["id"])
            let third = try await repeated()
            #expect(third.json == second.json && third.status == 200 && third.headers["Idempotent-Replayed"] == "true")
        }
    }

    @Test("a kind that is not registered is refused with those that are known") func unknownKinds() async throws {
        try await InProcess.with { api in
            let body: JSON = ["name": "nightly", "cron": "@daily", "kind": "no.such"]
            for path in ["/jobs", "/schedules"] {
                let answer = try await api.send(.post, path, path == "/jobs" ? ["kind": "no.such"] : body)
                #expect(answer.pointers == ["/kind"] && answer.status == 422, "\(answer)")
                #expect(answer["errors"][0]["message"].string?.contains("bench.noop") == true)
            }
        }
    }

    @Test("queues of no kind are not found, and a paused one says so") func queues() async throws {
        try await InProcess.with { api in
            #expect(try await api.send(.get, "/queues/nowhere").status == 404)
            for role in [Role.school, .service] { #expect(try await api.send(.get, "/queues", as: role).status == 403) }
            let paused = try await api.send(.post, "/queues/scan/pause")
            #expect(paused["paused"] == true, "\(paused)")
            let kind = try await api.send(.post, "/queues/scan/pause", ["kind": "scan.aws.s3"])
            #expect(kind["paused_kinds"] == ["scan.aws.s3"])
            #expect(try await api.send(.post, "/queues/scan/resume", ["kind": "bench.noop"]).pointers == ["/kind"])
            #expect(try await api.send(.post, "/queues/scan/resume")["paused"] == false)
            let wrong = try await api.send(.patch, "/queues/scan", ["running": -1])
            #expect(wrong.pointers == ["/running"] && wrong.status == 422)
            let shown = try await api.send(.get, "/queues/scan")
            #expect(shown["limits"] == ["kinds": ["scan.aws.s3": ["paused": true]]], "\(shown)")
        }
    }
}
