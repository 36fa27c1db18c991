import Glibc

extension FleetLauncher {
    /// Workers first, which drain; then what gives them work; the servers last. Everything within bounded time.
    func stopAll() async {
        let grace = configuration.shutdownGrace + .seconds(5)
        await stop(members.filter { $0.member.kind.role == .worker }.map(\.process), within: grace)
        await stop(members.filter { $0.member.kind.role == .enqueuer }.map(\.process), within: grace)
        await stop(members.filter { $0.member.kind.role == .api }.map(\.process), within: grace)
        let servers = [
            (redis, PrivateRedis.stopSteps), (postgres, PrivatePostgres.stopSteps), (cloud, DemoCloud.stopSteps),
            (mail, MailCatcher.stopSteps), (models, LocalModels.stopSteps),
        ]
        await withDiscardingTaskGroup { group in
            for (server, steps) in servers {
                if let server { group.addTask { await server.stop(steps) } }
            }
        }
    }

    func killAll() async {
        for (_, process) in members { await process.kill() }
        await redis?.kill()
        await cloud?.kill()
        await mail?.kill()
        await models?.kill()
        // Its immediate shutdown: the backends go with it, and the next start recovers.
        await postgres?.kill(by: SIGQUIT)
        try? await Task.sleep(for: .seconds(1))
        await postgres?.kill()
    }

    private func stop(_ processes: [ManagedProcess], within grace: Duration) async {
        await withDiscardingTaskGroup { group in
            for process in processes {
                group.addTask { await process.stop([ManagedProcess.StopStep(signal: SIGTERM, grace: grace)]) }
            }
        }
    }
}
