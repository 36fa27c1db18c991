import FleetTestSupport
import Foundation
import TestSupport
import Testing

/// An inventory waits for nothing that CloudWatch says.
@Suite(
    "Metrics that are read after the scan", .serialized, FleetScope<FaultEnvironment>(),
    .logs(of: FaultEnvironment.self))
struct MetricsJobRoadTests {
    let estate: FaultEnvironment

    init() throws { estate = try FaultEnvironment.current }

    private var school: Caller { estate.tenant.caller }

    private func readings(_ region: String) async throws -> Int {
        try await estate.fleet.count(
            """
            select count(*) from metric_readings join resources on resources.id = metric_readings.resource_id
            where resources.region = \(region)
            """)
    }

    /// A scan that has ended, whose metrics CloudWatch holds back until it is let.
    private func held(_ region: String) async throws -> (id: String, reading: String) {
        try await estate.aws.script("GetMetricData", region: region, .held)
        let scan = try await school.scan([region])
        #expect(try await school.settled(scan.job)["status"] == "succeeded")
        let metrics = try await school.get("/scans/\(scan.id)")["runs"][0]["metrics"]
        #expect(metrics["status"] == "pending", "\(metrics)")
        return (scan.id, try #require(metrics["job_id"].string))
    }

    private func asked(_ region: String) async throws {
        let asked = try await eventually {
            try await estate.aws.calls().contains { $0.action == "GetMetricData" && $0.region == region }
        }
        #expect(asked)
    }

    private func expectMeasured(_ scan: String, _ count: Int) async throws {
        let run = try await school.measured(scan)["runs"][0]
        #expect(run["status"] == "success" && run["metrics"]["status"] == "ok", "\(run)")
        #expect(run["metrics"]["series"] == ["complete": .number(Double(count))], "\(run)")
    }

    @Test("12 instances, every answer of AWS after 0.8 s, are there without CloudWatch; then their charts fill")
    func latency() async throws {
        let region = "eu-west-1"
        try await estate.withWorkers(of: "ScanWorker") { _ in
            try await estate.aws.script("DescribeInstances", region: region, .page(12))
            try await estate.aws.set(latency: 0.8)
            let start = ContinuousClock.now
            let scan = try await held(region)
            let time = start.duration(to: .now)
            print("figure: 12 instances, every answer of AWS after 0.8 s: visible after \(time)")
            // The role is opened, then its regions are read: two answers, one after the other.
            #expect(time < .seconds(8), "on a busy machine")
            let view = try await school.get("/scans/\(scan.id)")
            #expect(view["status"] == "success" && view["complete"] == true && view["total_resources"] == 12)
            let rows = try await school.get("/scans/\(scan.id)/resources")["items"].array
            #expect(rows.count == 12)
            let name = rows[3]["instance_id"].string ?? ""
            let chart =
                "/resources/ec2_instance/\(name)/metrics?name=network_in&step=3600"
                + "&from=2026-11-20T08:00:00Z&to=2026-11-20T12:00:00Z"
            #expect(try await school.get(chart)["points"].array.allSatisfy { $0["value"] == nil })
            try await asked(region)
            #expect(try await school.get("/scans/\(scan.id)")["runs"][0]["metrics"]["status"] == "pending")
            try await estate.aws.release()
            try await expectMeasured(scan.id, 36)
            // The stand-in gives 0.5, 1.5, 2.5, … by place.
            #expect(try await school.get(chart)["points"][2]["value"] == 10.5)
            try await estate.aws.set(latency: 0)
        }
    }

    @Test("where there is nothing to measure, or the worker may ask for nothing, the run says so at once: no job")
    func nothing() async throws {
        let region = "us-east-1"
        func metrics(_ limit: String) async throws -> JSON {
            var metrics = JSON.null
            try await estate.withWorkers(of: "ScanWorker", ["FLOTILLA_SCAN_METRICS_LIMIT": limit]) { _ in
                let scan = try await school.scan([region])
                #expect(try await school.settled(scan.job)["status"] == "succeeded")
                metrics = try await school.get("/scans/\(scan.id)")["runs"][0]["metrics"]
            }
            return metrics
        }
        let gone =
            "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-9</instanceId>"
            + "<instanceState><name>terminated</name></instanceState><instanceType>t3.micro</instanceType></item>"
            + "</instancesSet></item></reservationSet></DescribeInstancesResponse>"
        try await estate.aws.script("DescribeInstances", region: region, .page(0), .body(gone))
        for _ in 0..<2 {
            let none = try await metrics("10")
            #expect(none["status"] == "ok" && none["job_id"] == nil && none["resources"] == 0, "\(none)")
        }
        let skipped = try await metrics("0")
        #expect(skipped["status"] == "skipped" && skipped["job_id"] == nil && skipped["resources"] == 2, "\(skipped)")
        #expect(skipped["reasons"][0].string?.contains("reads no metrics") == true)
    }

    @Test("the worker that ended the scan hands out what follows: no enqueuer is needed for it")
    func withoutEnqueuer() async throws {
        await estate.killEnqueuer()
        try await estate.withWorkers(of: "ScanWorker") { _ in
            let scan = try await school.scan(["eu-south-1"])
            #expect(try await school.settled(scan.job)["status"] == "succeeded")
            try await expectMeasured(scan.id, 6)
        }
        try await estate.restartEnqueuer()
    }

    /// Readings stay queued until it is lifted.
    private func pauseReadings(_ isPaused: Bool) async throws {
        let answer = try await estate.fleet.user(role: "admin").send(
            "PATCH", "/queues/scan",
            body: JSON.object(["kinds": .object(["scan.aws.metrics": .object(["paused": .bool(isPaused)])])]).bytes)
        #expect(answer.status == 200, "\(answer)")
    }

    @Test("a worker killed between a run's result and its metrics: another one reads them")
    func killedBetween() async throws {
        try await pauseReadings(true)
        var scan = (id: "", reading: "")
        try await estate.withWorkers(of: "ScanWorker") { _ in
            try await estate.aws.script("GetMetricData", region: "eu-west-2", .ok)
            scan = try await held("eu-west-2")
        }
        #expect(try await school.get("/jobs/\(scan.reading)")["status"] == "queued")
        try await pauseReadings(false)
        try await estate.withWorkers(of: "ScanWorker") { _ in try await expectMeasured(scan.id, 6) }
        #expect(try await school.get("/jobs/\(scan.reading)")["attempt"] == 1)
    }

    @Test("a worker killed while it reads metrics: another one reads them again, and each reading is there once")
    func killedInReading() async throws {
        let region = "eu-west-3"
        try await estate.withWorkers(of: "ScanWorker") { workers in
            let scan = try await held(region)
            try await asked(region)
            await estate.killWhole(workers[0])
            try await estate.withWorkers(of: "ScanWorker") { _ in try await expectMeasured(scan.id, 6) }
            let job = try await school.get("/jobs/\(scan.reading)")
            #expect(job["attempt"] == 2 && job["attempts"][0]["ended"] == "lost", "\(job)")
            #expect(try await readings(region) == 6)
        }
        try await estate.aws.release()
    }

    @Test("a scan that is deleted while its metrics are read leaves none of them behind")
    func deleted() async throws {
        let region = "eu-north-1"
        try await estate.withWorkers(of: "ScanWorker") { _ in
            // Sees the same instances, so that they stay.
            let other = try await school.post(
                "/scans", ["provider": "aws", "services": ["ec2"], "regions": [.string(region)], "metrics": false])
            _ = try await school.settled(other["runs"][0]["job_id"].string ?? "")
            let scan = try await held(region)
            try await asked(region)
            #expect(try await school.send("DELETE", "/scans/\(scan.id)").status == 204)
            try await estate.aws.release()
            // It was asked to stop, and may have ended before it saw that.
            let end = try await school.settled(scan.reading)["status"]
            #expect(end == "cancelled" || end == "succeeded")
            #expect(try await school.get("/scans/\(scan.id)").status == 404)
            #expect(try await readings(region) == 0)
            #expect(try await school.get("/resources?type=ec2_instance&region=\(region)")["items"].array.count == 2)
        }
    }

    @Test("a scan that is cancelled while its metrics are read stays a success, and says that they were cancelled")
    func cancelled() async throws {
        let region = "eu-central-1"
        try await estate.withWorkers(of: "ScanWorker") { _ in
            let scan = try await held(region)
            try await asked(region)
            #expect(try await school.post("/scans/\(scan.id)/cancel", [:]).status == 200)
            #expect(try await school.settled(scan.reading)["status"] == "cancelled")
            let run = try await school.get("/scans/\(scan.id)")["runs"][0]
            #expect(run["status"] == "success" && run["metrics"]["status"] == "cancelled", "\(run)")
            #expect(run["metrics"]["reasons"][0].string?.contains("cancelled") == true)
            #expect(try await readings(region) == 0)
            #expect(try await school.post("/scans/\(scan.id)/cancel", [:]).status == 409)
            try await estate.aws.release()
        }
    }

    @Test("a reading that follows from a run which was cancelled as it ended is not begun")
    func cancelledBetween() async throws {
        try await pauseReadings(true)
        try await estate.withWorkers(of: "ScanWorker") { _ in
            let scan = try await held("sa-east-1")
            try await estate.fleet.database.query(
                """
                update jobs set cancel_requested_at = now() from scan_runs
                where jobs.id = scan_runs.job_id and scan_runs.scan_id = \(UUID(uuidString: scan.id))
                """)
            try await pauseReadings(false)
            #expect(try await school.settled(scan.reading)["status"] == "cancelled")
            #expect(try await school.get("/scans/\(scan.id)")["runs"][0]["metrics"]["status"] == "cancelled")
            #expect(try await !estate.aws.calls().contains { $0.action == "GetMetricData" && $0.region == "sa-east-1" })
        }
    }

    @Test("a reading whose workers all die under it is told as failed, with the reason")
    func dead() async throws {
        let region = "ca-central-1"
        for _ in 0..<5 { try await estate.aws.script("GetMetricData", region: region, .held) }
        try await estate.withWorkers(of: "ScanWorker") { workers in
            let scan = try await held(region)
            var killed: Set<pid_t> = []
            let ended = try await eventually(within: .seconds(60)) {
                let job = try await school.get("/jobs/\(scan.reading)")
                if job["status"] == "failed" { return true }
                let calls = try await estate.aws.calls().filter { $0.action == "GetMetricData" && $0.region == region }
                if calls.count > killed.count, let executor = workers[0].children.first(where: { !killed.contains($0) })
                {
                    kill(executor, SIGKILL)
                    killed.insert(executor)
                }
                return false
            }
            #expect(ended)
            let run = try await school.get("/scans/\(scan.id)")["runs"][0]
            #expect(run["status"] == "success" && run["metrics"]["status"] == "failed", "\(run)")
            #expect(run["metrics"]["reasons"][0].string?.isEmpty == false)
            try await estate.aws.release()
        }
    }
}
