import Assembly
import Execution
import Foundation
import Operations

/// Fires schedules, makes ready what is due, and puts back what got lost. Any number may run.
@main
struct Enqueuer {
    static func main() async {
        do {
            let configuration = try ConfigurationReader.read { CommonConfiguration(&$0) }
            let logger = configuration.logger("enqueuer")
            let connections = try Connections(configuration, name: "enqueuer", shared: 2)
            let (_, broker) = try Connections.broker(configuration, name: "enqueuer")
            let reconciler = Reconciler(
                store: connections.store, broker: broker, queues: Queues.all, lease: configuration.lease,
                logger: logger)
            let group = ServiceGroup(
                [reconciler], grace: configuration.shutdownGrace, logger: logger, on: connections.loop)
            CurrentProcess.exit(await group.run())
        } catch let error as ConfigurationError {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            CurrentProcess.exit(78)
        } catch {
            FileHandle.standardError.write(Data("enqueuer: \(error)\n".utf8))
            CurrentProcess.exit(1)
        }
    }
}
