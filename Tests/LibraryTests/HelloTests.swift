import FleetTestSupport
import Foundation
import Testing

/// The sample that the README begins with, as it is printed there: a program with a table of its own.
@Suite(.serialized) struct HelloTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func with(
        _ body: (_ fleet: Fleet, _ admin: Caller, _ program: String) async throws -> Void
    ) async throws {
        let example = try #require(
            ProcessInfo.processInfo.environment["FLOTILLA_TEST_EXAMPLE"], "the example's programs: run ./test")
        let program = URL(filePath: example).deletingLastPathComponent().appending(path: "Hello").path
        let fleet = try await Fleet.start()
        do {
            try await fleet.startAPI()
            try await body(fleet, try await fleet.user(role: "admin"), program)
        } catch {
            Issue.record("\(error)\n\(fleet.logs)")
        }
        await fleet.stop()
    }

    @Test("the README's program is the one in Examples")
    func sample() throws {
        func text(_ path: String) throws -> String {
            try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
        }
        let printed = try text("README.md").components(separatedBy: "```swift\n").dropFirst().first?
            .components(separatedBy: "```").first
        #expect(try printed == text("Examples/Greeter/Sources/Hello/Hello.swift"))
    }

    @Test("its table comes with `migrate`, its kind is known before it runs, and its row with the job's result")
    func works() async throws {
        try await with { fleet, admin, program in
            let migrated = try await fleet.run(program, ["migrate"])
            #expect(migrated.status == 0 && migrated.output == "applied 10000 greetings\n", "\(migrated.all)")
            let again = try await fleet.run(program, ["migrate"])
            #expect(again.status == 0 && again.output == "nothing to do\n", "\(again.all)")
            let id = try await admin.job("hello.greeting", ["name": "Ada"])
            _ = try await fleet.startWorker(program)
            let job = try await admin.settled(id)
            #expect(job["status"] == "succeeded" && job["result"]["greeted"] == "Ada", "\(job)")
            let rows = try await fleet.database.query("select name, job_id::text from public.greetings").rows
            #expect(try rows.map { try $0.decode(0, as: String.self) } == ["Ada"])
            #expect(try rows.first?.decode(1, as: String.self) == id)
        }
    }

    @Test("what its table lacks is named in the job's error: the table, then the right, each with what to do")
    func refused() async throws {
        try await with { fleet, admin, program in
            _ = try await fleet.startWorker(program)
            func refusal() async throws -> String {
                let id = try await admin.job("hello.greeting", ["name": "Ada"], ["max_attempts": 1])
                let error = try await admin.settled(id)["error"]
                #expect(error["code"] == "effects_refused", "\(error)")
                return error["message"].string ?? ""
            }
            let missing = try await refusal()
            #expect(
                missing.contains(#"relation "greetings" does not exist"#) && missing.contains("migrate"), "\(missing)")
            _ = try await fleet.database.query("create table public.greetings (job_id uuid primary key, name text)")
            let forbidden = try await refusal()
            #expect(forbidden.contains("permission denied for table greetings"), "\(forbidden)")
            let grant = try #require(forbidden.firstMatch(of: /"(grant [^"]*;)"/)).output.1
            _ = try await fleet.database.query("\(unescaped: String(grant))")
            let id = try await admin.job("hello.greeting", ["name": "Ada"])
            #expect(try await admin.settled(id)["status"] == "succeeded")
        }
    }
}
