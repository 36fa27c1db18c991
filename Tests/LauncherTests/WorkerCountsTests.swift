import Testing

@testable import Launcher

@Suite("--workers")
struct WorkerCountsTests {
    private let known = ["scan", "ai", "bench"]

    @Test("named kinds get what is said, the others none")
    func counts() throws {
        let counts = try WorkerCounts(parsing: "scan=2,ai=0", known: known)
        #expect([counts["scan"], counts["ai"], counts["bench"]] == [2, 0, 0])
        // A command line of a version with more workers.
        let fewer = try WorkerCounts(parsing: "scan=1,mail=0", known: known)
        #expect(fewer["scan"] == 1 && fewer["mail"] == 0)
        #expect(try WorkerCounts(parsing: " bench = 64 ", known: known)["bench"] == 64)
    }

    @Test(
        "anything else is refused, with what it should be",
        arguments: [
            "", "scan", "scan=", "scan=x", "scan=-1", "scan=65", "scan=1,", "=1", "scan=1,scan=2", "SCAN=1", "mail=1",
            "scan=1.5", "scan=99999999999999999999",
        ])
    func refused(text: String) {
        #expect(throws: UsageError.self) { try WorkerCounts(parsing: text, known: known) }
    }

    @Test("the command line is split into the launcher's own flags and settings of every process")
    func arguments() throws {
        let arguments = try LaunchArguments(
            ["--port", "0", "--workers", "scan=2", "--demo", "--log-level=debug"], table: .sample)
        #expect(arguments.isDemo)
        #expect(arguments.workers?["scan"] == 2)
        #expect(arguments.settings == ["--port", "0", "--log-level=debug"])
        #expect(try LaunchArguments(["--workers=ai=1"], table: .sample).workers?["ai"] == 1)
        #expect(try LaunchArguments([], table: .sample).workers == nil)
        #expect(throws: UsageError.self) { try LaunchArguments(["--workers"], table: .sample) }
    }

    @Test("without --workers there is one of each kind that is built, and none of bench")
    func standardPlan() {
        let (members, missing) = FleetMember.plan(.sample, counts: nil) { $0 != "AIWorker" }
        #expect(members.map(\.name) == ["api", "enqueuer", "scan-1", "notify-1", "billing-1"])
        #expect(missing.map(\.name) == ["ai"])
    }

    @Test("bench workers are allowed to run the bench kinds, and there are as many as were asked for")
    func bench() throws {
        let counts = try WorkerCounts(parsing: "bench=2", known: ProcessTable.sample.workerNames)
        let members = FleetMember.plan(.sample, counts: counts) { _ in true }.members
        #expect(members.map(\.name) == ["api", "enqueuer", "bench-1", "bench-2"])
        let bench = try #require(members.last)
        #expect(bench.kind.executable == "BenchWorker")
        #expect(bench.kind.environment == ["FLOTILLA_BENCH": "1"])
        #expect(bench.variableName == "BENCH_2")
    }
}

extension ProcessTable {
    static let sample = ProcessTable(workers: [
        ProcessKind("scan", executable: "ScanWorker", meetsCloud: true), ProcessKind("ai", executable: "AIWorker"),
        ProcessKind("notify", executable: "NotifyWorker"), ProcessKind("billing", executable: "BillingWorker"),
        ProcessKind("bench", executable: "BenchWorker", environment: ["FLOTILLA_BENCH": "1"], standardCount: 0),
    ])
}
