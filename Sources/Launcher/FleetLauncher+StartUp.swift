import Foundation
import Glibc
import Operations

extension FleetLauncher {
    static let serverLimit: Duration = .seconds(60)

    /// Everything up to the first `/readyz`, and the demonstration after it. Ends `run` when it fails.
    func startUp(in directory: FlotillaDirectory) async {
        let began = ContinuousClock.now
        do {
            let (plan, missing) = FleetMember.plan(table, counts: arguments.workers) {
                FileManager.default.isExecutableFile(atPath: "\(executables)/\($0)")
            }
            if !missing.isEmpty {
                log.write("flotilla", "not built, so not started: \(missing.map(\.name).joined(separator: ", "))")
            }
            try refuseTakenPort()
            unlink(directory.environment)
            let ended = await Leftovers(text: PrivateFile.read(directory.processes) ?? "").end(grace: .seconds(2))
            if ended > 0 { log.write("flotilla", "ended \(ended) processes that an earlier start left") }
            let secrets = try Secrets(path: directory.secrets)
            let ports = PortPicker()

            let home = try await ProcessHome.settle(
                in: directory, executables: executables, scripts: scripts,
                names: Set(plan.map(\.kind.executable)).sorted(),
                on: loop)

            async let redisURL = startRedis(home, secrets, ports)
            async let databaseURLs = startPostgres(directory, secrets, ports)
            async let mailCatcher = startMailCatcher(plan, home, in: directory, ports)
            let jwtSecret: Secret? =
                switch configuration.jwtSecret {
                case .given(let secret): secret
                case .own: secrets.jwtSecret
                case nil: nil
                }
            let cloud = try plannedCloud(plan, home, secrets, ports)
            let models = try plannedModels(plan, home, ports)
            let (database, service) = try await databaseURLs
            try await migrate(database)
            let port = configuration.port == 0 ? try ports.pick() : configuration.port
            let mail = try await mailCatcher
            let environment = FleetEnvironment(
                base: configuration.environment, databaseURL: database, serviceURL: service,
                redisURL: try await redisURL,
                apiURL: configuration.apiURL(port: port), apiPort: port, jwtSecret: jwtSecret,
                adminToken: try await adminToken(database, jwtSecret), cloud: cloud?.environment ?? [:],
                mail: mail?.environment(from: configuration.environment["SMTP_FROM"]) ?? [:],
                seller: demonstrationSeller(home),
                models: models?.environment(hasEmbeddings: configuration.hasEmbeddings) ?? [:],
                metricsPorts: try metricsPorts(plan, ports), showsText: isatty(STDOUT_FILENO) != 0)
            if Task.isCancelled { return }
            self.environment = environment
            let waiting = plan.filter { models != nil && $0.kind.asksModels }
            await startMembers(plan.filter { !waiting.contains($0) }, environment, home)
            try await waitUntilReady(environment, since: began)
            if mail != nil { log.write("flotilla", "mail is caught, not sent: \(directory.path)/mails/0001.eml …") }
            let generation = models.map { models in Task { await self.start(models, then: waiting, home) } }
            if let cloud { await start(cloud) }
            if arguments.isDemo { try await demonstrate(environment, cloud, plan, generation) }
        } catch let error as LaunchError {
            events.yield(.finished(failure: error))
        } catch {
            // Cancelled by a stop, which needs no message.
        }
    }

    private func refuseTakenPort() throws(LaunchError) {
        guard configuration.port > 0, PortPicker.isListening(configuration.port) else { return }
        throw LaunchError(
            "port \(configuration.port) is in use by another program: set PORT to another one, 0 picks a free one")
    }

    // MARK: Servers

    private func startRedis(
        _ home: ProcessHome, _ secrets: Secrets, _ ports: PortPicker
    ) async throws -> Secret {
        if let given = configuration.redisURL { return given }
        let server = try PrivateRedis(home: home, port: try ports.pick(), password: secrets.redisPassword)
        let process = managed("redis", readyMarker: PrivateRedis.readyMarker) { server.command }
        redis = process
        try await becomeReady(process)
        return Secret(server.url)
    }

    private func startPostgres(
        _ directory: FlotillaDirectory, _ secrets: Secrets, _ ports: PortPicker
    ) async throws -> (owner: Secret, service: Secret) {
        if let given = configuration.databaseURL { return (given, given) }
        let place = try await PostgresPlace.settle(in: directory, on: loop)
        let server = PrivatePostgres(
            place: place, port: try ports.pick(), secrets: secrets, roles: (hooks.ownerRoles, hooks.serviceRoles),
            loop: loop)
        let process = managed("postgres", readyMarker: PrivatePostgres.readyMarker) { try await server.prepare() }
        postgres = process
        try await becomeReady(process)
        return (Secret(server.url), Secret(server.serviceURL))
    }

    private func becomeReady(_ process: ManagedProcess) async throws {
        try Task.checkCancellation()
        await process.start()
        guard await process.waitUntilReady(within: Self.serverLimit) else {
            try Task.checkCancellation()
            throw LaunchError("\(process.name) did not become ready within \(Self.serverLimit)")
        }
    }

    // MARK: Hooks

    private func migrate(_ database: Secret) async throws {
        do { try await hooks.migrate(database) } catch {
            try Task.checkCancellation()
            throw LaunchError("the migrations failed: \(error)")
        }
    }

    private func adminToken(_ database: Secret, _ secret: Secret?) async throws -> Secret? {
        guard let secret else { return nil }
        do { return try await hooks.adminToken(database, secret) } catch {
            try Task.checkCancellation()
            throw LaunchError("the admin's token could not be made: \(error)")
        }
    }

    // MARK: The fleet

    private func metricsPorts(_ plan: [FleetMember], _ ports: PortPicker) throws(LaunchError) -> [String: Int] {
        guard let first = configuration.metricsPort else { return [:] }
        var chosen: [String: Int] = [:]
        for member in plan where member.kind.role != .api {
            chosen[member.name] = first == 0 ? try ports.pick() : first + chosen.count
        }
        return chosen
    }

    func startMembers(
        _ plan: [FleetMember], _ environment: FleetEnvironment, _ home: ProcessHome
    ) async {
        let here = FileManager.default.currentDirectoryPath
        let from = members.count
        for member in plan {
            let command = ProcessCommand(
                "\(home.executables)/\(member.kind.executable)", member.kind.arguments,
                environment: environment.variables(for: member).merging(home.environment) { $1 },
                workingDirectory: home.workingDirectory ?? here
            ).bound(toParentBy: "TERM").running(as: home.user)
            // One request that ends the API must not keep the others waiting for longer than a start takes.
            let most = member.kind.role == .api ? RestartPolicy.shortest : RestartPolicy.longest
            let process = managed(member.name, mostDelay: most) { command }
            members.append((member, process))
        }
        for (_, process) in members[from...] { await process.start() }
    }

    func managed(
        _ name: String, readyMarker: String? = nil, mostDelay: Duration = RestartPolicy.longest,
        makeCommand: @escaping @Sendable () async throws -> ProcessCommand
    ) -> ManagedProcess {
        ManagedProcess(
            name, on: loop, log: log, readyMarker: readyMarker, mostDelay: mostDelay, makeCommand: makeCommand
        ) { [events] event in
            switch event {
            case .started, .ended: events.yield(.changed)
            case .refused(let words): events.yield(.refused(name: name, words: words))
            }
        }
    }

    private func waitUntilReady(_ environment: FleetEnvironment, since began: ContinuousClock.Instant) async throws {
        guard members.contains(where: { $0.member.kind.role == .api }) else {
            isReady = true
            return await record()
        }
        try await ReadinessProbe(url: environment.apiURL, port: environment.apiPort).wait()
        isReady = true
        await record()
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        log.write("flotilla", "ready in \(String(format: "%.2f", seconds)) s: \(environment.apiURL)/")
        guard let file = directory?.environment else { return }
        log.write(
            "flotilla",
            "try: ( . \(ShellVariables.quoted(file)); curl -s -H \"Authorization: Bearer $ADMIN_TOKEN\" $API_URL/jobs )"
        )
    }
}
