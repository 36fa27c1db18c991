import Assembly
import Fleet
import Generations
import HTTPClient
import ModelProviders
import Operations

/// What `doctor` says of the model server: whether it is reached, and has the models that are configured.
enum ModelCheck {
    private static let name = "models"

    static func run(_ settings: [String]) async -> DoctorCommand.Finding {
        var reader = ConfigurationReader(
            environment: CommandContext.environment(), arguments: settings, known: Domains.variables)
        let generations = GenerationSettings(&reader)
        do {
            try reader.finish()
        } catch {
            return DoctorCommand.Finding(name, ok: false, "\(error)")
        }
        guard let provider = generations.provider(client: WebClient()) else {
            return DoctorCommand.Finding(
                name,
                "neither OLLAMA_HOST nor OPENAI_BASE_URL is set here: where the AIWorkers have none either, generations fail"
            )
        }
        guard let model = generations.model else {
            return DoctorCommand.Finding(
                name,
                Diagnosis(
                    "no_model", "A model server is set, and no model.",
                    advice: "Set AI_MODEL to the name of one of its models for the AIWorkers."))
        }
        do {
            let known = try await provider.models()
            let wanted = [model] + generations.models.values.sorted()
            // Ollama's names have a tag, which is `latest` where it is left out.
            if let missing = wanted.first(where: { name in !known.contains { $0 == name || $0 == name + ":latest" } }) {
                return DoctorCommand.Finding(
                    name,
                    Diagnosis(
                        "model_missing", "The model server has no model \(missing).",
                        advice: "Correct AI_MODEL and AI_MODELS, or give the server the model."))
            }
            return DoctorCommand.Finding(name, "the model server is reached and has \(wanted.joined(separator: ", "))")
        } catch {
            return DoctorCommand.Finding(
                name,
                Diagnosis(
                    "models_\(error.code)", error.message,
                    advice:
                        "Check OLLAMA_HOST, OPENAI_BASE_URL and OPENAI_API_KEY of the AIWorkers, and that the server runs."
                ))
        }
    }
}
