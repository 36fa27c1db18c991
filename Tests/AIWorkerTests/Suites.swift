import FleetTestSupport
import Testing

/// Generations from the request to the result, by a real server.
@Suite("A fleet with a model", FleetScope<ModelEnvironment>(), .logs(of: ModelEnvironment.self))
enum ModelFleet {}

/// Generations that last until they are stopped.
@Suite("A fleet whose model does not stop", FleetScope<EndlessEnvironment>(), .logs(of: EndlessEnvironment.self))
enum EndlessFleet {}

/// What models may answer.
@Suite(
    "A fleet whose model is scripted", .serialized, FleetScope<ScriptedEnvironment>(),
    .logs(of: ScriptedEnvironment.self))
enum ScriptedFleet {}
