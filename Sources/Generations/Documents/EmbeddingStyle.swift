/// How a model wants to be given what it embeds: some know questions and passages by their first word.
///
/// Sources: https://huggingface.co/intfloat/multilingual-e5-small, https://huggingface.co/nomic-ai/nomic-embed-text-v1.5
struct EmbeddingStyle: Sendable {
    private let question: String
    private let passage: String

    init(_ model: String) {
        let name = model.lowercased()
        (question, passage) =
            if name.contains("e5") {
                ("query: ", "passage: ")
            } else if name.contains("nomic") {
                ("search_query: ", "search_document: ")
            } else {
                ("", "")
            }
    }

    func question(_ text: String) -> String { question + text }
    func passage(_ text: String) -> String { passage + text }
}
