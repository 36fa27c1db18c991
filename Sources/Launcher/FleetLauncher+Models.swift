import Operations
import Synchronization

extension FleetLauncher {
    private static let modelLimit: Duration = .seconds(900)

    /// Nil when no process asks a model, or when the environment says which model is asked.
    func plannedModels(
        _ plan: [FleetMember], _ home: ProcessHome, _ ports: PortPicker
    ) throws(LaunchError) -> LocalModels? {
        guard plan.contains(where: { $0.kind.asksModels }), !configuration.hasModels,
            LocalModels.exists(in: home.scripts)
        else { return nil }
        return LocalModels(home: home, port: try ports.pick(), embeddingPort: try ports.pick(), loop: loop)
    }

    /// Fetches and starts them, and then the workers that ask them. Beside everything else, once the fleet is ready.
    /// - Returns: why there is no model; nil when the workers have started.
    func start(_ models: LocalModels, then workers: [FleetMember], _ home: ProcessHome) async -> String? {
        if isEnding { return "the fleet is stopping" }
        let reason = Mutex<String?>(nil)
        let process = ManagedProcess(
            "models", on: loop, log: log, readyMarker: LocalModels.readyMarker,
            makeCommand: { try await models.prepare() },
            onEvent: { [events] event in
                switch event {
                case .started, .ended: events.yield(.changed)
                case .refused(let words): reason.withLock { $0 = words }
                }
            })
        self.models = process
        log.write(
            "flotilla", "the local models are still starting (the first time 218 MB are fetched); generations wait")
        await process.start()
        let isReady = await process.waitUntilReady(within: Self.modelLimit)
        if isEnding { return "the fleet is stopping" }
        guard isReady, let environment else {
            let words = reason.withLock { $0 } ?? "they did not answer within \(Self.modelLimit)"
            log.write(
                "flotilla",
                "no AI worker: the local models cannot be had (\(words)); start again, or set OLLAMA_HOST or OPENAI_BASE_URL"
            )
            await process.stop(LocalModels.stopSteps)
            return words
        }
        self.environment?.hasModels = true
        await startMembers(workers, environment, home)
        log.write(
            "flotilla",
            "generations are written by \(LocalModels.model) at \(models.url): its 135M parameters are enough to see the road, and not for content"
        )
        return nil
    }
}
