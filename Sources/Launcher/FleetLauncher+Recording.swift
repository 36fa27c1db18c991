import Foundation
import Glibc

extension FleetLauncher {
    private static let watchInterval: Duration = .milliseconds(200)

    /// Writes down which processes run: for the next start always, for other programs once the fleet is ready.
    func record() async {
        guard let directory else { return }
        for (name, process) in servers + members.map({ ($0.member.variableName, $0.process) }) {
            guard let pid = await process.pid, let identity = ProcessIdentity(of: pid) else { continue }
            pids[name] = identity
        }
        findExecutors()
        let leftovers = Leftovers(pids.values.sorted { $0.pid < $1.pid })
        do {
            try PrivateFile.write(leftovers.text, to: directory.processes)
            guard isReady, let environment else { return }
            let file = environment.file(pids: orderedPids, members: members.map(\.member)).text
            if file != writtenFile {
                try PrivateFile.write(file, to: directory.environment)
                writtenFile = file
            }
            announce()
        } catch {
            log.write("flotilla", error.description)
        }
    }

    /// Logged once the file is written, so that its readers find the number there.
    private func announce() {
        for (name, identity) in pids.sorted(by: { $0.key < $1.key }) {
            if let last = announced[name], last != identity {
                log.write("flotilla", "PID_\(name) is \(identity.pid) now")
            }
        }
        announced = pids
    }

    /// Executors are started by their supervisors, which do not report it to us.
    func watchExecutors() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.watchInterval)
            let before = pids
            findExecutors()
            if pids != before { await record() }
        }
    }

    /// What supervisors that were killed may have left behind.
    func endExecutors() async {
        await Leftovers(Array(pids.values)).end(grace: .seconds(1))
    }

    private var servers: [(String, ManagedProcess)] {
        [("REDIS", redis), ("POSTGRES", postgres), ("CLOUD", cloud), ("MAIL", mail), ("MODELS", models)].compactMap {
            name, process in
            process.map { (name, $0) }
        }
    }

    private var orderedPids: [(name: String, pid: Int32)] {
        let workers = members.map(\.member.variableName).flatMap { [$0, "\($0)_EXECUTOR"] }
        return (workers + ["REDIS", "POSTGRES", "CLOUD", "MAIL", "MODELS"]).compactMap { name in
            pids[name].map { (name, $0.pid) }
        }
    }

    /// Of several the newest: the older ones are retiring.
    private func findExecutors() {
        for (member, _) in members where member.kind.role == .worker {
            guard let supervisor = pids[member.variableName],
                let newest = ProcessIdentity.children(of: supervisor.pid).max(by: {
                    ($0.startTime, $0.pid) < ($1.startTime, $1.pid)
                })
            else { continue }
            pids["\(member.variableName)_EXECUTOR"] = newest
        }
    }
}
