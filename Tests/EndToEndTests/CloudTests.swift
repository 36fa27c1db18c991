import AWSTestSupport
import FleetTestSupport
import Foundation
import TestSupport
import Testing

/// What callers see when a cloud misbehaves. Side by side: most of these wait for the limit of 30 s.
@Suite("A cloud that misbehaves", FleetScope<CloudEnvironment>(), .logs(of: CloudEnvironment.self))
struct CloudTests {
    let estate: CloudEnvironment

    init() throws { estate = try CloudEnvironment.current }

    private static let limit = Duration.seconds(30)
    /// From the request to the answer that the run has ended, on a busy machine.
    private static let margin = Duration.seconds(5)

    /// A run that ended as an error, at its first attempt.
    private func failure(of regions: [String], within limit: Duration) async throws -> JSON {
        try await Self.failure(estate.tenant.caller, regions, within: limit)
    }

    private static func failure(_ caller: Caller, _ regions: [String], within limit: Duration) async throws -> JSON {
        let start = ContinuousClock.now
        let scan = try await caller.scan(regions)
        let job = try await caller.settled(scan.job)
        #expect(start.duration(to: .now) < limit)
        #expect(job["status"] == "failed", "\(job)")
        #expect(job["attempt"] == 1, "the job is not tried again")
        let view = try await caller.get("/scans/\(scan.id)").json
        #expect(view["status"] == "error")
        #expect(view["counts"]["error"] == 1)
        let run = view["runs"][0]
        #expect(run["status"] == "error")
        #expect(run["finished_at"].string?.isEmpty == false)
        #expect(run["error"].string == job["error"]["message"].string)
        return view
    }

    @Test("a region that never answers ends the run within 30 s, in words that name it; the others are kept")
    func silent() async throws {
        try await estate.aws.script("DescribeInstances", region: "eu-west-1", repeats: true, .silent)
        let view = try await failure(of: ["eu-west-1", "us-east-1"], within: Self.limit + Self.margin)
        let error = try #require(view["runs"][0]["error"].string)
        #expect(error.contains("eu-west-1") && error.contains("30 s"), "\(error)")
        #expect(!error.contains("us-east-1"))
        #expect(view["total_resources"] == 2)
    }

    @Test("a scan that waits for a region shows the regions that are done, of how many, and what they had")
    func progress() async throws {
        try await estate.aws.script("DescribeInstances", region: "mx-central-1", repeats: true, .silent)
        let caller = estate.tenant.caller
        let scan = try await caller.scan(["mx-central-1", "us-east-2"])
        let shown = try await eventually {
            let run = try await caller.get("/scans/\(scan.id)")["runs"][0]
            return run["status"] == "in_progress" && run["progress"] == ["regions": 2, "finished": 1]
        }
        #expect(shown)
        let view = try await caller.get("/scans/\(scan.id)")
        #expect(view["progress"]["percent"] == 50)
        #expect(view["complete"] == false)
        let lines = view["completeness"].array.map { [$0["region"], $0["status"]] }
        #expect(lines == [["us-east-2", "ok"], [nil, "in_progress"]])
        #expect(try await caller.send("DELETE", "/scans/\(scan.id)").status == 409)
        #expect(try await caller.post("/scans/\(scan.id)/cancel", [:]).status == 202)
        #expect(try await caller.settled(scan.job)["status"] == "cancelled")
        #expect(try await caller.get("/scans/\(scan.id)")["runs"][0]["status"] == "cancelled")
    }

    @Test("a region that answers one byte a second ends the run within 30 s") func drip() async throws {
        try await estate.aws.script("DescribeInstances", region: "eu-west-2", repeats: true, .drip)
        let view = try await failure(of: ["eu-west-2"], within: Self.limit + Self.margin)
        #expect(view["runs"][0]["error"].string?.contains("30 s") == true)
    }

    @Test("an endpoint that never accepts ends the run within 30 s") func unreachable() async throws {
        let estate = try await CloudEnvironment.start { $0.fullURL }
        let view = try await Self.failure(
            estate.tenant.caller, ["eu-west-1"], within: Self.limit + Self.margin)
        let error = try #require(view["runs"][0]["error"].string)
        #expect(error.contains("AWS") || error.contains("reached"), "\(error)")
        await estate.stop()
    }

    @Test("a run whose fleet's own key is refused is tried again, and succeeds when the key is accepted")
    func ownKey() async throws {
        // Its door is shut for all tenants: not that of the other tests.
        let estate = try await CloudEnvironment.start()
        try await estate.aws.script("AssumeRole", .error("InvalidClientTokenId", status: 403))
        let job = try await estate.tenant.caller.settled(try await estate.tenant.caller.scan(["eu-west-1"]).job)
        #expect(job["status"] == "succeeded", "\(job)")
        #expect(job["attempts"].array.map { $0["error"]["code"] } == ["operator_credentials", nil], "\(job)")
        let lines = estate.fleet.logs.split(separator: "\n").filter {
            $0.contains("AWS does not accept the worker's own credentials")
        }
        #expect(lines.count == 1 && lines[0].contains("advice"), "\(lines)")
        await estate.stop()
    }

    @Test("a worker whose source gives no credentials says so in its log, with where it looked")
    func noCredentials() async throws {
        let aws = try await ScriptedAWS()
        let fleet = try await Fleet.start(
            .init(environment: [
                "AWS_ENDPOINT_URL": aws.url, "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent/token",
                "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/fleet",
            ]))
        try await fleet.startAPI()
        let tenant = try await fleet.signUp(role: "arn:aws:iam::111122223333:role/scan")
        let worker = try await fleet.startWorker("ScanWorker")
        _ = try await tenant.caller.scan(["eu-west-1"])
        let line = await worker.line(with: "there are no credentials of AWS to scan accounts with")
        #expect(line?.contains("/nonexistent/token") == true, "\(line ?? worker.log)")
        await fleet.stop()
    }

    @Test("a region that is always throttled ends the run in words about limits") func throttled() async throws {
        try await estate.aws.script(
            "DescribeInstances", region: "eu-west-3", repeats: true, .error("RequestLimitExceeded", status: 503))
        let view = try await failure(of: ["eu-west-3"], within: Self.limit + Self.margin)
        #expect(view["runs"][0]["error"].string?.contains("limiting the calls") == true)
        #expect(view["runs"][0]["regions"][0]["status"] == "throttled")
    }

    @Test(
        "what AWS refuses ends the run at once, each refusal in its own words",
        arguments: [
            ("eu-north-1", "UnauthorizedOperation", 403, "policy"),
            ("eu-central-1", "SignatureDoesNotMatch", 403, "signature"),
            ("sa-east-1", "ExpiredToken", 400, "session"),
            ("ap-east-1", "AuthFailure", 401, "not enabled"),
            ("ca-central-1", "InvalidParameterValue", 400, "InvalidParameterValue"),
        ])
    func refused(region: String, code: String, status: Int, word: String) async throws {
        try await estate.aws.script(
            "DescribeInstances", region: region, repeats: true, .error(code, status: status, message: "says a stranger")
        )
        let view = try await failure(of: [region], within: .seconds(10))
        let error = try #require(view["runs"][0]["error"].string)
        #expect(error.contains(word) && error.contains(region), "\(error)")
        #expect(!error.contains("stranger"), "what a stranger wrote is not repeated")
    }

    @Test("what is no answer of AWS ends the run, and nothing of it is kept") func garbage() async throws {
        try await estate.aws.script(
            "DescribeInstances", region: "ap-south-1", repeats: true, .body("<html>proxy</html>"))
        let view = try await failure(of: ["ap-south-1"], within: Self.limit + Self.margin)
        #expect(view["total_resources"] == 0)
        #expect(view["runs"][0]["error"].string?.contains("not a complete answer") == true)
    }

    @Test("AWS is shown the caller's own external id, whosever role is named: a stranger's role stays shut")
    func externalID() async throws {
        let stranger = try await estate.fleet.signUp()
        let role = "arn:aws:iam::111122223333:role/of-somebody-else"
        for tenant in [estate.tenant, stranger] {
            let scan = try await tenant.caller.scan(["us-west-1"], role: role)
            _ = try await tenant.caller.settled(scan.job)
            _ = try await tenant.caller.measured(scan.id)
        }
        let shown = try await estate.aws.calls().filter { $0.parameters["RoleArn"] == role }
            .compactMap { $0.parameters["ExternalId"] }
        // For the inventory, and for its metrics.
        let (own, others) = (estate.tenant.externalID, stranger.externalID)
        #expect(shown == [own, own, others, others])
    }

    @Test("a failure that AWS mends by itself is not seen by the caller") func mended() async throws {
        try await estate.aws.script(
            "DescribeInstances", region: "ap-south-2", .error("InternalError", status: 500), .reset, .ok)
        let scan = try await estate.tenant.caller.scan(["ap-south-2"])
        let job = try await estate.tenant.caller.settled(scan.job)
        #expect(job["status"] == "succeeded", "\(job)")
        #expect(job["attempt"] == 1)
    }

    /// The job ends before the limit of a region does.
    @Test("a scan ends before its job's time is over: what was found is kept, and the silent region is told")
    func shortJob() async throws {
        try await estate.fleet.database.query(
            """
            create function short_job() returns trigger language plpgsql as
            $$ begin new.timeout_ms := 8000; return new; end $$
            """)
        try await estate.fleet.database.query(
            """
            create trigger short_job before insert on jobs for each row when (new.kind = 'scan.aws.vpc')
            execute function short_job()
            """)
        try await estate.aws.script("DescribeVpcs", region: "eu-west-1", repeats: true, .silent)
        let caller = estate.tenant.caller
        let answer = try await caller.post(
            "/scans", ["provider": "aws", "services": ["vpc"], "regions": ["eu-west-1", "us-east-1"]])
        let job = try await caller.settled(answer["runs"][0]["job_id"].string ?? "")
        #expect(job["attempt"] == 1 && job["error"]["code"] == "incomplete", "\(job)")
        let run = try await caller.get("/scans/\(answer["id"].string ?? "")")["runs"][0]
        #expect(run["status"] == "error" && run["total_resources"] == 1, "\(run)")
        #expect(run["error"].string?.contains("before the scan had to end from eu-west-1") == true, "\(run)")
        #expect(
            run["regions"].array.map { [$0["status"], $0["whole_list"]] } == [["timed_out", false], ["ok", true]])
        // What was found is measured all the same.
        let reading = run["metrics"]["job_id"].string ?? "none"
        #expect(run["metrics"]["resources"] == 1, "\(run)")
        let following = try await caller.get("/jobs/\(reading)")
        #expect(following["kind"] == "scan.aws.metrics" && following["priority"] == 5, "\(following)")
    }
}
