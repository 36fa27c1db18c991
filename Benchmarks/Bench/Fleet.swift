import Assembly
import Foundation
import Operations
import Postgres
import Reactor
import Redis

/// The private servers, the API and the Enqueuer, as `./run` starts them, in a folder of their own; and the worker, which
/// each benchmark starts and stops by itself.
struct Fleet {
    let apiURL: String
    let token: String
    let databaseURL: String
    let redisConfiguration: RedisConfiguration
    /// The owner of the tables: it may empty them.
    let database: Database
    let redis: RedisClient
    /// The tenant of the admin, whose jobs these are.
    let tenant: UUID
    let processes: [String: Int32]
    /// Jobs with smaller ids were there before; they are neither counted nor removed.
    var floor: UUID?
    private let folder: String
    let redisURL: String
    private let loop: EventLoop

    private let launcher: ChildProcess
    private let log: String

    /// Starts everything. It stops when we end, however that is: a signal is sent when the thread that started it is gone.
    static func start() async throws -> Fleet {
        let programs = (CurrentProcess.executablePath as NSString).deletingLastPathComponent
        let folder = FileManager.default.currentDirectoryPath + "/.flotilla-bench"
        let loop = EventLoop(name: "bench")
        let log = folder + ".log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        guard let output = FileHandle(forWritingAtPath: log) else { throw BenchError("cannot write \(log)") }
        let launcher = try await loop.running {
            try ChildProcess.spawn(
                executable: "setpriv",
                arguments: [
                    "--pdeathsig", "TERM", "--", programs + "/flotilla", "up", "--workers", "bench=0", "--port", "0",
                ],
                environment: environment(folder), descriptors: [1: output.fileDescriptor, 2: output.fileDescriptor],
                newProcessGroup: true, on: loop)
        }
        try SignalListener.listen(to: [SIGTERM, SIGINT, SIGHUP], on: loop) { _ in launcher.signal(SIGTERM) }
        do {
            return try await Fleet(folder, launcher, loop, log)
        } catch {
            _ = await launcher.terminate(grace: .seconds(60))
            throw error
        }
    }

    /// Stops everything.
    func stop() async {
        redis.close()
        await database.close()
        _ = await launcher.terminate(grace: .seconds(60))
    }

    /// The error to report: the fleet's end, if it has ended.
    func explanation(of error: any Error) -> any Error {
        launcher.exitStatus == nil ? error : BenchError("the fleet ended; what it said is in \(log)")
    }

    private static func environment(_ folder: String) -> [String: String] {
        let path = CurrentProcess.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        return [
            "PATH": path, "HOME": folder, "FLOTILLA_DIR": folder, "FLOTILLA_BENCH": "1", "LOG_LEVEL": "warning",
            "LOG_FORMAT": "text",
            // Sinks listen on it.
            "FLOTILLA_WEBHOOK_ALLOW": "127.0.0.1",
        ]
    }

    private init(
        _ folder: String, _ launcher: ChildProcess, _ loop: EventLoop, _ log: String
    ) async throws {
        let file = folder + "/env"
        // Absent until everything is ready; what an earlier start left goes away first.
        try await Self.eventually(within: .seconds(120), "the fleet did not start; what it said is in \(log)") {
            guard launcher.exitStatus == nil else { throw BenchError("the fleet ended; what it said is in \(log)") }
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            let pid = Self.variables(text)["PID_API"].flatMap { Int32($0) } ?? 0
            return pid > 0 && Self.parent(of: pid) == launcher.pid
        }
        let variables = Self.variables((try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
        func value(_ name: String) throws -> String {
            guard let value = variables[name] else { throw BenchError("\(file) has no \(name)") }
            return value
        }
        apiURL = try value("API_URL")
        token = try value("ADMIN_TOKEN")
        databaseURL = try value("DATABASE_URL")
        redisURL = try value("REDIS_URL")
        redisConfiguration = try RedisConfiguration(url: redisURL)
        redis = RedisClient(redisConfiguration)
        database = try Database(DatabaseConfiguration(url: databaseURL))
        var processes: [String: Int32] = [:]
        for name in ["API", "ENQUEUER", "REDIS", "POSTGRES"] {
            processes[name.lowercased()] = Int32(try value("PID_\(name)"))
        }
        self.processes = processes
        self.folder = folder
        self.loop = loop
        self.launcher = launcher
        self.log = log
        guard let tenant = Self.tenant(of: token) else { throw BenchError("the token names no tenant") }
        self.tenant = tenant
    }

    /// The claim `tenant` of a JSON Web Token.
    private static func tenant(of token: String) -> UUID? {
        let parts = token.split(separator: ".")
        guard parts.count == 3 else { return nil }
        var text = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        while text.utf8.count % 4 != 0 { text += "=" }
        let claims = Data(base64Encoded: String(text)).flatMap {
            try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
        return (claims?["tenant"] as? String).flatMap { UUID(uuidString: $0) }
    }

    /// `NAME='value'` lines.
    private static func variables(_ text: String) -> [String: String] {
        var variables: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let sides = line.split(separator: "=", maxSplits: 1).map(String.init)
            if sides.count == 2 { variables[sides[0]] = sides[1].trimmingCharacters(in: ["'"]) }
        }
        return variables
    }

    private static func parent(of pid: Int32) -> Int32? {
        ProcessFile(pid)?.parent
    }

    // MARK: The worker

    /// Starts one worker: a supervisor, which starts its executor.
    func startWorker() async throws -> ChildProcess { try await start("BenchWorker") }

    /// Starts one of the programs beside this one.
    func start(_ program: String, _ variables: [String: String] = [:]) async throws -> ChildProcess {
        let programs = (CurrentProcess.executablePath as NSString).deletingLastPathComponent
        let environment = Self.environment(folder).merging(["DATABASE_URL": databaseURL, "REDIS_URL": redisURL]) { $1 }
            .merging(variables) { $1 }
        return try await run(programs + "/" + program, [], environment)
    }

    /// A process that does not outlive this one.
    func run(
        _ program: String, _ arguments: [String], _ environment: [String: String]? = nil
    ) async throws -> ChildProcess {
        let environment = environment ?? Self.environment(folder)
        return try await loop.running { [loop] in
            try ChildProcess.spawn(
                executable: "setpriv", arguments: ["--pdeathsig", "KILL", "--", program] + arguments,
                environment: environment, newProcessGroup: true, on: loop)
        }
    }

    // MARK: Between runs

    /// Nothing queued, nothing kept: each run begins with the same tables. The Enqueuer is at work meanwhile, and locks
    /// some of them in another order.
    func empty() async throws {
        for attempt in 1... {
            do {
                let tables = try await youngTables()
                _ = try await database.query(
                    "truncate flotilla.due, flotilla.job_unique, flotilla.bench_effects, \(unescaped: tables)")
                break
            } catch let error as PostgresError where error.sqlState == "40P01" && attempt < 10 {}
        }
        _ = try await redis.command(RedisCommand("FLUSHDB"))
    }

    private func youngTables() async throws -> String {
        guard let floor else { return "flotilla.job_failures, flotilla.jobs, flotilla.job_attempts" }
        let names = try await database.query(
            "select name from flotilla.job_partitions where lower >= \(floor) order by name"
        ).rows.map { try $0.decode(0, as: String.self) }
        return names.flatMap { ["flotilla." + $0, "flotilla.job_attempts_" + $0.dropFirst(5)] }.joined(separator: ", ")
    }

    /// Waits until nothing is ready and nothing is leased. Asked of Redis, where it costs little.
    func waitUntilDrained(within limit: Duration) async throws {
        try await Self.eventually(within: limit, "the queue was not drained in \(limit)") {
            let replies = try await redis.send([
                RedisCommand("EXISTS", "flotilla:{bench}:tenants"), RedisCommand("ZCARD", "flotilla:{bench}:leases"),
            ])
            return replies.allSatisfy { $0.int == 0 }
        }
    }

    static func eventually(
        within limit: Duration, _ complaint: String, _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while try await !condition() {
            guard ContinuousClock.now < end else { throw BenchError(complaint) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// An aggregate over all jobs, which the dispatcher alone sees.
    func jobs(_ aggregate: String) async throws -> Double {
        let answers = try await database.execute([
            "select set_config('role', 'flotilla_dispatcher', true)",
            "select (\(unescaped: aggregate))::float8 from flotilla.jobs where id >= \(floor ?? Self.lowest)",
        ])
        return try answers.last?.rows.first?.decode(0, as: Double?.self) ?? 0
    }

    static let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    func number(_ query: Query) async throws -> Double {
        guard let row = try await database.query(query).rows.first else { return 0 }
        return try row.decode(0, as: Double?.self) ?? 0
    }
}

extension EventLoop {
    /// Runs something on the loop's thread.
    fileprivate func running<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            execute { continuation.resume(with: Result { try body() }) }
        }
    }
}
