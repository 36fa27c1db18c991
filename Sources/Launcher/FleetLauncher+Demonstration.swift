extension FleetLauncher {
    /// Runs the demonstration and ends `run` with its outcome.
    /// - Parameter generation: ends with the start of the local models, and why there are none; nil where none are started.
    func demonstrate(
        _ environment: FleetEnvironment, _ plan: DemoCloud?, _ members: [FleetMember],
        _ generation: Task<String?, Never>?
    ) async throws {
        guard let plan, let cloud else {
            throw LaunchError("the demonstration needs a scan worker and the project's Scripts folder")
        }
        log.write("demo", "waiting for the demonstration's cloud (the first time it is downloaded)")
        guard await cloud.waitUntilReady(within: .seconds(900)) else {
            try Task.checkCancellation()
            throw LaunchError("the demonstration's cloud did not become ready")
        }
        let log = log
        let mails = mail == nil ? nil : directory.map { "\($0.path)/mails" }
        try await Demonstration(
            apiURL: environment.apiURL, cloud: plan, notifies: members.contains { $0.kind.sendsMail }, mails: mails,
            bills: members.contains { $0.kind.name == "billing" }, adminToken: environment.adminToken,
            model: {
                guard members.contains(where: { $0.kind.asksModels }) else { return .notAsked }
                guard let missing = await generation?.value else { return .ready }
                return .missing(missing)
            }
        ) { log.write("demo", $0) }.run()
        log.write("demo", "done")
        events.yield(.finished(failure: nil))
    }
}
