import Foundation
import Glibc
import Operations
import Reactor

/// An AWS of our own: moto in a Python environment, with a small estate and every signature checked.
struct DemoCloud: Sendable {
    /// Part of the line that it prints once it answers.
    static let readyMarker = "{\"ready\":"
    static let roleARN = "arn:aws:iam::123456789012:role/flotilla-demo"

    let home: ProcessHome
    let port: Int
    let secrets: Secrets
    let loop: EventLoop

    static func exists(in scripts: String) -> Bool {
        FileManager.default.fileExists(atPath: scripts + "/demo_cloud.py")
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// The scanner's settings: AWS's own variables.
    var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": secrets.fleetKey.id,
            "AWS_SECRET_ACCESS_KEY": secrets.fleetKey.secret.reveal(),
            "AWS_REGION": "eu-west-1",
        ]
    }

    /// Makes its Python environment first, when that is missing.
    func prepare() async throws(LaunchError) -> ProcessCommand {
        try await python.prepare()
        var command = python.command(["demo_cloud.py", String(port)])
        command.environment["FLEET_ACCESS_KEY_ID"] = secrets.fleetKey.id
        command.environment["FLEET_SECRET_ACCESS_KEY"] = secrets.fleetKey.secret.reveal()
        command.environment["OWNER_ACCESS_KEY_ID"] = secrets.ownerKey.id
        command.environment["OWNER_SECRET_ACCESS_KEY"] = secrets.ownerKey.secret.reveal()
        return command.bound(toParentBy: "KILL").running(as: home.user)
    }

    /// Lets one external id alone assume the role, as the estate's owner would.
    func trust(externalID: String) async throws(LaunchError) {
        var command = python.command(["demo_trust.py", externalID])
        command.environment["AWS_ENDPOINT_URL"] = url
        command.environment["AWS_ACCESS_KEY_ID"] = secrets.ownerKey.id
        command.environment["AWS_SECRET_ACCESS_KEY"] = secrets.ownerKey.secret.reveal()
        try await ShortCommand(command: command.running(as: home.user), limit: .seconds(30), loop: loop).runToSuccess()
    }

    /// It holds nothing worth saving.
    static let stopSteps = [ManagedProcess.StopStep(signal: SIGTERM, grace: .seconds(2))]

    private var python: PythonEnvironment {
        PythonEnvironment(home: home, name: "venv", requirements: "demo.txt", loop: loop)
    }
}
