import Operations

extension FleetLauncher {
    /// Nil when nothing would scan it, or when the environment names a cloud already and no demonstration is wanted.
    func plannedCloud(
        _ plan: [FleetMember], _ home: ProcessHome, _ secrets: Secrets, _ ports: PortPicker
    ) throws(LaunchError) -> DemoCloud? {
        let isWanted = arguments.isDemo || !configuration.hasCloud
        guard isWanted, plan.contains(where: { $0.kind.meetsCloud }), DemoCloud.exists(in: home.scripts) else {
            return nil
        }
        return DemoCloud(
            home: home, port: try ports.pick(), secrets: secrets, loop: loop)
    }

    /// Started once the fleet is ready, so that it takes nothing from the start.
    func start(_ cloud: DemoCloud) async {
        if Task.isCancelled { return }
        let log = log
        let isDemo = arguments.isDemo
        let process = ManagedProcess(
            "cloud", on: loop, log: log, readyMarker: DemoCloud.readyMarker,
            makeCommand: { try await cloud.prepare() },
            onEvent: { [events] event in
                switch event {
                case .started, .ended: events.yield(.changed)
                case .refused(let words):
                    // Without it the fleet still runs; only the demonstration cannot.
                    log.write("flotilla", "the demonstration's cloud is missing: \(words)")
                    if isDemo { events.yield(.refused(name: "cloud", words: words)) }
                }
            })
        self.cloud = process
        log.write("flotilla", "the demonstration's cloud is still starting; a scan waits up to 30 s for it")
        await process.start()
        Task {
            guard await process.waitUntilReady(within: .seconds(900)) else { return }
            log.write("flotilla", "the demonstration's cloud answers at \(cloud.url), role \(DemoCloud.roleARN)")
        }
    }
}
