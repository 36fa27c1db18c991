extension ChatRequest {
    /// What no provider is to be asked for. Servers differ here: llama.cpp answers an empty conversation.
    func check() throws(ModelError) {
        let mistake: String? =
            if model.isEmpty {
                "names no model"
            } else if messages.isEmpty {
                "has no messages"
            } else if !(0...2).contains(temperature) {
                "has a temperature that is not from 0 to 2"
            } else if maxTokens.map({ $0 < 1 }) ?? false || contextTokens.map({ $0 < 1 }) ?? false {
                "has a limit of tokens below 1"
            } else {
                nil
            }
        if let mistake {
            throw ModelError(.invalidRequest, code: "invalid_request", message: "The request \(mistake).")
        }
    }
}
