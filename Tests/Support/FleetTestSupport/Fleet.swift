import Foundation
public import Postgres
public import PostgresTestSupport
public import RedisTestSupport
import Synchronization
import TestSupport

/// Real processes over real servers, on free ports and for one suite: PostgreSQL, Redis, the API, the Enqueuer, workers.
public final class Fleet: Sendable {
    public struct Options: Sendable {
        /// For every process, beside the addresses of the servers.
        public var environment: [String: String] = [:]
        /// For postgresql.conf.
        public var postgres: [String: String] = [:]
        public var redis = RedisTestServer.Options()
        /// Fills the empty servers before they are migrated; without, the database is a copy of one that was migrated.
        public var prepare: (@Sendable (PostgresServer, RedisTestServer) async throws -> Void)?

        /// Speaks TLS too.
        public var postgresTLS = false
        /// Further environment, which depends on the servers that run by then.
        public var surroundings: (@Sendable (PostgresServer, RedisTestServer) async throws -> [String: String])?

        public init(
            environment: [String: String] = [:], postgres: [String: String] = [:],
            redis: RedisTestServer.Options = .init()
        ) {
            self.environment = environment
            self.redis = redis
            self.postgres = postgres
        }
    }

    public static let jwtSecret = "0123456789abcdef0123456789abcdef"

    public let postgres: PostgresServer
    public let redis: RedisTestServer
    /// A superuser's connection, that looks past every wall.
    public let database: Database
    public let environment: [String: String]
    private let processes = Mutex<[FleetProcess]>([])
    private let apiState = Mutex<(process: FleetProcess?, port: Int)>((nil, 0))

    private init(
        postgres: PostgresServer, redis: RedisTestServer, _ options: Options, _ surroundings: [String: String] = [:]
    ) throws {
        self.postgres = postgres
        self.redis = redis
        var configuration = DatabaseConfiguration(url: postgres.url())
        configuration.sessionSetup = ["set search_path = public, flotilla"]
        database = try Database(configuration)
        environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": redis.directory.path,
            "DATABASE_URL": postgres.url(), "REDIS_URL": redis.url, "JWT_SECRET": Self.jwtSecret,
            "FLOTILLA_DIR": redis.directory.path, "LOG_FORMAT": "json",
        ].merging(options.environment) { $1 }.merging(surroundings) { $1 }
    }

    /// Starts the servers and migrates; programs are started one by one.
    public static func start(_ options: Options = Options()) async throws -> Fleet {
        let template = options.prepare == nil ? try migratedTemplate : .empty
        async let postgres = PostgresServer(
            settings: options.postgres, withTLS: options.postgresTLS, from: template)
        async let redis = RedisTestServer.start(options.redis)
        let servers = try await (postgres, redis)
        let surroundings = try await options.surroundings?(servers.0, servers.1) ?? [:]
        let fleet = try Fleet(postgres: servers.0, redis: servers.1, options, surroundings)
        try await options.prepare?(fleet.postgres, fleet.redis)
        // Also of a copy: what the fleet's own settings register.
        let migration = try await fleet.flotilla("migrate")
        guard migration.status == 0 else { throw Unexpected("flotilla migrate: \(migration.all)") }
        return fleet
    }

    /// A database that `flotilla migrate` has filled, by the program that the fleets here run.
    private static var migratedTemplate: DataTemplate {
        get throws {
            let values = try URL(filePath: folder + "/flotilla").resourceValues(
                forKeys: [.contentModificationDateKey, .fileSizeKey])
            let time = values.contentModificationDate?.timeIntervalSince1970 ?? 0
            return DataTemplate(name: "migrated-\(values.fileSize ?? 0)-\(Int(time * 1000))") { postgres in
                let redis = try await RedisTestServer.start()
                let fleet = try Fleet(postgres: postgres, redis: redis, Options())
                let migration = try await fleet.flotilla("migrate")
                await fleet.stop()
                guard migration.status == 0 else { throw Unexpected("flotilla migrate: \(migration.all)") }
            }
        }
    }

    /// Ends everything; what hangs is killed.
    public func stop() async {
        await database.close()
        for process in processes.withLock({ $0 }) {
            process.signal(SIGCONT)
            await process.kill()
        }
        await redis.stop()
        // The server's own end is that of its last reference.
    }

    /// What every process wrote, for the message of a test that failed.
    public var logs: String {
        processes.withLock { $0 }.map { "== \($0.name) (\($0.pid))\n\($0.log)" }.joined(separator: "\n")
    }

    /// The programs that were started and have ended, by name and process id.
    public var ended: [String] {
        processes.withLock { $0 }.filter { !$0.isRunning }.map { "\($0.name) (\($0.pid))" }
    }

    // MARK: Programs

    /// Starts one of the programs that were built with the tests, or the program at a path.
    public func start(_ program: String, _ more: [String: String] = [:]) async throws -> FleetProcess {
        let process = try await FleetProcess.start(program, recipe(program, [], more))
        processes.withLock { $0.append(process) }
        return process
    }

    /// Starts a worker, or any program that beats, and waits until its session is known.
    public func startWorker(_ program: String, _ more: [String: String] = [:]) async throws -> FleetProcess {
        let process = try await start(program, more)
        let known = try await eventually(within: .seconds(30)) {
            guard process.isRunning else { throw Unexpected("\(program) ended: \(process.log)") }
            let pid = Int32(process.pid)
            return try await !self.database.query("select 1 from worker_sessions where pid = \(pid)").rows.isEmpty
                && !process.children.isEmpty
        }
        guard known else { throw Unexpected("\(program) does not start: \(process.log)") }
        return process
    }

    /// Starts the API, on the port that it had before, and waits until it is ready.
    /// - Parameter program: another one than was built with the tests.
    public func startAPI(_ more: [String: String] = [:], program: String = "api") async throws {
        let port = apiState.withLock { $0.port }
        let process = try await start(program, ["PORT": "\(port)"].merging(more) { $1 })
        let number = try await Self.url(of: process).split(separator: ":").last.flatMap { Int($0) } ?? 0
        apiState.withLock { $0 = (process, number) }
        guard try await eventually(within: .seconds(30), { try await anybody.get("/readyz").status == 200 }) else {
            throw Unexpected("the API is not ready: \(process.log)")
        }
    }

    /// Starts an API beside the fleet's own, with other settings, and returns a caller of it without a token.
    public func anotherAPI(_ more: [String: String]) async throws -> Caller {
        try await listening(more).caller
    }

    /// Starts an API beside the fleet's own, on a free port unless `PORT` says which, and waits until it listens.
    public func listening(_ more: [String: String] = [:]) async throws -> (process: FleetProcess, caller: Caller) {
        let process = try await start("api", ["PORT": "0"].merging(more) { $1 })
        return (process, Caller(url: try await Self.url(of: process)))
    }

    private static func url(of process: FleetProcess) async throws -> String {
        guard let line = await process.line(with: #""message":"listening""#),
            let url = try? JSON(parsing: Array(line.utf8))["url"].string
        else { throw Unexpected("the API does not listen: \(process.log)") }
        return url
    }

    /// The API that was started last.
    public var api: FleetProcess {
        get throws {
            guard let process = apiState.withLock({ $0.process }) else { throw Unexpected("there is no API") }
            return process
        }
    }

    /// Runs the admin command.
    public func flotilla(
        _ arguments: String..., environment more: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, all: String) {
        try await run(arguments, more)
    }

    /// Runs the admin command with these words.
    public func run(
        _ arguments: [String], _ more: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, all: String) {
        try await run("flotilla", arguments, more)
    }

    /// Runs one of the programs to its end.
    public func run(
        _ program: String, _ arguments: [String], _ more: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, all: String) {
        let process = try await FleetProcess.start(program, recipe(program, arguments, more))
        let exit = await process.end()
        guard case .status(let status) = exit else { return (-1, process.output, process.log) }
        return (status, process.output, process.log)
    }

    private func recipe(_ program: String, _ arguments: [String], _ more: [String: String]) -> ProcessStart {
        ProcessStart(
            program: program.hasPrefix("/") ? program : Self.folder + "/" + program, arguments: arguments,
            environment: environment.merging(more) { $1 }.filter { !$0.value.isEmpty },
            directory: redis.directory.path)
    }

    /// Where the build put the test bundle is where it put the programs; `FLOTILLA_TEST_PROGRAMS` names the folder of
    /// another version's.
    public static let folder =
        ProcessInfo.processInfo.environment["FLOTILLA_TEST_PROGRAMS"]
        ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    // MARK: Callers

    /// A caller without a token.
    public var anybody: Caller {
        Caller(url: "http://127.0.0.1:\(apiState.withLock { $0.port })")
    }

    /// A user of another role than sign-up gives, made by the admin command.
    public func user(role: String) async throws -> Caller {
        let email = "\(role)-\(UUID().uuidString.lowercased())@example.org"
        let made = try await flotilla("users", "create", email, "--role", role, "--json")
        let token = try await flotilla("token", email)
        guard made.status == 0, token.status == 0 else { throw Unexpected("no \(role): \(made.all) \(token.all)") }
        var caller = anybody
        caller.token = token.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return caller
    }

    /// Signs up an account.
    public func signUp(role arn: String? = nil) async throws -> Tenant {
        var body: [String: JSON] = [
            "email": .string("school-\(UUID().uuidString.lowercased())@example.org"),
            "password": "correct horse battery staple",
        ]
        body["role_arn"] = arn.map { .string($0) }
        let answer = try await anybody.post("/auth/signup", .object(body))
        let account = answer["user"]["account"]
        guard answer.status == 201, let token = answer["token"].string, let id = account["id"].string,
            let externalID = account["external_id"].string
        else { throw Unexpected(answer) }
        var caller = anybody
        caller.token = token
        return Tenant(caller: caller, id: id, externalID: externalID)
    }

    /// What a statement of one number says, past every wall.
    public func count(_ query: Query) async throws -> Int {
        guard let row = try await database.query(query).rows.first else { throw Unexpected("no row") }
        return Int(try row.decode(0, as: Int64.self))
    }
}
