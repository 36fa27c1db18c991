import Foundation
import Glibc
import Operations
import Reactor
import Testing

@testable import Launcher

@Suite("The demonstration", .serialized, .timeLimit(.minutes(10)))
struct DemonstrationTests {
    private func fleet(
        in folder: TemporaryFolder, outcome: String, buckets: String = "ok", arguments: [String],
        environment: [String: String] = [:], projectRoot: String = DemoFleet.projectRoot
    ) async throws -> LaunchedFleet {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        try await DemoFleet.preparePython(on: loop)
        let directory = folder.path + "/fleet"
        let python = directory + (geteuid() == 0 ? "/home/python" : "")
        try FileManager.default.createDirectory(atPath: python, withIntermediateDirectories: true)
        symlink(DemoFleet.pythonEnvironment, python + "/venv")
        var programs = StandIns.standard
        programs["api"] = DemoFleet.api(outcome: outcome, buckets: buckets)
        programs["AIWorker"] = StandIns.asking
        return try LaunchedFleet(
            in: folder, directory: directory, programs: programs, arguments: arguments, environment: environment,
            projectRoot: projectRoot)
    }

    @Test("--demo runs one scan from request to result, shows it, stops everything and ends with 0")
    func success() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(in: folder, outcome: "success", arguments: ["--demo", "--workers", "scan=1"])
        let status = await fleet.process.waitForExit(within: .seconds(120))
        #expect(status == .exited(0), "\(fleet.output.lines.joined(separator: "\n"))")
        for text in [
            "signed up demo-", "external id flotilla-0123, and no other", ": 202 after", "ec2: job J",
            "ec2 in_progress",
            "ec2 success", "i-0000", "… and 16 more", "21 instances, 1 buckets, 1 networks, 1 databases",
            "service  eu-west-1  global", "ec2      ok 21", "s3                  ok",
            "3 findings: 1 critical, 0 high, 1 medium, 1 low", "to success:",
        ] {
            #expect(await fleet.output.line(containing: text) != nil, "missing: \(text)")
        }
        let findings = fleet.output.lines.filter { $0.contains("It is ") }
        #expect(findings.map { $0.contains("critical") } == [true, false, false], "the worst first: \(findings)")
        let told = fleet.output.lines.filter { $0.hasPrefix("demo") }
        #expect(told.allSatisfy { $0.count <= 100 }, "\(told.filter { $0.count > 100 })")
        #expect(fleet.databaseProcesses.isEmpty)
    }

    @Test("--demo has an answer written about a document, and shows it, who wrote it and what it cost")
    func generation() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(
            in: folder, outcome: "success", arguments: ["--demo", "--workers", "scan=1,ai=1"],
            environment: ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"])
        let status = await fleet.process.waitForExit(within: .seconds(120))
        #expect(status == .exited(0), "\(fleet.text)")
        for text in [
            "POST /documents: 202 after", "202 to ready:", "2 passages, by vectors", "202 to succeeded:",
            "|   Which gas does", "|   Oxygen, says the text.",
            "written by a-model: 120 tokens read, 9 written, 42 millionths of cost",
        ] {
            #expect(await fleet.output.line(containing: text) != nil, "missing: \(text)")
        }
    }

    @Test("--demo shows a class: a path, what its pupils are told, a question to the tutor, and what it adds up to")
    func school() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(
            in: folder, outcome: "success", arguments: ["--demo", "--workers", "scan=1,notify=1,ai=1"],
            environment: ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"])
        #expect(await fleet.process.waitForExit(within: .seconds(120)) == .exited(0), "\(fleet.text)")
        for text in [
            "a school with two professors and a class of 6", "POST /learning-paths for 6: 202 after", "to ready:",
            "a pupil reads: A new path", "Oxygen, says the text.", "progress 50 %",
            "the professor reads: A session has ended",
            "indicators: 1 session, 1 questions, 6 pupils on the path",
        ] {
            #expect(await fleet.output.line(containing: text) != nil, "missing: \(text)")
        }
        let told = fleet.output.lines.filter { $0.hasPrefix("demo") }
        #expect(told.allSatisfy { $0.count <= 100 }, "\(told.filter { $0.count > 100 })")
    }

    @Test("--demo shows a class without a model, and says what it leaves out")
    func schoolAlone() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(
            in: folder, outcome: "success", arguments: ["--demo", "--workers", "scan=1,notify=1"])
        #expect(await fleet.process.waitForExit(within: .seconds(120)) == .exited(0), "\(fleet.text)")
        for text in ["skipped: no model writes steps", "skipped: no tutor answers", "the professor reads:"] {
            #expect(await fleet.output.line(containing: text) != nil, "missing: \(text)")
        }
    }

    @Test("--demo leaves the answer out where no model can be had, says why, and ends with 0")
    func noModel() async throws {
        let folder = try TemporaryFolder()
        let scripts = folder.path + "/project/Scripts"
        try folder.write(
            """
            case $1 in */models) echo "there is no index here" >&2; exit 1 ;; esac
            exec bash '\(DemoFleet.scripts)/venv.sh' "$@"
            """, to: "project/Scripts/venv.sh")
        for name in try FileManager.default.contentsOfDirectory(atPath: DemoFleet.scripts) where name != "venv.sh" {
            symlink("\(DemoFleet.scripts)/\(name)", "\(scripts)/\(name)")
        }
        let fleet = try await fleet(
            in: folder, outcome: "success", arguments: ["--demo", "--workers", "scan=1,ai=1"],
            projectRoot: folder.path + "/project")
        let status = await fleet.process.waitForExit(within: .seconds(120))
        #expect(status == .exited(0), "\(fleet.text)")
        #expect(await fleet.output.line(containing: "skipped: no answer is generated") != nil)
        #expect(fleet.output.lines.count { $0.contains("there is no index here") } == 2)
    }

    @Test("--demo ends with 1 when the scan fails")
    func failure() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(
            in: folder, outcome: "error", arguments: ["--demo", "--workers", "scan=1,notify=1"])
        #expect(await fleet.process.waitForExit(within: .seconds(120)) == .exited(1))
        #expect(await fleet.output.line(containing: "the scan ended as error") != nil)
    }

    @Test("--demo ends with 1 when the scan did not see everything")
    func incomplete() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(
            in: folder, outcome: "success", buckets: "denied", arguments: ["--demo", "--workers", "scan=1,notify=1"])
        #expect(await fleet.process.waitForExit(within: .seconds(120)) == .exited(1))
        #expect(await fleet.output.line(containing: "did not see everything") != nil)
    }

    @Test("a killed cloud comes back with its resources, and the scanner gets its address")
    func killedCloud() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(in: folder, outcome: "success", arguments: ["--workers", "scan=1,notify=1"])
        #expect(await fleet.output.line(containing: "cloud answers at") != nil)
        let url = try #require(try await fleet.variables()["AWS_ENDPOINT_URL"])
        #expect(await fleet.output.line(containing: "endpoint=\(url)") != nil)
        _ = try await fleet.kill("CLOUD")
        #expect(try await fleet.variables()["AWS_ENDPOINT_URL"] == url)
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("a cloud that the environment names is used in its place")
    func givenCloud() async throws {
        let folder = try TemporaryFolder()
        let fleet = try LaunchedFleet(
            in: folder, environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"], projectRoot: DemoFleet.projectRoot)
        try await fleet.waitUntilReady()
        #expect(await fleet.output.line(containing: "endpoint=http://127.0.0.1:9") != nil)
        #expect(try await fleet.variables()["DEMO_ROLE_ARN"] == nil)
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("the estate is what it should be, to signed calls of the assumed role alone, with the external id it trusts")
    func estate() async throws {
        let folder = try TemporaryFolder()
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        try await DemoFleet.preparePython(on: loop)
        let cloud = DemoCloud(
            home: ProcessHome(
                user: nil, path: DemoFleet.projectRoot + "/.flotilla-test", executables: "", scripts: DemoFleet.scripts,
                environment: [:]), port: try PortPicker().pick(),
            secrets: try Secrets(path: folder.path + "/secrets"), loop: loop)
        let log = LogMultiplexer(width: 5, isColoured: false) { _ in }
        let process = ManagedProcess(
            "cloud", on: loop, log: log, readyMarker: DemoCloud.readyMarker, makeCommand: { try await cloud.prepare() })
        await process.start()
        #expect(await process.waitUntilReady(within: .seconds(120)))

        try folder.write(Self.look, to: "look.py")
        var command = ProcessCommand(DemoFleet.pythonEnvironment + "/bin/python", [folder.path + "/look.py"])
        command.environment.merge(cloud.environment) { $1 }
        command.environment["EXTERNAL_ID"] = "anyone"
        #expect(try await look(command, loop) == ["70 instances", "4 databases", "7 buckets", "write refused"])
        try await cloud.trust(externalID: "tenant-1")
        #expect(try await look(command, loop) == ["refused AccessDenied"])
        command.environment["EXTERNAL_ID"] = "tenant-1"
        #expect(try await look(command, loop).first == "70 instances")
        command.environment["AWS_SECRET_ACCESS_KEY"] = "wrong"
        #expect(try await look(command, loop) == ["refused SignatureDoesNotMatch"])
        await process.stop(DemoCloud.stopSteps)
    }

    private func look(_ command: ProcessCommand, _ loop: EventLoop) async throws -> [String] {
        try await ShortCommand(command: command, limit: .seconds(60), loop: loop).run().lines
    }

    private static let look = """
        import os, boto3, botocore.exceptions
        try:
            held = boto3.client("sts", "eu-west-1").assume_role(
                RoleArn="\(DemoCloud.roleARN)", RoleSessionName="look", ExternalId=os.environ["EXTERNAL_ID"])["Credentials"]
        except botocore.exceptions.ClientError as error:
            print("refused", error.response["Error"]["Code"])
            raise SystemExit
        keys = dict(aws_access_key_id=held["AccessKeyId"], aws_secret_access_key=held["SecretAccessKey"],
                    aws_session_token=held["SessionToken"])
        regions = ["eu-west-1", "eu-west-3", "us-east-1", "ap-southeast-2"]
        pages = [page for region in regions
                 for page in boto3.client("ec2", region, **keys).get_paginator("describe_instances").paginate()]
        print(sum(len(entry["Instances"]) for page in pages for entry in page["Reservations"]), "instances")
        print(sum(len(boto3.client("rds", region, **keys).describe_db_instances()["DBInstances"]) for region in regions),
              "databases")
        print(len(boto3.client("s3", "eu-west-1", **keys).list_buckets()["Buckets"]), "buckets")
        try:
            boto3.client("ec2", "eu-west-1", **keys).create_vpc(CidrBlock="10.0.0.0/16")
            print("written")
        except botocore.exceptions.ClientError:
            print("write refused")
        """
}
