import Foundation
import Operations

extension FleetLauncher {
    private static let mailLimit: Duration = .seconds(10)

    /// Nil when no process sends mail, when the environment says where mail goes, or when there is no Python.
    func startMailCatcher(
        _ plan: [FleetMember], _ home: ProcessHome, in directory: FlotillaDirectory, _ ports: PortPicker
    ) async throws(LaunchError) -> MailCatcher? {
        guard plan.contains(where: { $0.kind.sendsMail }), !configuration.hasMail,
            MailCatcher.exists(in: home.scripts)
        else { return nil }
        let catcher = MailCatcher(home: home, port: try ports.pick())
        let process = ManagedProcess(
            "mail", on: loop, log: log, readyMarker: MailCatcher.readyMarker, makeCommand: { catcher.command },
            onEvent: { [events, log] event in
                switch event {
                case .started, .ended: events.yield(.changed)
                case .refused(let words): log.write("flotilla", "mail is not caught: \(words)")
                }
            })
        mail = process
        await process.start()
        guard await process.waitUntilReady(within: Self.mailLimit) else {
            if Task.isCancelled { return nil }
            log.write("flotilla", "no mail is sent: what would keep it does not start (python3); SMTP_URL is not set")
            await process.stop(MailCatcher.stopSteps)
            mail = nil
            return nil
        }
        // Root's processes keep theirs elsewhere.
        let link = directory.path + "/mails"
        if link != home.mails {
            try? FileManager.default.removeItem(atPath: link)
            try? FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: home.mails)
        }
        return catcher
    }
}
