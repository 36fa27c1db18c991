import FleetTestSupport
import Foundation
import HTTPClient
import Redis
import TestSupport
import Testing

/// A caller that watches a job sees what its handler reports.
@Suite("Watching", .serialized, FleetScope<WatchEnvironment>(), .logs(of: WatchEnvironment.self))
struct WatchTests {
    let estate: WatchEnvironment

    init() throws { estate = try WatchEnvironment.current }

    var school: Caller { estate.tenant.caller }

    @Test("a listener hears status, progress and every chunk in order, then the whole job, and the stream ends")
    func whole() async throws {
        let id = try await estate.emit(50, ms: 10)
        let events = try await school.events(of: id)
        #expect(events.first?.name == "status")
        #expect(events.chunks == Array(1...50))
        #expect(events.named("chunk").map { $0.json["sequence"].int } == Array(1...50))
        #expect(events.named("reset").isEmpty)
        #expect(events.named("progress").last?.json["percent"] == 100)
        #expect(events.named("progress").last?.json["message"] == "50 of 50")
        #expect(events.named("status").contains { $0.json["status"] == "running" && $0.attempt == 1 })
        let end = events.suffix(2)
        #expect(end.map(\.name) == ["status", "done"])
        #expect(end.first?.json["status"] == "succeeded")
        #expect(end.last?.json["result"]["chunks"] == 50)
        #expect(end.last?.json["id"].string == id)
    }

    @Test("the last chunks of short jobs are never behind their end")
    func lastWords() async throws {
        for round in 0..<20 {
            let id = try await estate.emit(1 + round % 3)
            let events = try await school.events(of: id)
            #expect(events.chunks == Array(1...1 + round % 3), "\(events)")
            #expect(events.last?.name == "done")
        }
    }

    @Test("whoever comes back goes on after the last event, and whoever comes late gets all that is there")
    func resumes() async throws {
        let id = try await estate.emit(60, ms: 15)
        var seen: [ServerEvent] = []
        while seen.last?.name != "done" {
            let part = try await school.events(of: id, after: seen.last?.id) { $0.json["sequence"].int == 20 }
            seen += part
            #expect(part.named("reset").isEmpty)
        }
        #expect(seen.chunks == Array(1...60))
        let late = try await school.events(of: id)
        #expect(late.chunks == Array(1...60))
        #expect(late.last?.name == "done")
        let end = try await school.events(of: id, after: late.last?.id)
        #expect(end.chunks.isEmpty && end.named("reset").isEmpty && end.last?.name == "done")
        for wrong in ["x", "1", "1-2-3-4", String(repeating: "9", count: 400)] {
            #expect(try await school.events(of: id, after: wrong).chunks == Array(1...60))
        }
        let beyond = try await school.events(of: id, after: "1-999")
        #expect(beyond.named("reset").count == 1 && beyond.chunks == Array(1...60))
    }

    @Test("more than a stream keeps: the listener is told what it missed, and gets the rest")
    func trimmed() async throws {
        let id = try await estate.emit(200, bytes: 20_000)
        _ = try await school.settled(id)
        let events = try await school.events(of: id)
        let reset = try #require(events.named("reset").first)
        #expect(reset.json["reason"] == "trimmed")
        let chunks = events.chunks
        #expect(chunks.last == 200 && chunks.count > 20 && chunks.count < 60)
        #expect(chunks == Array((chunks.first ?? 0)...200))
    }

    @Test("GET shows how far a running job is") func progress() async throws {
        let id = try await estate.emit(1000, ms: 10)
        let isShown = try await eventually {
            let job = try await school.get("/jobs/\(id)").json
            guard let message = job["progress"]["message"].string else { return false }
            return message.hasSuffix(" of 1000") && job["progress"]["percent"] != 0
        }
        #expect(isShown)
        _ = try await estate.admin.send("DELETE", "/jobs/\(id)")
        let events = try await school.events(of: id)
        #expect(events.last?.name == "done" && events.last?.json["status"] == "cancelled")
    }

    @Test("a foreign job is 404, no token 401, POST 405; HEAD ends at once") func walls() async throws {
        let id = try await estate.emit(1)
        for (caller, path, status) in [
            (estate.stranger.caller, "/jobs/\(id)/events", 404), (school, "/jobs/\(UUID())/events", 404),
            (school, "/jobs/1/events", 404), (estate.fleet.anybody, "/jobs/\(id)/events", 401),
        ] {
            let answer = try await caller.get(path)
            #expect(answer.status == status && answer.isProblem, "\(path): \(answer)")
        }
        let post = try await school.post("/jobs/\(id)/events", [:])
        #expect(post.status == 405 && post.headers["Allow"]?.contains("GET") == true)
        let head = try await school.send("HEAD", "/jobs/\(id)/events", within: .seconds(5))
        #expect(head.status == 200 && head.headers["Content-Type"] == "text/event-stream")
        #expect(head.headers["X-Accel-Buffering"] == "no" && head.headers["Cache-Control"] == "no-store")
    }

    @Test("while Redis is away the status is told, and the end") func withoutRedis() async throws {
        let api = try await estate.fleet.anotherAPI(["REDIS_URL": "redis://127.0.0.1:1"])
        var caller = school
        caller = Caller(url: api.url, token: caller.token)
        let id = try await estate.emit(20, ms: 50)
        let running = try await eventually {
            try await school.get("/jobs/\(id)").json["started_at"].string != nil
        }
        #expect(running)
        let job = try await caller.get("/jobs/\(id)")
        #expect(job.status == 200 && job["progress"]["percent"] == .null)
        let events = try await caller.events(of: id)
        #expect(events.chunks.isEmpty && events.named("reset").isEmpty)
        #expect(events.named("status").last?.json["status"] == "succeeded" && events.last?.name == "done")
    }

    @Test("while PostgreSQL is away a stream stays, and its chunks come") func withoutPostgres() async throws {
        let id = try await estate.emit(150, ms: 20)
        var chunks: [Int] = []
        for try await event in try await school.listen(to: id) {
            chunks += [event].chunks
            if event.json["sequence"].int == 10, event.name == "chunk" {
                try await estate.fleet.database.query(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where application_name = 'flotilla-api'
                    """)
            }
        }
        #expect(chunks == Array(1...150))
    }

    @Test("a stopping API ends its streams at once, and they go on elsewhere") func stopping() async throws {
        let id = try await estate.emit(100, ms: 30)
        let (process, caller) = try await estate.fleet.listening()
        let own = Caller(url: caller.url, token: school.token)
        var seen: [ServerEvent] = []
        for try await event in try await own.listen(to: id) {
            seen.append(event)
            if seen.count == 10 { process.signal(SIGTERM) }
        }
        #expect(seen.last?.name != "done")
        #expect(await process.exit() == .status(0))
        seen += try await school.events(of: id, after: seen.last?.id)
        #expect(seen.chunks == Array(1...100))
    }

    @Test("a stream ends with the token that opened it") func expiry() async throws {
        let id = try await estate.admin.job(
            "bench.noop", [:], ["tenant": .string(estate.tenant.id), "run_at": "2099-01-01T00:00:00Z"])
        let account = try #require(UUID(uuidString: estate.tenant.id))
        let token = try ShortToken.make(account: account, lasting: 3)
        let start = ContinuousClock.now
        let events = try await Caller(url: school.url, token: token).events(of: id)
        #expect(events.map(\.name) == ["status"])
        #expect(ContinuousClock.now - start < .seconds(15))
        #expect(try await Caller(url: school.url, token: token).get("/jobs/\(id)/events").status == 401)
    }
}
