import Foundation

extension Demonstration {
    /// A small model on a busy machine writes some tokens a second.
    private static let generationLimit: Duration = .seconds(180)
    private static let shownCharacters = 90

    private static let course = """
        Photosynthesis is how plants make their food. It takes place in the chloroplasts of the leaves. Chlorophyll, which is
        green, takes in the light of the sun. With that energy the plant turns carbon dioxide from the air and water from the
        soil into sugar, and gives off oxygen.
        """

    /// A short document, a question about it, and what a model answers.
    func generate(_ client: DemoClient) async throws {
        say("")
        let document = try await post(
            "/documents",
            .object([
                "title": .string("Photosynthesis"), "content_type": .string("text/plain"),
                "text": .string(Self.course), "language": .string("en"),
            ]), client, until: "preparing")
        guard document["status"]?.string == "ready", let id = document["id"]?.string else {
            throw LaunchError("the document was not prepared: \(document.first("error") ?? "no reason given")")
        }
        say(
            "  ready: \(document["chunks"]?.integer ?? 0) passages, by \(document["embedding_model"]?.string ?? "no model")"
        )
        let question = "Which gas does photosynthesis give off?"
        let generation = try await post(
            "/generations",
            .object([
                "type": .string("answer"), "max_tokens": .number(96),
                "input": .object([
                    "question": .string(question), "document_ids": .array([.string(id)]), "language": .string("en"),
                ]),
            ]), client, until: "queued", "running")
        guard generation["status"]?.string == "succeeded", let output = generation["output"] else {
            let reason = generation.first("error") ?? generation.first("detail") ?? "no reason given"
            throw LaunchError("the generation ended as \(generation["status"]?.string ?? "unknown"): \(reason)")
        }
        say("  \(question)")
        let text = output.string ?? output.first("text") ?? output.first("answer") ?? ""
        say(
            "  \(text.split(whereSeparator: \.isNewline).first.map { String($0.prefix(Self.shownCharacters)) } ?? "(nothing)")"
        )
        say("written by \(generation["model"]?.string ?? "?"): \(Self.usage(generation))")
    }

    /// Asks for something that is made by a job, and waits for its end.
    func post(
        _ place: String, _ body: JSONValue, _ client: DemoClient, until unfinished: String...
    ) async throws -> JSONValue {
        let asked = ContinuousClock.now
        let answer = try await client.call(place, body: body, expecting: 202).body
        let accepted = ContinuousClock.now
        guard let status = answer["status_url"]?.string else {
            throw LaunchError("the answer of POST \(place) has no status_url")
        }
        while ContinuousClock.now - accepted < Self.generationLimit {
            let state = try await client.call(status, expecting: 200).body
            if !unfinished.contains(state["status"]?.string ?? "") {
                let (first, second) = (milliseconds(asked, accepted), milliseconds(accepted, .now))
                say("POST \(place): 202 after \(first), 202 to \(state["status"]?.string ?? "unknown"): \(second)")
                return state
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw LaunchError("POST \(place) was not done within \(Self.generationLimit)")
    }

    private static func usage(_ generation: JSONValue) -> String {
        let usage = generation["usage"]
        let isEstimated = usage?["estimated"]?.boolean == true
        let tokens =
            "\(usage?["prompt_tokens"]?.integer ?? 0) tokens read, \(usage?["completion_tokens"]?.integer ?? 0) written"
        return
            "\(tokens)\(isEstimated ? " (estimated)" : ""), \(generation["cost_micros"]?.integer ?? 0) millionths of cost"
    }
}
