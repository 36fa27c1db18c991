import Foundation
import Glibc
import Operations
import Reactor
import Testing

@testable import Launcher

@Suite("The local models of a fleet", .serialized, .timeLimit(.minutes(3)))
struct LocalModelsTests {
    private func fleet(
        in folder: TemporaryFolder, workers: String = "scan=1,ai=1", environment: [String: String] = [:],
        projectRoot: String = DemoFleet.projectRoot
    ) throws -> LaunchedFleet {
        var programs = StandIns.standard
        programs["AIWorker"] = StandIns.asking
        return try LaunchedFleet(
            in: folder, programs: programs, arguments: ["--workers", workers],
            // So that no cloud is made for the scanner.
            environment: environment.merging(["AWS_ENDPOINT_URL": "http://127.0.0.1:9"]) { $1 },
            projectRoot: projectRoot)
    }

    /// A project whose models are fetched from this index.
    private func fleet(in folder: TemporaryFolder, index: String) async throws -> LaunchedFleet {
        let loop = EventLoop(name: "index")
        defer { loop.stop() }
        try await DemoFleet.preparePython(on: loop)
        try folder.write(StandIns.fetching, to: "project/Scripts/venv.sh")
        for name in ["model_server.py", "requirements/models.txt"] {
            let text = try String(contentsOfFile: "\(DemoFleet.scripts)/\(name)", encoding: .utf8)
            try folder.write(text, to: "project/Scripts/\(name)")
        }
        let pip = ["PIP_INDEX_URL": index, "PIP_RETRIES": "0", "PIP_CONFIG_FILE": "/dev/null"]
        return try fleet(in: folder, environment: pip, projectRoot: folder.path + "/project")
    }

    /// Where the models would be.
    private func environment(of fleet: LaunchedFleet) -> String {
        fleet.directory + (geteuid() == 0 ? "/home/python/models" : "/models")
    }

    @Test(
        "nothing is fetched where a provider is set, and the worker starts with the others",
        arguments: ["OPENAI_BASE_URL", "OLLAMA_HOST"])
    func given(setting: String) async throws {
        let folder = try TemporaryFolder()
        let fleet = try fleet(
            in: folder, environment: [setting: "http://127.0.0.1:9/v1", "OPENAI_API_KEY": "k", "AI_MODEL": "theirs"])
        try await fleet.waitUntilReady()
        let chat = setting == "OPENAI_BASE_URL" ? "http://127.0.0.1:9/v1" : ""
        #expect(await fleet.output.line(containing: "chat=\(chat) by theirs, vectors= by , key=k") != nil)
        let variables = try await fleet.variables()
        #expect(variables["PID_AI_1"] != nil && variables["PID_MODELS"] == nil && variables["AI_MODEL"] == nil)
        #expect(await fleet.stop() == .exited(0))
        #expect(!FileManager.default.fileExists(atPath: environment(of: fleet)))
        #expect(!fleet.output.lines.contains { $0.contains("models") })
    }

    @Test("nothing is fetched where no worker asks a model")
    func notAsked() async throws {
        let folder = try TemporaryFolder()
        let fleet = try fleet(in: folder, workers: "scan=1")
        try await fleet.waitUntilReady()
        #expect(await fleet.stop() == .exited(0))
        #expect(!FileManager.default.fileExists(atPath: environment(of: fleet)))
        #expect(!fleet.output.lines.contains { $0.contains("models") })
    }

    @Test("without the index the fleet runs but for that worker, and one line says why")
    func noIndex() async throws {
        let folder = try TemporaryFolder()
        let fleet = try await fleet(in: folder, index: "http://127.0.0.1:9/simple")
        try await fleet.waitUntilReady()
        #expect(await fleet.output.line(containing: "no AI worker: the local models cannot be had") != nil)
        let variables = try await fleet.variables()
        #expect(variables["PID_AI_1"] == nil && variables["PID_SCAN_1"] != nil && variables["OPENAI_BASE_URL"] == nil)
        #expect(try await fleet.shell("curl -sf \"$(. \"$FLEET/env\"; echo $API_URL)/readyz\"").status.isSuccess)
        #expect(await fleet.stop() == .exited(0))
        #expect(fleet.output.lines.count { $0.contains("AI worker") } == 1)
    }

    @Test("an index that does not answer holds up neither the start nor the stop")
    func silentIndex() async throws {
        let folder = try TemporaryFolder()
        let loop = EventLoop(name: "index")
        defer { loop.stop() }
        let index = try ProcessCommand("python3", ["-uc", Self.silent]).spawn(on: loop)
        defer { index.signal(SIGKILL) }
        let heard = Transcript(of: index.standardOutput, on: loop)
        let port = try #require(await heard.line(containing: "port ")?.split(separator: " ").last)
        let fleet = try await fleet(in: folder, index: "http://127.0.0.1:\(port)/simple")
        try await fleet.waitUntilReady()
        #expect(await heard.line(containing: "asked") != nil)
        let stopped = ContinuousClock.now
        #expect(await fleet.stop() == .exited(0))
        #expect(ContinuousClock.now - stopped < .seconds(20))
        #expect(await heard.line(containing: "hung up") != nil)
        #expect(!fleet.output.lines.contains { $0.contains("no AI worker") })
    }

    @Test(
        "the worker starts once the models answer, knows them alone, and keeps them though they are killed; they end with the launcher",
        .enabled(if: DemoFleet.modelEnvironment != nil, "the models were not fetched"))
    func started() async throws {
        let folder = try TemporaryFolder()
        let place = folder.path + (geteuid() == 0 ? "/fleet/home/python" : "/fleet")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        symlink(try #require(DemoFleet.modelEnvironment), place + "/models")
        let fleet = try fleet(in: folder, environment: ["OPENAI_API_KEY": "of another place"])
        try await fleet.waitUntilReady()
        #expect(
            await fleet.output.line(containing: "generations are written by smollm2-135m at http://127.0.0.1:") != nil)
        let line = try #require(await fleet.output.line(containing: "chat=http://127.0.0.1:"))
        let variables = try await fleet.variables()
        let (chat, vectors) = (try #require(variables["OPENAI_BASE_URL"]), try #require(variables["AI_EMBEDDING_URL"]))
        #expect(line.hasSuffix("chat=\(chat) by smollm2-135m, vectors=\(vectors) by multilingual-e5-small-q4, key="))
        #expect(variables["AI_MODEL"] == "smollm2-135m" && variables["PID_AI_1"] != nil)
        let api = PrivateFile.read("/proc/\(try await fleet.pid("API"))/environ")
        #expect(api?.contains("AI_MODEL=smollm2-135m\0") == true)
        #expect(variables["AI_EMBEDDING_MODEL"] == "multilingual-e5-small-q4")

        _ = try await fleet.kill("MODELS")
        #expect(
            fleet.output.lines.contains { $0.contains("models was killed") || $0.contains("it is started again in") })
        let answers = "curl -sf --retry 60 --retry-connrefused --retry-delay 1"
        #expect(try await fleet.shell("\(answers) '\(chat)/models'; \(answers) '\(vectors)/models'").status.isSuccess)
        let later = try await fleet.variables()
        #expect(later["PID_AI_1"] == variables["PID_AI_1"] && later["OPENAI_BASE_URL"] == chat)

        let pid = try await fleet.pid("MODELS")
        let server = try #require(ProcessIdentity(of: pid))
        fleet.process.signal(SIGKILL)
        _ = await fleet.process.waitForExit()
        let limit = ContinuousClock.now + .seconds(10)
        while server.isAlive, .now < limit { try await Task.sleep(for: .milliseconds(10)) }
        #expect(!server.isAlive)
        for process in LaunchedFleet.living(later) {
            later[process].flatMap { Int32($0) }.map { _ = kill($0, SIGKILL) }
        }
    }

    /// Accepts, and never answers.
    private static let silent = """
        import socket
        server = socket.create_server(("127.0.0.1", 0))
        print("port", server.getsockname()[1])
        connection = server.accept()[0]
        print("asked")
        while connection.recv(65536): pass
        print("hung up")
        """
}
