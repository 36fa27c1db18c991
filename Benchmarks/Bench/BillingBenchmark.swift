import Bare
import Billing
import Foundation
import Operations
import Postgres

/// A month of 10,000 schools, from the request to the closed run, by one BillingWorker; and the statements of as many
/// invoices, bare.
struct BillingBenchmark: Benchmark {
    private static let schools = 10_000

    let name = "billing"

    let figures = [
        FigureKind(
            key: "rate", title: "invoices by BillingWorker", unit: "invoices/s", ceiling: "ceiling", usage: "worker"),
        FigureKind(key: "ceiling", title: "their statements, bare", unit: "invoices/s", usage: "bare"),
        FigureKind(key: "seconds", title: "10,000 schools, POST to the closed run", unit: "s"),
        FigureKind(key: "batch", title: "invoices that the worker commits at once", unit: ""),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        let month = try BilledMonth(fleet, schools: Self.schools)
        try await month.prepare()
        try await bill(month, fleet, &run)
        try await month.prepare()
        try await billBare(month, fleet, &run)
        try await month.remove()
        return run
    }

    private func bill(_ month: BilledMonth, _ fleet: Fleet, _ run: inout Run) async throws {
        let worker = try await fleet.start("BillingWorker", ["FLOTILLA_SELLER_FILE": month.sellerFile])
        defer { worker.signal(SIGKILL) }
        try await Fleet.eventually(within: .seconds(60), "the worker does not start") {
            try await fleet.number(
                "select count(*)::float8 from flotilla.worker_sessions where pid = \(worker.pid)") > 0
        }
        let meter = UsageMeter(fleet.processes, worker: worker.pid)
        await meter.start()
        let start = ContinuousClock.now
        let answer = try BareHTTP(url: fleet.apiURL, token: fleet.token)
            .post("/billing/runs", Array(#"{"period":"\#(month.period)"}"#.utf8))
        guard answer.status == 202 else { throw BenchError("POST /billing/runs was answered \(answer.status)") }
        try await Fleet.eventually(within: .seconds(600), "the run was not closed") {
            try await fleet.number(
                "select count(*)::float8 from flotilla.billing_runs where finished_at is not null") == 1
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        run.usage["worker"] = await meter.stop(jobs: Self.schools)
        _ = await worker.terminate(grace: .seconds(30))
        run.values["seconds"] = seconds
        run.values["rate"] = Double(Self.schools) / seconds
        // Those of one transaction have one time.
        run.values["batch"] = try await fleet.jobs(
            "count(*) filter (where kind = 'billing.invoice') * 1.0 / count(distinct finished_at) filter (where kind = 'billing.invoice')"
        )
        try await check(month, &run, "the month")
    }

    private func billBare(_ month: BilledMonth, _ fleet: Fleet, _ run: inout Run) async throws {
        let parts = try await month.transactions()
        let meter = UsageMeter(fleet.processes.merging(["bare": getpid()]) { $1 })
        let time = try await UnitCeiling(databaseURL: fleet.databaseURL).run(parts)
        run.usage["bare"] = await meter.stop(jobs: Self.schools)
        run.values["ceiling"] = Double(Self.schools) / (time / .seconds(1))
        try await check(month, &run, "the bare month")
    }

    private func check(_ month: BilledMonth, _ run: inout Run, _ name: String) async throws {
        let (invoices, last) = try await month.invoices()
        run.check(
            "\(name): an invoice for each school, numbers without a gap",
            invoices == Self.schools && last == Self.schools, "\(invoices) invoices, the last is number \(last)")
        let requests = try await month.fleet.jobs("count(*) filter (where kind = 'notify.request')")
        run.check("\(name): each school learns of it", Int(requests) == Self.schools, "\(Int(requests)) requests")
    }
}
