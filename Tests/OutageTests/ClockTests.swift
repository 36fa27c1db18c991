import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension RedisStateTests {
    /// libfaketime moves the wall clock of one process.
    private func shifted(by seconds: Int) throws -> [String: String] {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib").map { "/usr/lib/\($0)" }
        let library = folders.map { "\($0)/faketime/libfaketimeMT.so.1" }.first(where: FileManager.default.fileExists)
        return [
            "LD_PRELOAD": try #require(library, "libfaketime is not installed"), "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME": (seconds < 0 ? "" : "+") + "\(seconds)s",
        ]
    }

    private func runs(due seconds: Double, by caller: Caller) async throws -> Double {
        let fleet = try RedisEnvironment.current.fleet
        let row = try #require(try await fleet.database.query("select clock_timestamp()").rows.first)
        let due = try row.decode(0, as: Date.self) + seconds
        let text = due.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let id = try await caller.job("bench.noop", [:], ["run_at": .string(text)])
        let job = try await caller.settled(id)
        #expect(job["status"] == "succeeded" && (job["attempts"][0]["duration_ms"].int ?? 0) >= 0, "\(job)")
        let uuid = UUID(uuidString: id) ?? UUID()
        let late = try await fleet.count(
            "select (extract(epoch from started_at - \(due)) * 1000)::bigint from jobs where id = \(uuid)")
        return Double(late) / 1000
    }

    @Test(
        "a job runs when PostgreSQL's clock says so, whatever the API's shows", arguments: [30, -20])
    func dueTimes(shift: Int) async throws {
        let estate = try RedisEnvironment.current
        let (process, api) = try await estate.fleet.listening(try shifted(by: shift))
        var caller = api
        caller.token = estate.admin.token
        let late = try await runs(due: 2, by: caller)
        // libfaketime moves the clock of boot, too, by which timers are set: where it lags they end at once, again and again.
        await process.kill()
        print("figure: API \(shift) s from PostgreSQL: a job due in 2 s began \(late) s after its time")
        #expect(late >= 0 && late < 1.5)
    }
}
