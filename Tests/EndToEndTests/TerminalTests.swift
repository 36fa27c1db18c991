import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    /// What goes on until Ctrl-C, and what is drawn.
    @Suite("The admin command, watched") struct TerminalTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var fleet: Fleet { estate.fleet }
        private var folder: String { fleet.redis.directory.path }

        /// Starts the admin command, and goes on.
        private func begin(_ line: String, _ environment: [String: String] = [:]) async throws -> FleetProcess {
            let file = "\(folder)/\(UUID().uuidString).sh"
            try "#!/bin/sh\nexec '\(Fleet.folder)/flotilla' \(line)\n".write(
                toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
            return try await fleet.start(file, environment)
        }

        /// As Ctrl-C does.
        private func interrupt(_ process: FleetProcess) async -> FleetProcess.Exit {
            process.signal(SIGINT)
            return await process.end()
        }

        private func tenant() async throws -> String { try await fleet.signUp().id }

        private func lines(_ process: FleetProcess) -> [JSON] {
            process.output.split(separator: "\n").compactMap { try? JSON(parsing: Array($0.utf8)) }
        }

        @Test("a tail prints each step of each job once, also of those that lie between two looks") func tail()
            async throws
        {
            let owner = try await tenant()
            let old = try await estate.admin.job(
                "bench.noop", [:], ["tenant": .string(owner), "run_at": "2099-01-01T00:00:00Z"])
            let tail = try await begin("jobs tail --json --tenant \(owner)")
            let text = try await begin("jobs tail --tenant \(owner) --status retrying")
            for process in [tail, text] {
                #expect(await process.line(with: "following jobs, of which 1 are open") != nil)
            }
            let noops: [JSON] = (0..<300).map { _ in ["kind": "bench.noop", "payload": [:], "tenant": .string(owner)] }
            let posted = try await estate.admin.post("/jobs/batch", ["jobs": .array(noops)])
            let batch = posted["jobs"].array.compactMap { $0["id"].string }
            #expect(batch.count == 300, "\(posted)")
            let failing = try await estate.admin.job("bench.fail", ["times": 2], ["tenant": .string(owner)])
            #expect(try await estate.admin.settled(failing)["status"] == "succeeded")
            #expect(try await fleet.flotilla("cancel", old).status == 0)
            let isWhole = try await eventually {
                let ended = lines(tail).filter { ["succeeded", "cancelled"].contains($0["status"].string) }
                return ended.count >= 302
            }
            #expect(isWhole, "\(tail.log.suffix(2000))")
            // A dead letter that an operator queues again is followed, too.
            #expect(try await fleet.flotilla("retry", old).status == 0)
            #expect(await tail.line(with: #""status":"queued","#) != nil)
            let isAgain = try await eventually {
                lines(tail).filter { $0["id"].string == old }.contains { $0["status"] == "succeeded" }
            }
            #expect(isAgain)
            _ = await interrupt(tail)
            _ = await interrupt(text)

            let steps = Dictionary(grouping: lines(tail)) { $0["id"].string ?? "" }
            func history(_ id: String) -> [String] {
                (steps[id] ?? []).map { "\($0["status"].string ?? "")#\($0["attempt"].int ?? -1)" }
            }
            #expect(Set(steps.keys) == Set(batch + [failing, old]))
            for id in batch { #expect(history(id) == ["queued#0", "running#1", "succeeded#1"]) }
            #expect(
                history(failing) == [
                    "queued#0", "running#1", "retrying#1", "running#2", "retrying#2", "running#3", "succeeded#3",
                ])
            #expect(history(old) == ["cancelled#0", "queued#0", "running#1", "succeeded#1"])
            let error = steps[failing]?.first { $0["status"] == "retrying" }?["error"] ?? .null
            #expect(error["code"] == "bench" && error["message"].string?.isEmpty == false)
            let texts = text.output.split(separator: "\n")
            #expect(
                texts.count == 2 && texts.allSatisfy { $0.contains(failing) && $0.contains("  bench: ") }, "\(texts)")
        }

        @Test("a list is shown again and again: with a blank line between, or a line of JSON each") func lists()
            async throws
        {
            let text = try await begin("queues --watch=1")
            let json = try await begin("queues --watch=1 --json")
            let isRepeated = try await eventually {
                text.output.components(separatedBy: "\n\nQUEUE").count > 2 && lines(json).count > 1
            }
            #expect(isRepeated, "\(text.log) \(json.log)")
            #expect(await interrupt(text) == .signal(SIGINT))
            #expect(await interrupt(json) == .signal(SIGINT))
            #expect(!text.output.contains("\u{1B}"))
            #expect(lines(json).allSatisfy { $0["items"].array.contains { $0["queue"] == "scan" } })
        }

        @Test("a job that runs shows how far it says that it is") func bar() async throws {
            let job = try await estate.admin.job("bench.emit", ["chunks": 4, "ms": 60_000])
            let shown = try await begin("job \(job) --watch=1")
            #expect(await shown.line(with: "[#####---------------] 25%  1 of 4") != nil, "\(shown.log)")
            let one = try await fleet.flotilla("job", job, "--json")
            #expect(try JSON(parsing: Array(one.output.utf8))["progress"]["percent"] == 25, "\(one.output)")
            #expect(await interrupt(shown) == .signal(SIGINT))
            #expect(try await fleet.flotilla("cancel", job).status == 0)
        }

        @Test("a server that is away is named in a sentence: a list ends with 1, a watched one goes on trying")
        func away() async throws {
            let nowhere = ["DATABASE_URL": "postgresql://127.0.0.1:1/none?connect_timeout=1"]
            for words in [["queues"], ["jobs", "tail"], ["top", "--once"]] {
                let run = try await fleet.run(words, nowhere)
                #expect(run.status == 1 && run.output.isEmpty, "\(run.all)")
                #expect(run.all.contains("127.0.0.1") && run.all.split(separator: "\n").count == 1, "\(run.all)")
            }
            let watched = try await begin("jobs --watch=1", nowhere)
            let isTried = try await eventually { watched.log.components(separatedBy: "not read: ").count > 2 }
            #expect(isTried && watched.isRunning, "\(watched.log)")
            #expect(await interrupt(watched) == .signal(SIGINT))
        }

        @Test("bulk work that is waited for says how much of it is done, and what is left") func progress() async throws
        {
            let owner = try await tenant()
            let waiting: [JSON] = (0..<40).map { _ in
                ["kind": "bench.noop", "payload": [:], "tenant": .string(owner), "run_at": "2099-01-01T00:00:00Z"]
            }
            #expect(try await estate.admin.post("/jobs/batch", ["jobs": .array(waiting)]).status == 202)
            let run = try await fleet.flotilla("cancel", "--tenant", owner, "--rate", "10")
            #expect(run.status == 0 && run.output.hasPrefix("40 changed, 0 skipped"), "\(run.all)")
            let notes = run.all.split(separator: "\n").filter { $0.contains("%  ") }
            #expect(
                !notes.isEmpty && notes.allSatisfy { $0.contains(" of 40 done") && $0.contains("/s") }, "\(run.all)")
            #expect(notes.contains { $0.contains(" left") }, "\(run.all)")
        }

        @Test("what a job says is shown without characters that a terminal acts on") func hostile() async throws {
            let owner = try await tenant()
            let job = try await estate.admin.job(
                "bench.noop", [:], ["tenant": .string(owner), "run_at": "2099-01-01T00:00:00Z"])
            let tail = try await begin("jobs tail --tenant \(owner)")
            #expect(await tail.line(with: "following jobs") != nil)
            #expect(try await fleet.flotilla("cancel", job).status == 0)
            #expect(await tail.line(with: "cancelled: ") != nil)
            let id = try #require(UUID(uuidString: job))
            let message = "\u{1B}]0;owned\u{7}\u{9B}2J\nsecond"
            _ = try await fleet.database.query(
                """
                update flotilla.jobs set finished_at = now(), status = 'failed',
                    error = jsonb_build_object('code', 'bad', 'message', \(message)::text) where id = \(id)
                """)
            #expect(await tail.line(with: " bad: ") != nil)
            _ = await interrupt(tail)
            for output in [
                tail.output, try await fleet.flotilla("job", job).output,
                try await fleet.flotilla("job", job, "--json").output,
                try await fleet.flotilla("jobs", "--tenant", owner).output,
            ] {
                #expect(output.contains(job))
                let acting = output.unicodeScalars.filter { $0 != "\n" && $0.properties.generalCategory == .control }
                #expect(acting.isEmpty, "\(output.debugDescription)")
            }
            #expect(!tail.output.contains("second"))
        }

        @Test("a link leads to the dashboard where callers find it") func link() async throws {
            let environment = ["FLOTILLA_PUBLIC_URL": "https://flotilla.example/ops/"]
            let run = try await fleet.flotilla("open", "queue", "scan", environment: environment)
            #expect(run.output == "https://flotilla.example/ops/#/queues/scan\n", "\(run.all)")
            let page = try await fleet.flotilla("open", environment: ["API_URL": fleet.anybody.url])
            #expect(page.output == "\(fleet.anybody.url)/#/overview\n", "\(page.all)")
            let found = try await fleet.anybody.get("/")
            #expect(found.status == 200)
            #expect(try await fleet.flotilla("open", "job", "x").status == 2)
        }
    }
}
