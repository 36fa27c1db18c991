public import Operations

extension Variable {
    public static let ollamaHost = Variable(
        "OLLAMA_HOST", "where Ollama is, such as http://127.0.0.1:11434; it comes before OPENAI_BASE_URL")
    public static let openAIBase = Variable(
        "OPENAI_BASE_URL",
        "where an OpenAI-compatible server is (OpenAI, vLLM, llama.cpp), such as https://api.openai.com/v1; ./run starts a "
            + "small one when neither is set")
    public static let openAIKey = Variable("OPENAI_API_KEY", "sent to that server", isSecret: true)
    public static let model = Variable(
        "AI_MODEL", "the model that writes, unless AI_MODELS names another one for a type")
    public static let models = Variable(
        "AI_MODELS",
        "which model writes what, such as quiz=qwen2.5:7b,answer=llama3.1:8b; callers may ask for these by name")
    public static let embeddingURL = Variable(
        "AI_EMBEDDING_URL", "where embeddings are made; OPENAI_BASE_URL or OLLAMA_HOST unless set")
    public static let embeddingModel = Variable("AI_EMBEDDING_MODEL", "the model that makes vectors of texts")
    public static let contextTokens = Variable(
        "AI_CONTEXT_TOKENS", "the tokens that the models take, prompt and answer together", default: "8192")
    public static let maximumTokens = Variable(
        "AI_MAX_TOKENS", "the tokens that an answer may have unless its request says less", default: "2048")

    public static let generationRetention = Variable(
        "FLOTILLA_GENERATION_RETENTION",
        "how long generations are kept, and the rows of what each request to a model cost, whose sums stay; 62d at least",
        default: "400d")
    public static let mostDocuments = Variable(
        "FLOTILLA_MAX_DOCUMENTS_PER_TENANT", "documents of a tenant beyond which POST /documents answers 422",
        default: "10000")
    public static let mostDocumentBytes = Variable(
        "FLOTILLA_MAX_DOCUMENT_BYTES_PER_TENANT",
        "bytes of a tenant's documents, as they were sent, beyond which POST /documents answers 422", default: "4GiB")

    static let ofGenerations: [Variable] = [
        .ollamaHost, .openAIBase, .openAIKey, .model, .models, .embeddingURL, .embeddingModel, .contextTokens,
        .maximumTokens, .generationRetention, .mostDocuments, .mostDocumentBytes,
    ]
}
